"""Words and tones for the states and slugs of this part, for every page that shows them."""

from typing import Any

from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qala.meals.rules.signs import Sign

LIST_WORDS = {
    "draft": (_("draft"), "quiet"),
    "approved": (_("approved by the director"), "wait"),
    "checked": (_("checked against registers"), "wait"),
    "in_force": (_("in force"), "confirmed"),
    "superseded": (_("replaced"), "quiet"),
}
SHEET_WORDS = {
    "growing": (_("growing"), "wait"),
    "frozen": (_("closed, the director signs"), "act"),
    "signed": (_("signed, to be shown to parents"), "act"),
    "window": (_("parents look at it"), "wait"),
    "final": (_("final"), "confirmed"),
}
#: What stands in a timesheet's cell instead of a count, and what it says; an empty cell explains itself.
SIGNS = {
    Sign.ABSENT: pgettext_lazy("sign of an absence in the timesheet", "a"),
    Sign.WAITS: "?",
    Sign.TAKEN_BACK: "0",
    Sign.CLOSED: "×",
    Sign.NONE: "·",
    Sign.ELSEWHERE: "",
    Sign.TO_COME: "",
}
SIGN_WORDS = {
    Sign.ABSENT: _("was not at school"),
    Sign.WAITS: _("fed on trust, waits for a look"),
    Sign.TAKEN_BACK: _("counted once, taken back"),
    Sign.CLOSED: _("no lessons"),
    Sign.NONE: _("no meal"),
}
VOUCHER_WORDS = {
    "listed": (_("on the list"), "quiet"),
    "notified": (_("waits for the parents"), "wait"),
    "consented": (_("the parents agreed"), "wait"),
    "active": (_("works"), "confirmed"),
    "suspended": (_("rests"), "attention"),
    "transferred": (_("went on at another school"), "quiet"),
    "expired": (_("its school year is over"), "quiet"),
    "revoked": (_("ended"), "quiet"),
}
#: Who holds a month up: the role whose step is next.
SHEET_HOLDERS = {
    "growing": _("the department closes it"),
    "frozen": _("the school's director signs"),
    "signed": _("the department shows it to parents"),
    "window": _("parents, until their days are over"),
    "final": _("the supplier draws the invoice"),
}
INVOICE_WORDS = {
    "drawn": (_("drawn"), "act"),
    "sent": (_("sent"), "wait"),
    "matched": (_("matched with the books"), "wait"),
    "approved": (_("approved"), "wait"),
    "instructed": (_("ordered at the bank"), "wait"),
    "paid": (_("paid in full"), "confirmed"),
    "paid_in_part": (_("paid in part"), "attention"),
}
INVOICE_HOLDERS = {
    "drawn": _("the supplier sends it"),
    "sent": _("the department matches it"),
    "matched": _("another officer approves"),
    "approved": _("the department orders the payment"),
    "instructed": _("another officer confirms the bank's payment"),
    "paid": _("nobody"),
    "paid_in_part": _("contested lines wait for their decision"),
}
LINE_WORDS = {
    "paid": (_("paid in full"), "confirmed"),
    "payable": (_("can be paid"), "act"),
    "waiting": (_("waits for a decision"), "attention"),
    "reversed": (_("taken off the bill"), "quiet"),
    "recovered": (_("paid and taken back"), "quiet"),
}
DISPUTE_WORDS = {
    "opened": (_("open"), "attention"),
    "upheld": (_("upheld"), "confirmed"),
    "rejected": (_("turned down"), "quiet"),
    "withdrawn": (_("withdrawn"), "quiet"),
}
FLAG_WORDS = {
    "": (_("waits for an answer"), "attention"),
    "explained": (_("explained"), "confirmed"),
    "error": (_("an error"), "harm"),
    "fraud": (_("fraud"), "harm"),
}
REASON_WORDS = {
    "closed_day": _("no school that day"),
    "unknown_child": _("nobody knew the child"),
    "served_before": _("served before"),
    "vouched_for": _("the teacher vouched"),
    "on_paper": _("on a paper sheet"),
    "doubtful_code": _("a doubtful code"),
    "other_school": _("a child of another school"),
    "no_voucher": _("no voucher"),
    "no_contract": _("no contract that day"),
    "no_tariff": _("no agreed price"),
    "no_money_held": _("no money held"),
    "handed_in_late": _("handed in after the days a terminal may be without a network"),
    "clock_skew": _("the terminal's clock is off"),
    "switched_off": _("handed in after the terminal was switched off, and does not fit its records"),
    "broken_chain": _("a gap in the terminal's records"),
    "day_to_come": _("a day to come"),
    "child_did_not_eat": _("the parent says: did not eat"),
    "child_was_ill": _("the parent says: was ill at home"),
    "supplier_contests": _("the supplier contests the line"),
    "school_contests": _("the school contests the line"),
    "parent_refused": _("the parents do not want it"),
    "left_school": _("left this school, the register will follow"),
    "written_twice": _("the register has the child twice"),
    "proof_doubted": _("the proof is doubted and looked at again"),
    "collegial_cap": _("beyond the city's cap on what the school's body decides"),
    "child_was_absent": _("the child was not at school"),
    "another_child": _("it was another child"),
    "found_by_audit": _("an audit found it wrong"),
    "long_absence": _("the child is away from school for long"),
    "learns_at_home": _("the child learns at home for a time"),
    "used_by_another": _("somebody else used the child's card or code"),
    "left_city_schools": _("left the city's schools"),
    "moved_school": _("moved to another school"),
    "no_longer_entitled": _("no longer entitled"),
    "not_listed": _("stands on no list"),
    "consent_withdrawn": _("a parent took the consent back"),
}
ACCOUNT_WORDS = {
    "payable": _("the city owes"),
    "disputed": _("contested"),
    "paid": _("paid by the bank"),
}
WHY_PAPER = {
    "terminal_broken": _("the terminal is broken"),
    "no_terminal": _("the canteen has no terminal"),
    "no_power": _("no electricity"),
}
LOSS_WORDS = {
    "two_schools": _("served at two schools"),
    "two_counters": _("served at two counters of the school"),
    "lapsed": _("on trust, and nobody looked in time"),
}
WHY_UNCOMMIT = {
    "too_much": _("more was committed than is needed"),
    "contract_ended": _("the contract is over or ended early"),
    "by_mistake": _("committed by mistake"),
}
BASIS_WORDS = {
    "grade": _("grade 1–4"),
    "orphan": _("orphan"),
    "no_care": _("without parental care"),
    "assistance": _("family on targeted assistance"),
    "low_income": _("income below the minimum"),
    "emergency": _("emergency"),
    "collegial": _("decided by the school's body"),
}
RULES = {
    "P1": _("More fed than the school was built for, times its shifts"),
    "P2": _("One child at two schools"),
    "P3": _("Many moves between schools"),
    "P4": _("More meals than children present, or than entitled × factor"),
    "P5": _("Meals on a closed day"),
    "P6": _("The same count day after day"),
    "P7": _("Fed, and not in the school's register"),
    "P8": _("Claims grow beyond the limit"),
    "P9": _("Faster than a line can serve, after hours, or away from the school"),
    "P10": _("Too many fed on trust"),
    "P11": _("A supplier tied to another, or to an office over meals"),
    "P12": _("Parents deny meals"),
    "P13": _("Leftovers out of line with meals"),
    "S1": _("A press its terminal did not sign"),
}

#: What exactly a question saw: the first word of its `about`.
SEEN = {
    "moves": _("children who changed schools that often within a year"),
    "arrivals": _("children who came from other schools within the month"),
    "same_person": _("one person speaks for this supplier and for another"),
    "same_contact": _("who speaks for this supplier has the phone or e-mail of another's"),
    "same_account": _("this supplier is paid to the bank account of another"),
    "official": _("who speaks for this supplier holds an office over meals"),
    "same_founder": _("one founder stands behind this supplier and another"),
    "founder_speaks": _("a founder of one supplier speaks for another"),
    "founder_supplies": _("one supplier founded another"),
    "founder_official": _("a founder of this supplier holds an office over meals"),
    "founder_family": _("a founder of this supplier has a child in common with somebody in an office over meals"),
    "family": _("who speaks for this supplier has a child in common with somebody in an office over meals"),
    "leftovers": _("grams left a meal"),
    "signature": _("presses whose signature is not their terminal's"),
    "row": _("presses whose row says something else than was signed"),
    "capacity": _("children, above what the school was built for"),
    "two_schools": _("children pressed at a second school"),
    "absent": _("meals of children marked absent"),
    "attendance": _("meals above the day's attendance"),
    "factor": _("meals above the entitled times the factor; some classes handed in nothing"),
    "closed": _("meals on a day that was closed"),
    "flat": _("days with one and the same count"),
    "not_enrolled": _("meals of children the register does not have here"),
    "growth": _("meals a day on the average"),
    "fast": _("presses faster than a line moves"),
    "hours": _("presses outside the hours"),
    "place": _("presses whose phone said that it stood away from the school"),
    "trust": _("plates on trust"),
    "denied": _("meals parents deny"),
    "confirmed": _("plates one person confirmed"),
}


def said(words: dict[str, Any], slug: str) -> Any:
    """The word for a slug; an unknown one speaks for itself."""
    return words.get(slug, lazystr(slug.replace("_", " ")))
