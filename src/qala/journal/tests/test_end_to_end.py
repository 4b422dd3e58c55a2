"""Seal with the server, check with the public's program in a process of its own, damage every file."""

import json
import os
import random
import shutil
import subprocess
import sys
from base64 import b64decode, b64encode
from pathlib import Path
from urllib.error import HTTPError

import pytest
from django.conf import settings as django_settings

from qala.journal.actions import Witness as Bringer
from qala.journal.actions import cosign, erase_secret
from qala.journal.log import record, record_many
from qala.journal.models import Entry, Leaf, Member
from qala.journal.queries.proving import proved
from qala.journal.receipts import receipt_of
from qala.journal.rules.canonical import canonical
from qala.journal.rules.leaves import commitment, entry_of
from qala.journal.rules.merkle import leaf_hash, root
from qala.journal.rules.notes import Checkpoint, Note
from qala.journal.rules.tiles import bundle, growth
from qala.journal.sealing.keys import read_signers
from qala.journal.sealing.sequencer import seal
from qala.journal.tests.witness import Witness
from qala.kernel.actors import Job
from qala_verify import __main__ as program
from qala_verify import fetch
from qala_verify import log as checker
from qala_verify.notes import read_key

pytestmark = pytest.mark.django_db
JOB = Job("tests.city")
SOURCE = Path(django_settings.ROOT) / "src"


def city(count=300):
    record(JOB, "proposals.proposal.submitted", "proposals.proposal:1", track="signal")
    record_many(JOB, "proposals.incident.joined", [(f"proposals.proposal:{n}", {"place": n}) for n in range(1, count)])
    seal()


def verify(*told):
    """The checker as the public starts it: no site packages, no environment of ours."""
    command = [sys.executable, "-I", "-S", "-c",
               f"import sys; sys.path.insert(0, {str(SOURCE)!r}); from qala_verify.__main__ import main; sys.exit(main())"]
    return subprocess.run([*command, *map(str, told)], capture_output=True, text=True, check=False, timeout=60,
                          env={"PATH": os.environ["PATH"], "PYTHONIOENCODING": "utf-8"})  # fmt: skip


def test_python_m_reads_as_the_documents_say(folder):
    city(3)
    done = subprocess.run([sys.executable, "-m", "qala_verify", "log", folder.root], capture_output=True, text=True,
                          check=False, timeout=60, env={"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE)})  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "only internal consistency" in done.stdout


def test_fetch_brings_what_is_new_and_what_is_damaged_here(folder, tmp_path, monkeypatch):
    city()
    mirror, told = tmp_path / "mirror", []
    monkeypatch.setattr(fetch, "read", lambda _address, name: served(folder, name))

    def again():
        told.clear()
        return fetch.fetch("https://city.kz/log/", mirror, told.append)

    brought = again()
    sound = contents(mirror)
    assert (brought, told) == (len(sound) - 2, [brought]), "keys and checkpoint are always brought"
    record(JOB, "proposals.proposal.submitted", "proposals.proposal:2", track="signal")
    seal()
    assert again() == 2, "entries and hashes of the last tile"
    sound = contents(mirror)
    old, _new = sorted(name for name in sound if name.startswith("tile/entries/001.p/"))
    for name in ("tile/entries/000", "tile/1/000.p/1", old):
        spoil(mirror / name)
    assert (again(), told) == (2, [0, 2])
    assert contents(mirror) == {name: content for name, content in sound.items() if name != old}, "of no use any more"
    assert checker.check(mirror, []).faults == []
    for name in ("tile/entries/000", "tile/0/000"):
        spoil(mirror / name)
    before = contents(mirror)
    assert again() == 0
    assert contents(mirror) == before, "which file is the wrong one nobody can tell: all stay as they are"
    assert ("checkpoint", "other_root") in checker.check(mirror, []).faults


def served(folder, name):
    """As a web server hands the folder out."""
    try:
        return (folder.root / name).read_bytes()
    except FileNotFoundError:
        raise HTTPError(name, 404, "not there", None, None) from None


def contents(place):
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()}


def spoil(file):
    content = file.read_bytes()
    file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))


def test_a_month_is_proved_from_files_a_key_and_an_earlier_checkpoint(folder, tmp_path):
    city(30)
    earlier = tmp_path / "kept-by-a-parent"
    shutil.copy(folder.root / "checkpoint", earlier)
    record_many(JOB, "proposals.incident.joined", [f"proposals.proposal:{n}" for n in range(500, 900)])
    seal()
    done = verify("log", "--key", folder.keys()[0], "--since", earlier, folder.root)
    assert (done.returncode, done.stderr) == (0, "")
    for said in ("The log holds 432 records", "first 31 records", "signed by test.kz/log", "not prove that a meal was eaten"):
        assert said in done.stdout
    for language, said in (("kk", "Алғашқы 31 жазба"), ("ru", "ничего не переписано")):
        assert said in verify("log", "--language", language, "--key", folder.keys()[0], "--since", earlier, folder.root).stdout


def test_every_flipped_byte_of_every_published_file_is_found_and_named(folder):
    city(290)
    record_many(JOB, "proposals.incident.joined", [f"proposals.proposal:{n}" for n in range(500, 505)])
    seal()
    witness = Witness("maslikhat.kz", folder.keys())
    folder.write_keys([witness.key])
    (folder.root / "checkpoint").write_text(witness.cosign(folder.root))
    folder.keep(folder.note())
    folder.list_cosigned()
    keys, chance = [read_key(str(folder.keys()[0]))], random.Random(7)
    assert checker.check(folder.root, keys).faults == []
    files = [path for path in folder.root.rglob("*") if path.is_file()]
    assert len(files) >= 9
    for path in files:
        content = path.read_bytes()
        many = range(len(content)) if len(content) < 700 else sorted(chance.sample(range(len(content)), 40))
        for at in many if path.name != "checkpoint" else many[::3]:
            path.write_bytes(content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :])
            named = {file for file, _why in checker.check(folder.root, keys).faults}
            assert path.relative_to(folder.root).as_posix() in named, (path, at)
        path.write_bytes(content)
    for path in files:
        content = path.read_bytes()
        path.unlink()
        faults = checker.check(folder.root, keys).faults
        optional = "checkpoints" in path.parts or (path.name.isdigit() and path.parent.name.endswith(".p"))
        assert faults or optional, path
        path.write_bytes(content)
    (folder.root / "tile/0/readme").write_text("hello")
    assert checker.check(folder.root, keys).faults == [("tile/0/readme", "stranger")]


def test_the_fault_is_named_by_the_program(folder):
    city(20)
    path = next(folder.root.glob("tile/entries/000.p/*"))
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(bytes(content))
    done = verify("log", "--key", folder.keys()[0], folder.root)
    assert done.returncode == 1
    assert done.stdout.splitlines()[0] == "tile/entries/000.p/21: does not hold what the signed tree says"


def rewritten(folder, settings, place):
    """What the city could do at most: another history of the same length, signed with the true key."""
    entries = [bytes(leaf.entry) for leaf in Leaf.objects.all()]
    entries[3] = entries[3].replace(b'"part":"proposals"', b'"part":"somewhere"')
    hashes = [leaf_hash(entry) for entry in entries]
    shutil.rmtree(place, ignore_errors=True)
    forged = type(folder)(place)
    for tile, row in growth(0, len(hashes), hashes, lambda _tile: []):
        forged.write(tile.path, b"".join(row))
    forged.write(f"tile/entries/000.p/{len(entries)}", bundle(entries))
    signer = read_signers(settings.LOG_KEY_FILE)[0]
    text = Checkpoint("test.kz/log", len(hashes), root(hashes)).text
    forged.write_keys([signer.key])
    forged.write("checkpoint", str(Note(text, (signer.sign(text),))).encode())
    return forged


def test_a_rewritten_and_resigned_history_is_caught_by_since_and_by_a_witness(folder, settings, tmp_path, monkeypatch):
    city(20)
    witness, earlier = Witness("maslikhat.kz", folder.keys()), tmp_path / "kept"
    shutil.copy(folder.root / "checkpoint", earlier)
    settings.LOG_WITNESSES_FILE.write_text(f"{witness.key}\n")
    cosign(by=Bringer(), folder=folder, content=witness.cosign(folder.root))
    record(JOB, "proposals.proposal.supported", "proposals.proposal:1")
    seal()
    forged = rewritten(folder, settings, tmp_path / "forged" / "log")
    key = folder.keys()[0]
    alone = verify("log", "--key", key, forged.root)
    assert alone.returncode == 0, "nothing inside shows it"
    assert "whether history was rewritten was not checked" in alone.stdout
    caught = verify("log", "--key", key, "--since", earlier, forged.root)
    assert (caught.returncode, caught.stdout.splitlines()[0]) == (1, "--since 21: the earlier records were changed: history was rewritten")
    with pytest.raises(ValueError, match="rewritten"):
        witness.cosign(forged.root)
    lacking = verify("log", "--key", key, "--witness", witness.key, forged.root)
    assert (lacking.returncode, "Too few witnesses: 0 of 1" in lacking.stdout) == (1, True)
    mirror = tmp_path / "mirror"
    monkeypatch.setattr(fetch, "read", lambda _address, name: served(folder, name))
    fetch.fetch("https://city.kz/log/", mirror, lambda _count: None)
    for honest in (folder.root, mirror):
        told = verify("log", "--key", key, "--witness", witness.key, honest)
        assert (told.returncode, "The witness maslikhat.kz cosigned the first 21 records." in told.stdout) == (0, True)


def test_a_shortened_and_a_foreign_log_are_caught(folder, tmp_path):
    city(20)
    early = tmp_path / "mirror"
    shutil.copytree(folder.root, early)
    record(JOB, "proposals.proposal.supported", "proposals.proposal:1")
    seal()
    later = tmp_path / "later"
    shutil.copy(folder.root / "checkpoint", later)
    assert "records are gone" in verify("log", "--key", folder.keys()[0], "--since", later, early).stdout
    stranger = Witness("x.kz", folder.keys()).key
    assert "is not signed by the key given" in verify("log", "--key", stranger, folder.root).stdout
    assert verify("log", "--key", "nonsense", folder.root).returncode == 2


def test_a_receipt_opens_one_record_and_proves_its_place(folder, tmp_path):
    city(40)
    member = Member.objects.get(object="proposals.proposal:17")
    receipt = receipt_of(2, member.pk)
    file = tmp_path / "mine.tlog-proof"
    file.write_text(receipt.content)
    done = verify("receipt", file, "--key", folder.keys()[0])
    assert (receipt.state, done.returncode, done.stderr) == ("sealed", 0, "")
    assert '"object":"proposals.proposal:17"' in done.stdout
    assert '"place":17' in done.stdout
    keyless = verify("receipt", file)
    assert (keyless.returncode, "No key was given" in keyless.stdout) == (0, True)
    assert verify("receipt", file, "--key", Witness("x.kz", ()).key).returncode == 1
    assert len(receipt.content) < 2_900, "one QR code"


def test_a_changed_receipt_proves_nothing(folder, tmp_path):
    city(40)
    content = receipt_of(1, Entry.objects.first().pk).content.encode()
    chance, file, key = random.Random(3), tmp_path / "x", str(folder.keys()[0])
    for at in chance.sample(range(len(content)), 120):
        file.write_bytes(content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :])
        assert program.main(["receipt", str(file), "--key", key]) in {1, 2}, at
    lines = content.decode().split("\n")
    opened = b64decode(lines[1].removeprefix("extra ")).decode()
    salt = json.loads(opened)["salt"]
    spelled = [opened.replace(salt, salt.upper()), opened.replace(",", ", ", 1), opened.replace("{", '{"a":1,', 1)]
    for other in [f"extra {b64encode(one.encode()).decode()}" for one in spelled if one != opened]:
        file.write_text("\n".join([lines[0], other, *lines[2:]]))
        assert program.main(["receipt", str(file), "--key", key]) in {1, 2}, "the same meaning in another spelling"
    for at in range(3, 7):
        file.write_text("\n".join(lines[:at] + lines[at + 1 :]))
        assert program.main(["receipt", str(file), "--key", key]) in {1, 2}


MONEY = {"code": "meal", "day": "2026-11-10", "phase": "draw", "reverses": None, "tiyn": 67_850}
DONE = {"at": "2026-11-30T20:30:00.000000+00:00", "facts": {}, "verb": "meals.meal.reversed"}


@pytest.mark.parametrize(
    ("header", "record", "is_true"),
    [
        ({"kind": "meal", "month": "2026-11", "tiyn": 67_850}, MONEY, True),
        ({"kind": "meal", "month": "2026-11"}, MONEY, True),
        ({"kind": "meal", "month": "2026-10", "day": "2026-10-31", "tiyn": 67_850}, MONEY, True),
        ({"kind": "meal_reversed", "month": "2026-11", "tiyn": 67_850}, MONEY, False),
        ({"kind": "meal", "month": "2026-11", "tiyn": 1}, MONEY, False),
        ({"kind": "meal", "month": "2026-12", "tiyn": 67_850}, MONEY, False),
        ({"kind": "meal", "month": "2026-11", "day": "2026-11-11", "tiyn": 67_850}, MONEY, False),
        ({"kind": "meal", "month": "2026-11", "tiyn": 67_850}, MONEY | {"phase": "release"}, False),
        ({"kind": "journal", "month": "2026-12", "part": "meals"}, DONE, True),
        ({"kind": "journal", "month": "2026-10", "part": "meals"}, DONE, False),
        ({"kind": "journal", "month": "2026-12", "part": "roads"}, DONE, False),
    ],
)
def test_a_header_that_says_something_else_than_its_record_is_found(folder, settings, tmp_path, header, record, is_true):
    city(3)
    salt, signer = b"\7" * 16, read_signers(settings.LOG_KEY_FILE)[0]
    extra = canonical({"header": header, "record": record, "salt": salt.hex()})
    text = Checkpoint("test.kz/log", 1, leaf_hash(entry_of(header, commitment(salt, record)))).text
    note = Note(text, (signer.sign(text),))
    file = tmp_path / "receipt"
    file.write_text(f"c2sp.org/tlog-proof@v1\nextra {b64encode(extra).decode()}\nindex 0\n\n{note}")
    assert program.main(["receipt", str(file), "--key", str(folder.keys()[0])]) == (0 if is_true else 1)
    if is_true:
        assert proved(file.read_text(), folder.keys()).is_included
    else:
        with pytest.raises(ValueError, match="header"):
            proved(file.read_text(), folder.keys())


def test_two_damaged_files_are_named_and_no_other(folder):
    city(600)
    for name in ("tile/entries/000", "tile/0/001"):
        spoil(folder.root / name)
    assert sorted(checker.check(folder.root, []).faults) == [("tile/0/001", "damaged"), ("tile/entries/000", "damaged")]


def test_an_erased_subject_is_a_blind_leaf_of_a_valid_tree(folder, tmp_path):
    city(10)
    member = Member.objects.get(object="proposals.proposal:7")
    assert erase_secret(by=Job("people.retention"), subject=member.object) == 1
    assert erase_secret(by=Job("people.retention"), subject=member.object) == 0
    seal()
    again = receipt_of(2, member.pk)
    file = tmp_path / "blind"
    file.write_text(again.content)
    done = verify("receipt", file, "--key", folder.keys()[0])
    assert (again.state, done.returncode) == ("blind", 0)
    assert "opens no more" in done.stdout
    assert "proposal:7" not in done.stdout + again.content
    assert verify("log", "--key", folder.keys()[0], folder.root).returncode == 0


def test_the_checker_uses_the_standard_library_only():
    listing = (
        f"import sys; sys.path.insert(0, {str(SOURCE)!r}); before = set(sys.modules); import qala_verify.__main__;"
        "print([n for n in sys.modules if n.split('.')[0] not in sys.stdlib_module_names | {'qala_verify', '__main__'}])"
    )
    done = subprocess.run([sys.executable, "-I", "-S", "-c", listing], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
    lines = sum(len(path.read_text().splitlines()) for path in (SOURCE / "qala_verify").glob("*.py"))
    assert lines < 1_800, "readable in one sitting"
