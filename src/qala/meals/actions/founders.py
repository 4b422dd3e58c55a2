"""Who stands behind a supplier is written down from a register, and ended; no row goes."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.refusals import Refusal, require
from qala.meals.models import Founder
from qala.meals.policies import may_keep_money
from qala.people.models import Organisation
from qala.people.refusing import unstorable
from qala.people.rules import clean_text, is_valid, plain
from qala.people.sealing import fingerprints


@transaction.atomic
def write_founder(  # noqa: PLR0913 - what a register says of a founder
    *, by: Actor, supplier: Organisation, name: str, number: str, is_body: bool, from_on: date, source: str
) -> Founder:
    """Write a founder down: a body with its BIN, a person by the fingerprint of the IIN, which itself is not kept."""
    require(may_keep_money(by))
    told, words, origin = plain(number), clean_text(name)[:200], clean_text(source)[:300]
    if not is_valid(told) or (is_body and told == supplier.bin):
        raise Refusal(_("This number has a mistake: count its twelve digits again."), fields={"number": ""})
    if not words or not origin:
        raise Refusal(_("Write the name, and which register says it."), fields={"source": ""})
    row = Founder(supplier=supplier, name=words, from_on=from_on, source=origin, bin=told if is_body else "",
                  fingerprint="" if is_body else fingerprints(told)[0])  # fmt: skip
    with unstorable("a_founder_stands_once", _("This founder is written down already."), "founder_known"):
        row.save(force_insert=True)
    record(by, "meals.founder.written", row, supplier=supplier.pk, from_on=from_on, is_body=is_body)
    return row


@transaction.atomic
def end_founder(*, by: Actor, founder: Founder, until_on: date) -> Founder:
    """Say from which day on somebody is no founder any more. The row stays."""
    require(may_keep_money(by))
    if founder.until_on is not None or until_on <= founder.from_on:
        raise Refusal(_("It ends once, after it began."), fields={"until_on": ""})
    founder.until_on = until_on
    founder.save(update_fields=["until_on"])
    record(by, "meals.founder.ended", founder, supplier=founder.supplier_id, until_on=until_on)
    return founder
