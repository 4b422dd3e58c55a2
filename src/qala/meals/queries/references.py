"""What others may know of the objects of school meals, and a parent's lines in the personal cabinet."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _

from qala.kernel.cards import Reference
from qala.kernel.clock import today
from qala.kernel.keys import row_number, split_key
from qala.meals.models import Appeal, Invoice, ListLine, ServiceEvent, Voucher
from qala.meals.policies import is_department, may_audit, may_see_desk, may_speak_for, may_trade
from qala.meals.words import REASON_WORDS, said
from qala.people.models import Person
from qala.roster.queries import pupils_of_guardian
from qala.ui.speech import day_words


def reference(key: str, person: object) -> Reference | None:
    """A press at a counter for whoever works with the school or answers for the child; an invoice for its parties."""
    label, pk = split_key(key)
    if not isinstance(person, Person) or label not in FINDERS:
        return None
    return FINDERS[label](row_number(pk), person)


def _event(pk: int, person: Person) -> Reference | None:
    row = ServiceEvent.objects.select_related("school__organisation", "pupil").filter(pk=pk).first()
    if row is None:
        return None
    title = f"{row.school.name}, {day_words(row.day, person.language)}"
    if row.pupil and may_speak_for(person, row.pupil):
        return Reference(title, reverse("meals:child", args=[row.pupil.key]), str(row.get_outcome_display()))
    return Reference(title, reverse("meals:school", args=[row.school.slug]), "") if person.posts() else None


def _appeal(pk: int, person: Person) -> Reference | None:
    """For whoever reads the case: which school's list. Only its parent and the school's desk learn the child."""
    row = Appeal.objects.select_related("school__organisation", "pupil").filter(pk=pk).first()
    if row is None:
        return None
    title = _("List of free meals, %(school)s, %(day)s") % {
        "school": row.school.name, "day": day_words(row.off_since, person.language)
    }  # fmt: skip
    if may_speak_for(person, row.pupil):
        return Reference(title, reverse("meals:child", args=[row.pupil.key]), "")
    if not person.posts():
        return None
    desk = reverse("meals:desk_school", args=[row.school.slug]) if may_see_desk(person, row.school) else ""
    return Reference(title, desk and f"{desk}?month={row.off_since:%Y-%m}", str(said(REASON_WORDS, row.reason)))


def _line(pk: int, person: Person) -> Reference | None:
    row = ListLine.objects.select_related("list__school__organisation", "pupil").filter(pk=pk).first()
    if row is None or not may_speak_for(person, row.pupil):
        return None
    return Reference(str(row.list.school.name), reverse("meals:child", args=[row.pupil.key]), "")


def _invoice(pk: int, person: Person) -> Reference | None:
    row = Invoice.objects.select_related("contract__supplier").filter(pk=pk).first()
    if row is None or not (may_trade(person, row.contract) or may_audit(person)):
        return None
    return Reference(row.number, reverse("meals:invoice", args=[row.number]), row.state)


def _voucher(pk: int, person: Person) -> Reference | None:
    row = Voucher.objects.select_related("pupil").filter(pk=pk).first()
    if row is None or not (may_speak_for(person, row.pupil) or is_department(person)):
        return None
    address = reverse("meals:child", args=[row.pupil.key]) if may_speak_for(person, row.pupil) else ""
    return Reference(f"{row.key}", address, row.state)


FINDERS = {
    "meals.serviceevent": _event,
    "meals.invoice": _invoice,
    "meals.voucher": _voucher,
    "meals.appeal": _appeal,
    "meals.listline": _line,
}


def cabinet(person: Person) -> list[Reference]:
    """A line for each child at school: what it ate today."""
    pupils = list(pupils_of_guardian(person).select_related("person"))
    ate = set(ServiceEvent.objects.filter(pupil__in=pupils, day=today()).values_list("pupil_id", flat=True))
    return [
        Reference(str(pupil.person), reverse("meals:child", args=[pupil.key]), "✓" if pupil.pk in ate else "")
        for pupil in pupils
    ]


def subjects(persons: Collection[Person]) -> list[str]:
    """Under which keys the meals of these persons, as children, are sealed in the log."""
    keys = Voucher.objects.filter(pupil__person__in=persons).values_list("key", flat=True)
    return [f"meals.voucher:{key}" for key in keys]
