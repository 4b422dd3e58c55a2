"""What the repository must not hold: download addresses, other people's data, unlisted dependencies."""

import hashlib
import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, House, expect_none, imported, parsed

# Written in two halves, so that this file does not name them.
HOSTS = ["pypi|.org", "python|hosted.org", "npm|js.org", "npm|js.com", "yarn|pkg.com", "npm|mirror.com"]
HOSTS += ["jsdelivr|.net", "un|pkg.com", "cdn|js.com", "fonts.google|apis.com", "deb.debian|.org", "hugging|face.co"]
REGISTRY = re.compile("|".join(re.escape(host.replace("|", "")) for host in HOSTS), re.IGNORECASE)
SHARED = Path(os.environ.get("QALA_SHARED", ROOT.parent / "shared")).resolve() / "data"
BIG_ENOUGH, LONG_ENOUGH, TOO_ALIKE = 1000, 24, 0.5
# The licence is the one text that is the same everywhere by its own terms.
SAME_BY_LAW = {"LICENSE"}


def addresses(house: House) -> list[str]:
    said = []
    for path in house.files():
        for number, line in enumerate(text_of(path).splitlines(), 1):
            if (found := REGISTRY.search(line)) or ('"resolved":' in line and path.name == "package-lock.json"):
                said.append(f"{house.where(path, number)} {found.group() if found else 'resolved'}")
    return said


def text_of(path: Path) -> str:
    content = path.read_bytes()
    return "" if b"\0" in content[:4096] else content.decode("utf-8", "replace")


def telling(text: str) -> set[str]:
    """Lines long enough to be somebody's."""
    return {line.strip() for line in text.splitlines() if len(line.strip()) >= LONG_ENOUGH}


@cache
def lent(shared: Path) -> tuple[dict[str, Path], dict[str, Path]]:
    """What we were lent: digests of files, and every telling line of the text files."""
    digests, lines = {}, {}
    for path in (path for path in shared.rglob("*") if path.is_file()):
        digests[hashlib.sha256(path.read_bytes()).hexdigest()] = path
        if path.stat().st_size < 20_000_000:
            lines.update(dict.fromkeys(telling(text_of(path)), path))
    return digests, lines


def copies(house: House, shared: Path) -> list[str]:
    digests, lines = lent(shared)
    said = []
    for path in house.files():
        if path.name in SAME_BY_LAW or not path.stat().st_size:
            continue
        if twin := digests.get(hashlib.sha256(path.read_bytes()).hexdigest()):
            said.append(f"{house.where(path)} is {twin.name}")
            continue
        own = telling(text_of(path)) if path.stat().st_size > BIG_ENOUGH else set()
        alike = [lines[line] for line in own if line in lines]
        if own and len(alike) / len(own) > TOO_ALIKE:
            said.append(f"{house.where(path)} repeats {alike[0].name}")
    return said


def required(house: House) -> set[str]:
    names = (re.split(r"[\[<>=~! ]", line)[0] for line in (house.root / "requirements.in").read_text().splitlines())
    return {name.lower().replace("_", "-") for name in names if name and not name.startswith(("#", "-"))}


def third_parties(house: House) -> Iterator[tuple[str, str]]:
    """Top names of modules from outside that the running city imports, with the place."""
    for path in house.runtime():
        for name, line in imported(parsed(path), path, house.packages):
            top = name.split(".")[0]
            if top not in sys.stdlib_module_names and top not in {"qala", "qala_verify"}:
                yield top, house.where(path, line)


def unlisted(house: House) -> list[str]:
    """Imports whose package is not in requirements.in: it might leave with whoever brought it."""
    makers = packages_distributions()
    names = required(house)
    said = {}
    for top, where in third_parties(house):
        packages = {maker.lower().replace("_", "-") for maker in makers.get(top, [top])}
        if not packages & names:
            said.setdefault(top, f"{where} imports {top}, which requirements.in does not name")
    return sorted(said.values())


def test_no_download_address_is_kept(house: House):
    expect_none(addresses(house))


def test_every_import_of_the_running_city_is_required_by_name(house: House):
    expect_none(unlisted(house))


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no shared data at {SHARED} (QALA_SHARED)")
def test_nothing_lent_to_us_was_copied(house: House):
    expect_none(copies(house, SHARED))


def test_a_kept_address_is_heard(toy):
    host = HOSTS[0].replace("|", "")
    house = toy({"Makefile": f"x:\n\tpip -i https://{host}/simple", "package-lock.json": '{\n"resolved": "file"}'})
    assert addresses(house) == [f"Makefile:2 {host}", "package-lock.json:2 resolved"]


def test_an_unlisted_import_is_heard(toy):
    sources = "import json\nfrom PIL import Image\nimport typst\nimport zodb\n"
    house = toy({"src/qala/waste/queries.py": sources, "requirements.in": "# why\npillow>=3\n"})
    assert unlisted(house) == [
        "src/qala/waste/queries.py:3 imports typst, which requirements.in does not name",
        "src/qala/waste/queries.py:4 imports zodb, which requirements.in does not name",
    ]


def test_a_copied_file_is_heard(toy, tmp_path_factory):
    shared = tmp_path_factory.mktemp("shared")
    rows = [f"a row of somebody's table, number {number}" for number in range(60)]
    (shared / "table.csv").write_text("\n".join(rows))
    house = toy(
        {
            "src/qala/waste/whole.csv": "\n".join(rows),
            "src/qala/waste/most.csv": "\n".join([*rows[:50], "one row that is really our own work"]),
            "src/qala/waste/own.csv": "\n".join(f"ours and nobody else's row {number}" for number in range(60)),
        }
    )
    assert copies(house, shared) == [
        "src/qala/waste/most.csv repeats table.csv",
        "src/qala/waste/whole.csv is table.csv",
    ]
