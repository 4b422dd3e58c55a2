"""Who may eat free, and how a list compares with the registers: both ways."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from qala.kernel.clock import today
from qala.meals.models import EntitlementList, ListLine, Proof, Voucher
from qala.meals.queries.settings import setting
from qala.meals.rules.bases import COLLEGIAL, Claim, basis_of, beyond_cap
from qala.meals.rules.months import month_after
from qala.roster.models import Enrolment, School


@dataclass(frozen=True)
class Entitled:
    """A child who may eat free, and the basis to write down."""

    pupil: int
    grade: int
    basis: str


def day_of(month: date) -> date:
    """The day on which a month's list looks at the registers: today within the month, else its nearest end."""
    return min(max(today(), month), month_after(month) - timedelta(days=1))


def entitled(school: School, day: date) -> dict[int, Entitled]:
    """Everybody of a school who may eat free on a day, by pupil, in four questions."""
    return entitled_and_capped(school, day)[0]


def entitled_and_capped(school: School, day: date) -> tuple[dict[int, Entitled], dict[int, Entitled]]:
    """Who may eat free, and whom the school's body named beyond the city's cap on its category."""
    last = setting("last_free_grade", day)
    seats = dict(
        Enrolment.objects.in_force(day)
        .filter(school_class__school=school)
        .values_list("pupil_id", "school_class__grade")
    )
    claims = claims_of(seats, day)
    found = {
        pupil: Entitled(pupil, grade, basis_of(grade, claims.get(pupil, ()), day, last_free_grade=last))
        for pupil, grade in seats.items()
    }
    older = sum(grade > last for grade in seats.values())
    named = [
        (min(claim.from_on for claim in claims[pupil] if claim.basis == COLLEGIAL), str(pupil))
        for pupil, one in found.items()
        if one.basis == COLLEGIAL
    ]
    beyond = {int(key) for key in beyond_cap(named, older * setting("collegial_cap_permille", day) // 1000)}
    right = {pupil: one for pupil, one in found.items() if one.basis and pupil not in beyond}
    return right, {pupil: found[pupil] for pupil in beyond}


def claims_of(pupils: Collection[int], day: date) -> dict[int, list[Claim]]:
    """The proofs that had begun by a day, by pupil."""
    found: dict[int, list[Claim]] = defaultdict(list)
    for proof in Proof.objects.filter(pupil__in=pupils, from_on__lte=day):
        found[proof.pupil_id].append(proof.as_rule())
    return found


def listed_but_not_entitled(checked: EntitlementList) -> QuerySet[ListLine]:
    """Lines whose child the registers do not entitle: wrongly included."""
    right = entitled(checked.school, day_of(checked.month))
    return checked.lines.filter(removed_because="").exclude(pupil__in=list(right)).select_related("pupil__person")


def entitled_but_not_listed(checked: EntitlementList) -> list[Entitled]:
    """Children the registers entitle who stand on no line: wrongly left out, whom somebody must name."""
    right = entitled(checked.school, day_of(checked.month))
    listed = set(checked.lines.filter(removed_because="").values_list("pupil_id", flat=True))
    return [one for pupil, one in right.items() if pupil not in listed]


def list_before(school: School, month: date) -> EntitlementList | None:
    """The newest list that came into force for this month or an earlier one."""
    rows = EntitlementList.objects.filter(school=school, month__lte=month, state__in=("in_force", "superseded"))
    return rows.order_by("-month", "-version").first()


def why_gone(school: School, pupils: Collection[int], day: date) -> dict[int, str]:
    """Why children of a former list do not stand on the new one, as the register tells it."""
    seats = dict(
        Enrolment.objects.in_force(day).filter(pupil__in=pupils).values_list("pupil_id", "school_class__school_id")
    )
    return {
        pupil: "left_city_schools" if pupil not in seats
        else "moved_school" if seats[pupil] != school.pk
        else "no_longer_entitled"
        for pupil in pupils
    }  # fmt: skip


def voucher_on(pupil: int, day: date) -> Voucher | None:
    """The voucher a child lives by on a day."""
    rows = Voucher.objects.filter(pupil=pupil, year__first_on__lte=day, year__last_on__gte=day, ended_on=None)
    return rows.select_related("school", "pupil__person", "year").first()
