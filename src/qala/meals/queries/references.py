"""What others may know of the objects of school meals, and a parent's lines in the personal cabinet."""

from collections.abc import Collection

from django.urls import reverse

from qala.kernel.cards import Reference
from qala.kernel.clock import today
from qala.kernel.keys import row_number, split_key
from qala.meals.models import Invoice, ServiceEvent, Voucher
from qala.meals.policies import is_department, may_audit, may_speak_for, may_trade, works_at
from qala.people.models import Person
from qala.roster.queries import pupils_of_guardian
from qala.ui.speech import day_words


def reference(key: str, person: object) -> Reference | None:
    """A press at a counter for whoever works with the school or answers for the child; an invoice for its parties."""
    label, pk = split_key(key)
    known = {"meals.serviceevent": _event, "meals.invoice": _invoice, "meals.voucher": _voucher}
    if not isinstance(person, Person) or label not in known:
        return None
    return known[label](row_number(pk), person)


def _event(pk: int, person: Person) -> Reference | None:
    row = ServiceEvent.objects.select_related("school__organisation", "pupil").filter(pk=pk).first()
    if row is None:
        return None
    title = f"{row.school.name}, {day_words(row.day, person.language)}"
    if row.pupil and may_speak_for(person, row.pupil):
        return Reference(title, reverse("meals:child", args=[row.pupil.key]), str(row.get_outcome_display()))
    is_staff = may_audit(person) or any(
        works_at(person, role, row.school) for role in ("school_director", "social_pedagogue")
    )
    return Reference(title, reverse("meals:school", args=[row.school.slug]), "") if is_staff else None


def _invoice(pk: int, person: Person) -> Reference | None:
    row = Invoice.objects.select_related("contract__supplier").filter(pk=pk).first()
    if row is None or not (may_trade(person, row.contract) or may_audit(person)):
        return None
    return Reference(row.number, reverse("meals:invoice", args=[row.number]), row.state)


def _voucher(pk: int, person: Person) -> Reference | None:
    row = Voucher.objects.select_related("pupil").filter(pk=pk).first()
    if row is None or not (may_speak_for(person, row.pupil) or is_department(person)):
        return None
    return Reference(f"{row.key}", reverse("meals:my") if may_speak_for(person, row.pupil) else "", row.state)


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
