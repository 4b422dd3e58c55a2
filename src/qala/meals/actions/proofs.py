"""What the registers say of a child's category. Never public; erased when taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.refusals import require
from qala.meals.models import Proof
from qala.meals.policies import may_keep_proofs
from qala.roster.models import School


@dataclass(frozen=True)
class Told:
    """One proof as a register tells it: the pupil's number, the basis, the days, the register's name."""

    pupil: int
    basis: str
    from_on: date
    until_on: date | None
    register: str


@transaction.atomic
def write_proofs(*, by: Actor, told: Sequence[Told], school: School | None = None) -> int:
    """Write down what a register says. What is known already stays; a new end day replaces the old one."""
    require(may_keep_proofs(by, school))
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
