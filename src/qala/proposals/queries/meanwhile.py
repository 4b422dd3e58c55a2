"""What offices did with a case, counted: a page remembers the count, and a later form tells whether it still holds.

Every step locks the case before it records, so within that lock the count is exact. Voices of residents, remarks and
letters do not make two officers collide and are not counted.
"""

import re

from django.http import Http404

from qala.journal.queries import Line, history
from qala.kernel.refusals import Refusal
from qala.people.models import Person
from qala.proposals.models import Proposal

PERSON = re.compile(r"person:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
QUIET = frozenset({"supported", "followed", "unfollowed", "remarked", "located", "translated", "inspection_ordered"})
NOUNS = ("proposals.proposal.", "proposals.incident.")


def office_lines(lines: list[Line]) -> list[Line]:
    """The lines of a history that change what another officer may do."""
    return [
        line for line in lines if line.verb.startswith(NOUNS) and line.verb.rpartition(".")[2] not in QUIET
    ]


class Meanwhile(Refusal):
    """Somebody acted while this form lay open; `lines` say what."""

    status = 409

    def __init__(self, reason: str, lines: list[Line]) -> None:
        super().__init__(reason, code="meanwhile")
        self.lines = lines


def by_number(number: str, *, locked: bool = False) -> Proposal:
    """The case of a number; 404 where number and case do not belong together."""
    cases = Proposal.objects.select_related("author", "category", "department", "placard", "statement", "incident")
    if locked:
        cases = cases.select_for_update(of=("self",))
    proposal = cases.filter(pk=int(number.rpartition("-")[2][:12])).first()
    if proposal is None or proposal.number != number:
        raise Http404
    return proposal


def held(number: str, seen: int | None, said: str) -> Proposal:
    """The case under a lock, refused where more happened than the form has seen. Call inside a transaction."""
    proposal = by_number(number, locked=True)
    lines = office_lines(history(proposal)) if seen is not None else []
    if seen is not None and len(lines) > seen:
        raise Meanwhile(said, lines[seen:])
    return proposal


def names_of(keys: set[str]) -> dict[str, str]:
    """Who stands behind the actors' keys, for officers: colleagues by name."""
    pks = {key.partition(":")[2] for key in keys if PERSON.fullmatch(key)}
    people = Person.objects.filter(pk__in=pks)
    return {person.actor_key: person.name.short for person in people}
