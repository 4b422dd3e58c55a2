"""A receipt brought to the page without scripts: opened, led to the root, judged by a key; nothing of it is kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from qala.journal.actions import erase_secret
from qala.journal.leaves import ENTRIES
from qala.journal.log import record
from qala.journal.models import Entry
from qala.journal.queries.proving import proved
from qala.journal.receipts import receipt_of
from qala.journal.rules.notes import Key
from qala.journal.sealing.sequencer import seal
from qala.journal.views.proof import NAMES
from qala.kernel.actors import Job
from qala_verify.receipt import read_receipt

pytestmark = pytest.mark.django_db
KEY = "proposals.proposal:7"
PAGE = "/log/proof/"
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def receipts(folder):
    """Seven sealed records and what opens the third."""
    for number in range(7):
        record(Job("tests"), "proposals.proposal.submitted", KEY, track="signal", step=number)
    seal()
    return [receipt_of(ENTRIES, entry.pk).content for entry in Entry.objects.order_by("pk")]


def test_every_receipt_climbs_to_the_root_and_is_signed(receipts, folder):
    for content in receipts:
        told = proved(content, folder.keys())
        assert (told.is_included, told.signers) == (True, (folder.keys()[0].name,))
        assert told.leaf == read_receipt(content).leaf.hex()
        assert told.steps[-1].found == told.root
    assert proved(receipts[2], folder.keys()).record["facts"]["step"] == 2


def test_a_changed_sign_is_seen(receipts, folder):
    head, _, tail = receipts[2].partition("\nindex ")
    number, _, rest = tail.partition("\n")
    moved = f"{head}\nindex {int(number) ^ 1}\n{rest}"
    assert not proved(moved, folder.keys()).is_included
    first, extra, *others = receipts[2].split("\n")
    for torn in (receipts[2].replace("AAAA", "AAAB", 1) + "x", f"{first}\nextra e30=\n" + "\n".join(others), "", "x" * 999):
        with pytest.raises(ValueError, match=r"."):
            proved(torn, folder.keys())
    assert extra.startswith("extra ")


def test_another_key_of_the_same_name_signed_nothing(receipts, folder):
    ours = folder.keys()[0]
    assert proved(receipts[0], [Key(ours.name, ours.kind, b"\1" * 32)]).signers == ()


def test_an_erased_person_leaves_a_place_that_nobody_reads(receipts, folder, client):
    entry = Entry.objects.filter(object=KEY).first()
    erase_secret(by=Job("tests"), subject=KEY)
    blind = receipt_of(ENTRIES, entry.pk).content
    assert proved(blind, folder.keys()).record is None
    shown = client.post(PAGE, {"text": blind}, headers=ENGLISH).content.decode()
    assert "was erased" in shown
    assert "signal" not in shown


def test_the_page_takes_a_file_or_a_text(receipts, folder, client):
    empty = client.get(PAGE, headers=ENGLISH).content.decode()
    assert str(folder.keys()[0]) in empty.replace("&#x2B;", "+")
    file = SimpleUploadedFile("meal.tlog-proof", receipts[2].encode())
    for brought in ({"file": file}, {"text": receipts[2].replace("\n", "\r\n")}):
        answer = client.post(PAGE, brought, headers=ENGLISH)
        shown = answer.content.decode()
        assert answer.status_code == 200
        assert "It stands in the log" in shown
        assert proved(receipts[2], ()).root in shown
        for name in proved(receipts[2], ()).header:
            assert f"<dt>{name}</dt>" not in shown, "said in words, not by the name in the leaf"
            with override("en"):
                assert f"<dt>{NAMES[name]}</dt>" in shown


@pytest.mark.parametrize(
    "brought",
    [{}, {"text": "no receipt"}, {"text": "x", "key": "no key"}, {"file": SimpleUploadedFile("x", b"\xff\xfe")}],
    ids=["nothing", "another text", "no key", "no text file"],
)
def test_anything_else_is_told_kindly(receipts, client, brought):
    answer = client.post(PAGE, brought, headers=ENGLISH)
    assert answer.status_code == 422
    assert "error" in answer.content.decode()


def test_a_foreign_key_makes_the_page_careful(receipts, folder, client):
    ours = folder.keys()[0]
    other = str(Key(ours.name, ours.kind, b"\2" * 32))
    shown = client.post(PAGE, {"text": receipts[1], "key": other}, headers=ENGLISH).content.decode()
    assert "the signature is not known" in shown
