"""What the registers say of a child's category. Never public; erased when taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import today
from qala.kernel.refusals import Refusal, require
from qala.meals.models import Proof
from qala.meals.policies import may_keep_proofs
from qala.roster.models import School
from qala.roster.queries import enrolments_on


@dataclass(frozen=True)
class Told:
    """One proof as a register tells it: the pupil's number, the basis, the days, the register's name."""

    pupil: int
    basis: str
    from_on: date
    until_on: date | None
    register: str


def _of_the_school(school: School, told: Sequence[Told]) -> None:
    """A school's body names its own children, by the basis that is its own to decide, in its own name."""
    here = set(enrolments_on(today(), school).values_list("pupil", flat=True))
    wrong = [one for one in told if one.pupil not in here or one.basis != "collegial" or one.register != "school"]
    if wrong:
        raise Refusal(_("A school proves only what its own body decided, of its own children."), code="not_its_proof")


@transaction.atomic
def write_proofs(*, by: Actor, told: Sequence[Told], school: School | None = None) -> int:
    """Write down what a register says. What is known already stays; a new end day replaces the old one."""
    require(may_keep_proofs(by, school))
    if school is not None:
        _of_the_school(school, told)
    known = {
        (row.pupil_id, row.basis, row.from_on): row
        for row in Proof.objects.filter(pupil__in={one.pupil for one in told})
    }
    fresh: dict[tuple[int, str, date], Proof] = {}
    moved = []
    for one in told:
        row = known.get((one.pupil, one.basis, one.from_on))
        if row is None:
            fresh[one.pupil, one.basis, one.from_on] = Proof(
                pupil_id=one.pupil, basis=one.basis, from_on=one.from_on, until_on=one.until_on, register=one.register
            )
        elif row.until_on != one.until_on:
            row.until_on = one.until_on
            moved.append(row)
    Proof.objects.bulk_create(fresh.values())
    Proof.objects.bulk_update(moved, ["until_on"])
    record(by, "meals.proofs.written", f"meals.batch:{len(told)}", fresh=len(fresh), moved=len(moved))
    return len(fresh)
