"""`qala part waste --noun container`: begin a new part from `tools/part`, list it, and give it its floor."""

import importlib
import re
import shutil
import tomllib
from argparse import ArgumentParser
from keyword import iskeyword
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.core.management.templates import TemplateCommand

from qala.config import drawings, messages

ROOT = Path(__file__).resolve().parents[5]
FLOOR = "proposals"  # where the parts of the city stand, strangers to each other


class Command(TemplateCommand):
    help = "Begin a new part: a folder, one line in config/modules.py and its floor in the map"
    missing_args_message = "Say its name: qala part waste --noun container"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="a noun from the city's speech, such as waste")
        parser.add_argument("--noun", help="the first thing it keeps, in the singular, such as container")
        for language in ("kk", "ru", "en"):
            parser.add_argument(f"--{language}", help=f"its title in this language ({language})")

    def handle(self, **options: Any) -> None:  # type: ignore[override]  # Django's own commands narrow it too
        name = options["name"]
        noun = options["noun"] or re.sub(r"s$", "", name)
        if not all(re.fullmatch(r"[a-z][a-z_]*[a-z]", word) and not iskeyword(word) for word in (name, noun)):
            raise CommandError("Names are small Latin letters with _ between words.")
        folder = ROOT / "src" / "qala" / name
        if folder.exists():
            raise CommandError(f"There is a part with this name: {folder.relative_to(ROOT)}")
        folder.mkdir()
        try:
            super().handle("app", name, str(folder), **filled(options, noun), template=str(ROOT / "tools" / "part"))
        except CommandError:
            shutil.rmtree(folder)
            raise
        page = ROOT / "docs" / "parts" / f"{name}.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        (folder / "page.md").rename(page)
        list_part(name)
        give_floor(name)
        for language in messages.LANGUAGES:
            messages.update(folder, language)
        messages.compile_all()
        draw_pages(page.parent.parent)
        self.stdout.write(f"src/qala/{name}/ and {page.relative_to(ROOT)} are made; the order is in")
        self.stdout.write("docs/how-to/add-a-part.md. Its floor is one word in pyproject.toml.")


def filled(options: dict[str, Any], noun: str) -> dict[str, Any]:
    """The words the template asks for."""
    title = options["name"].replace("_", " ").capitalize()
    nouns = noun if noun.endswith("s") else f"{noun}s"
    words = {f"title_{language}": options[language] or title for language in ("kk", "ru", "en")}
    classes = {"noun_class": noun.title().replace("_", ""), "nouns_class": nouns.replace("_", " ").capitalize()}
    startapp_words = {"extensions": ["py,html,md"], "files": [], "verbosity": options["verbosity"]}
    return {**words, **classes, **startapp_words, "noun": noun, "nouns": nouns}


def floors() -> dict[str, int]:
    """How high each part stands; optional ones (in brackets) too."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers = next(contract["layers"] for contract in settings["contracts"] if contract["type"] == "layers")
    return {name: -depth for depth, layer in enumerate(layers) for name in re.findall(r"\w+", layer)}


def draw_pages(docs: Path) -> None:
    """Draw the tables that the pages link, the new part's among them."""
    importlib.invalidate_caches()
    for path, picture in drawings.asked_for(docs).items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(picture, "utf-8")


def list_part(name: str) -> None:
    """Add the line in config/modules.py, below the first part that stands higher."""
    path = ROOT / "src" / "qala" / "config" / "modules.py"
    lines, heights = path.read_text("utf-8").splitlines(keepends=True), floors()
    mine = heights.get(name, heights[FLOOR])
    start = next(number for number, line in enumerate(lines) if line.startswith("PARTS"))
    end = next(number for number in range(start, len(lines)) if lines[number].startswith("]"))
    listed = ((number, lines[number].strip(' ",\n').removeprefix("qala.")) for number in range(start + 1, end))
    place = next((number for number, part in listed if heights.get(part, mine) > mine), end)
    lines.insert(place, f'    "qala.{name}",\n')
    path.write_text("".join(lines), "utf-8")


def give_floor(name: str) -> None:
    """Take the brackets off a floor kept for it, or add the word to the floor of the city's parts."""
    path = ROOT / "pyproject.toml"
    text = path.read_text("utf-8")
    if name in floors():
        text = text.replace(f"({name})", name, 1)
    else:
        text = re.sub(rf'(?m)^(\s*"[^"\n]*\b{FLOOR}\b[^"\n]*)"', rf'\1 | {name}"', text, count=1)
    path.write_text(text, "utf-8")
