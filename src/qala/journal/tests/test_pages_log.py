"""The log's page, its files over HTTP, receipts, and the witnesses' door."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from qala.journal import policies
from qala.journal.actions import Witness as Bringer
from qala.journal.actions import cosign, erase_secret
from qala.journal.log import record
from qala.journal.models import Entry
from qala.journal.sealing.sequencer import seal
from qala.journal.tests.witness import Witness
from qala.kernel.actors import RESIDENT, Job
from qala.kernel.cards import Reference
from qala.kernel.refusals import Forbidden, Refusal
from qala_verify.receipt import judge, read_receipt

pytestmark = pytest.mark.django_db
KEY = "proposals.proposal:7"
PERMISSIONS = [
    (None, "journal:log", 200),
    (None, "journal:published", 200),
    (None, "journal:proof", 200),
    (None, "journal:cosignatures", 422),
    (None, "journal:receipt", 404),
    ("shown by its part", "journal:receipt", 200),
]


@pytest.fixture
def sealed(folder):
    uid = record(Job("tests"), "proposals.proposal.submitted", KEY, track="signal")
    seal()
    return uid


@pytest.fixture
def shown(monkeypatch):
    monkeypatch.setattr(policies, "reference", lambda _key, _person: Reference("26-000007", "/x/", ""))


@pytest.mark.parametrize(("role", "name", "status"), PERMISSIONS)
def test_who_may_open_what(client, sealed, monkeypatch, role, name, status):
    found = Reference("26-000007", "/x/", "") if role else None
    monkeypatch.setattr(policies, "reference", lambda _key, _person: found)
    told = {"journal:published": ["checkpoint"], "journal:receipt": [KEY, sealed, "tlog-proof"]}.get(name, [])
    ask = client.post if name == "journal:cosignatures" else client.get
    assert ask(reverse(name, args=told)).status_code == status


@pytest.mark.parametrize(("language", "said"), [("kk", "тамақтанды"), ("ru", "Доказано"), ("en", "Not proved")])
def test_the_page_says_what_is_proved_and_what_not(client, sealed, folder, language, said, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        page = client.get("/log/", headers={"accept-language": language}).content.decode()
    assert said in page
    assert str(folder.keys()[0]) in page.replace("&#x2B;", "+")


def test_the_page_stands_before_the_first_seal(client, folder):
    assert client.get("/log/", headers={"accept-language": "en"}).status_code == 200


def test_published_files_have_their_type_and_age(client, sealed, folder):
    for path in (path for path in folder.root.rglob("*") if path.is_file()):
        answer = client.get(f"/log/{path.relative_to(folder.root).as_posix()}")
        assert answer.content == path.read_bytes()
        is_tile = "tile" in path.parts
        assert answer["Content-Type"] == ("application/octet-stream" if is_tile else "text/plain; charset=utf-8")
        assert answer["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["../keys/log.key", "tile/../../keys/log.key", "tile/..", "tile", "checkpoints/x", "x"])
def test_nothing_else_of_the_disk_is_handed_out(client, sealed, path):
    assert client.get(f"/log/{path}").status_code == 404


def test_a_history_offers_receipts_and_a_receipt_hides_the_hand(client, folder, shown):
    class Hand:
        actor_key = "person:6f1e"

    uid = record(Hand(), "proposals.proposal.submitted", KEY)
    waiting = client.get(reverse("journal:receipt", args=[KEY, uid, "tlog-proof"]))
    assert waiting.status_code == 409
    seal()
    page = client.get(reverse("journal:object", args=[KEY])).content.decode()
    (address,) = re.findall(r'href="(/journal/[^"]+\.tlog-proof)"', page)
    answer = client.get(address)
    receipt = read_receipt(answer.content.decode())
    assert "attachment" in answer["Content-Disposition"]
    assert judge(receipt, []).included
    assert receipt.record["actor"].startswith("person:~")
    assert "6f1e" not in str(receipt.record)
    square = client.get(address.replace("tlog-proof", "svg"))
    assert square["Content-Type"] == "image/svg+xml"
    assert b"<path" in square.content
    other = reverse("journal:receipt", args=["proposals.proposal:8", uid, "tlog-proof"])
    assert client.get(other).status_code == 404


@pytest.fixture
def witness(sealed, folder, settings):
    witness = Witness("maslikhat.kz", folder.keys())
    settings.LOG_WITNESSES_FILE.write_text(f"# the city's deputies\n{witness.key}\n")
    return witness


def test_a_witness_signs_over_http_and_its_name_stands_on_the_page(client, folder, witness, shown, sealed):
    signed = witness.cosign(folder.root)
    answer = client.post("/log/cosignatures", signed, content_type="text/plain")
    assert (answer.status_code, Entry.objects.filter(verb="journal.checkpoint.cosigned").count()) == (201, 1)
    assert "maslikhat.kz" in client.get("/log/").content.decode()
    assert client.post("/log/cosignatures", signed, content_type="text/plain").status_code == 409
    seal()
    receipt = client.get(reverse("journal:receipt", args=[KEY, sealed, "tlog-proof"])).content.decode()
    from qala_verify.notes import read_key

    seen = judge(read_receipt(receipt), [read_key(str(folder.keys()[0]))], [read_key(str(witness.key))])
    assert (seen.included, seen.witnesses) == (True, ("maslikhat.kz",))
    witness.cosign(folder.root)


def test_a_checkpoint_that_is_not_ours_or_not_of_our_tree_is_refused(client, folder, witness):
    signed = witness.cosign(folder.root)
    stranger = Witness("stranger.kz", folder.keys())
    lines = signed.split("\n")
    for broken in (
        "", "nonsense", "x" * 70_000, signed.replace("test.kz/log\n1\n", "test.kz/log\n2\n"),
        "\n".join([*lines[:4], lines[5], ""]), signed[:-20] + "A" + signed[-19:], stranger.cosign(folder.root),
    ):  # fmt: skip
        assert client.post("/log/cosignatures", broken, content_type="text/plain").status_code in {409, 413, 422}
    assert client.post("/log/cosignatures", b"\xff", content_type="text/plain").status_code == 422
    assert not Entry.objects.filter(verb="journal.checkpoint.cosigned").exists()
    with pytest.raises(Refusal):
        cosign(by=Bringer(), folder=folder, content=stranger.signed(str(folder.note())))
    taken = cosign(by=Bringer(), folder=folder, content=stranger.signed(signed))
    assert [line.name for line in taken.fresh] == ["maslikhat.kz"], "of two lines the known one is taken"
    assert "stranger" not in str(folder.note())


def test_nobody_nameless_erases_a_secret(sealed):
    with pytest.raises(Forbidden):
        erase_secret(by=RESIDENT, subject=KEY)


def test_commands_do_the_same(folder, witness, sealed, tmp_path, capsys):
    call_command("log_key")
    assert str(folder.keys()[0]) in capsys.readouterr().out
    call_command("log_checkpoint")
    content = capsys.readouterr().out
    assert content == str(folder.note())
    (tmp_path / "signed").write_text(witness.signed(content))
    call_command("log_cosign", tmp_path / "signed")
    assert "maslikhat.kz cosigned" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("log_cosign", tmp_path / "signed")
    call_command("log_prove", KEY, str(sealed))
    assert judge(read_receipt(capsys.readouterr().out), []).included
    call_command("log_key", "--rotate")
    call_command("log_seal")
    call_command("log_audit")
    assert "nothing was forgotten" in capsys.readouterr().out
    assert len(folder.keys()) == 3
    with pytest.raises(CommandError, match="no such line"):
        call_command("log_prove", "a.b:1", str(sealed))


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_the_night_hears_of_a_queue_that_was_emptied(folder, sealed):
    from django.db import connections

    from qala.journal.sealing.audit import audit

    assert audit() == []
    record(Job("tests"), "proposals.proposal.supported", KEY)
    with connections["owner"].cursor() as owner:
        owner.execute("ALTER TABLE journal_unsealed DISABLE TRIGGER USER; DELETE FROM journal_unsealed")
        owner.execute("ALTER TABLE journal_unsealed ENABLE TRIGGER USER")
    assert audit() == ["1 rows of journal_entry are neither sealed nor waiting"]
