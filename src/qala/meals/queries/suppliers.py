"""Who supplies meals, who stands behind each, and how suppliers are tied to each other or to an office over meals."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q

from qala.meals.models import Contract, Flag, Founder
from qala.meals.queries.flags.around import OFFICES, TIED
from qala.people.models import Organisation

ASK = f"WITH {TIED} SELECT one, other, tie FROM ties ORDER BY one, other NULLS LAST, tie"  # noqa: S608 - our words only


@dataclass(frozen=True)
class Supplier:
    """A supplier with its contracts, everybody who founded it, its ties, and the questions they raised.

    `tied`: to which other body (none: an office over meals), and by what, as slugs.
    """

    body: Organisation
    contracts: list[Contract]
    founders: list[Founder]
    tied: list[tuple[int | None, list[str]]]
    questions: list[Flag]

    @property
    def open_questions(self) -> int:
        return sum(not one.answer for one in self.questions)


def suppliers(day: date) -> list[Supplier]:
    """Every body with a contract over meals or a tie to one, in as many questions for one as for a hundred."""
    ties, questions, founders = ties_on(day), _questions(), _founders()
    bodies = Organisation.objects.filter(Q(pk__in=Contract.objects.values("supplier")) | Q(pk__in=list(ties)))
    return [
        Supplier(
            one,
            list(one.meal_contracts.all()),
            founders.get(one.pk, []),
            list(ties.get(one.pk, {}).items()),
            questions.get(one.pk, []),
        )
        for one in bodies.prefetch_related("meal_contracts__kitchens__school__organisation")
    ]


def ties_on(day: date) -> dict[int, dict[int | None, list[str]]]:
    """For each supplier: the other one (none: an office), and what ties them."""
    found: dict[int, dict[int | None, list[str]]] = defaultdict(lambda: defaultdict(list))
    with connection.cursor() as cursor:
        cursor.execute(ASK, {"first": day, "last": day, "offices": list(OFFICES)})
        for one, other, tie in cursor.fetchall():
            found[one][other].append(tie)
    return found


def _founders() -> dict[int, list[Founder]]:
    found: dict[int, list[Founder]] = defaultdict(list)
    for row in Founder.objects.all():
        found[row.supplier_id].append(row)
    return found


def _questions() -> dict[int, list[Flag]]:
    found: dict[int, list[Flag]] = defaultdict(list)
    for row in Flag.objects.filter(rule="P11").select_related("school__organisation").order_by("answered_at", "-day"):
        _tie, _colon, supplier = row.about.partition(":")
        found[int(supplier)].append(row)
    return found
