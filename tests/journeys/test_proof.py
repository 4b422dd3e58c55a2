"""A receipt is brought to the page: with scripts the browser judges it alone, without them the server shows the same."""

import pytest
from django.test import override_settings

from qala.journal.leaves import ENTRIES
from qala.journal.log import record
from qala.journal.models import Entry
from qala.journal.receipts import receipt_of
from qala.journal.rules.notes import ED25519, Key
from qala.journal.sealing.sequencer import seal
from qala.kernel.actors import Job

KEY = "proposals.proposal:7"


@pytest.fixture(scope="module")
def receipt(city, tmp_path_factory):
    """A sealed record's receipt, as a file on somebody's phone."""
    var = city.log.parent
    told = {"LOG_DIR": var / "log", "LOG_KEY_FILE": var / "keys" / "log.key", "LOG_KEY_MADE_HERE": True}
    with city.inside(), override_settings(**told):
        for step in range(5):
            record(Job("tests"), "proposals.proposal.submitted", KEY, step=step)
        seal()
        content = receipt_of(ENTRIES, Entry.objects.filter(object=KEY).latest("pk").pk).content
    path = tmp_path_factory.mktemp("receipt") / "meal.tlog-proof"
    path.write_text(content, "utf-8")
    return path


class Page:
    """The proof page on a phone; files are chosen one after another."""

    def __init__(self, reader):
        self.reader, self.page, self.brought, self.asked = reader, reader.go("/log/proof/"), 0, []
        self.page.on("request", lambda request: self.asked.append(request.method))

    def bring(self, file):
        """With scripts choosing is enough."""
        self.page.set_input_files("#id_file", file)
        return self.told() if self.reader.scripts else self.press()

    def press(self):
        self.page.click("form.proof-form button")
        return self.told()

    def told(self):
        self.brought += 1
        if self.reader.scripts:
            self.page.wait_for_selector(f'[data-result="{self.brought}"]')
        return self.page.inner_text("main")


def beside(receipt, name, content):
    path = receipt.with_name(f"{name}.tlog-proof")
    path.write_text(content, "utf-8")
    return path


@pytest.mark.parametrize(
    ("language", "stands", "outside", "broken"),
    [
        ("kk", "Ол журналда тұр", "Ол журналда жоқ", "бір таңба өзгертілген"),
        ("ru", "Она стоит в журнале", "Её там нет", "изменён знак"),
    ],
)
def test_a_receipt_leads_to_the_checkpoint_or_it_does_not(phone, receipt, scripts, language, stands, outside, broken):
    reader = phone(language, scripts=scripts)
    proof = Page(reader)
    assert stands in proof.bring(receipt)
    assert proof.page.locator(".proof__step").count() >= 2
    assert proof.page.locator(".proof__end--right").count() == 1
    assert ("POST" in proof.asked) is not scripts, "with scripts nothing leaves the phone"
    reader.look_over()
    whole = receipt.read_text("utf-8")
    number = int(whole.partition("\nindex ")[2].partition("\n")[0])
    moved = whole.replace(f"\nindex {number}\n", f"\nindex {number ^ 1}\n")
    assert outside in proof.bring(beside(receipt, "moved", moved))
    reader.expected.add(422)
    assert broken in proof.bring(beside(receipt, "torn", "c2sp.org"))


def test_a_key_from_elsewhere_is_asked_instead_of_ours(phone, receipt, scripts):
    proof = Page(phone("en", scripts=scripts))
    ours = proof.page.inner_text("[data-key]").strip()
    proof.page.click("form.proof-form summary")
    proof.page.fill("#id_key", ours)
    assert "signed them all" in proof.bring(receipt)
    other = str(Key(Key.read(ours).name, ED25519, b"\2" * 32))
    if not scripts:
        proof.page.set_input_files("#id_file", receipt)
    proof.page.fill("#id_key", other)
    assert "the signature is not known" in proof.press()
