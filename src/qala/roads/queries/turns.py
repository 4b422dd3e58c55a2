"""When a street has its turn, and why then: read from the rows beside the plan's choices, never from its document."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse

from qala.kernel import cards
from qala.kernel.cards import Reference
from qala.places.models import Segment, Street
from qala.places.queries import segments_of, street_lines
from qala.planning.models import Choice, Plan
from qala.planning.queries import adopted_plan, weighed_for
from qala.roads.queries.groups import groups_of
from qala.roads.queries.network import KIND
from qala.roads.queries.programme import SEGMENT, lines_of
from qala.roads.rules.reasons import Reason, reason_of
from qala.roads.words import MENDS

FEW_STREETS = 8
FEW_STRETCHES = 6
"""Beside so many stretches their reasons and what residents say are shown at once."""
SOON_YEARS, MOST_LINES = 3, 3_000
"""The map marks the first years as soon, and draws so many stretches at most."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What the plan in force does to one stretch and why; ``beside``: what people ask for just there.

    ``redrawn``: the plan knew it before it was cut, joined or drawn anew; its figures are of the stretch as it was.
    """

    segment: Segment
    steps: tuple[Choice, ...]
    reason: Reason | None
    beside: tuple[Reference, ...] = ()
    redrawn: bool = False


@dataclass(frozen=True, slots=True)
class StreetTurn:
    """A street in the plan in force: its stretches' turns, and the same added up by year and treatment."""

    street: Street
    plan: Plan
    turns: tuple[Turn, ...]
    metres: Decimal

    @property
    def start(self) -> int:
        """The first year planned."""
        return int(self.plan.asked["start"])

    @property
    def last(self) -> int:
        """The last year planned."""
        return self.start + int(self.plan.asked["years"]) - 1

    @property
    def steps(self) -> list[tuple[int, str, Decimal, int]]:
        """Year, treatment, metres and tiyn, in the order of years; a step of several pieces is paid for once."""
        metres: Counter[tuple[int, str]] = Counter()
        tiyn: Counter[tuple[int, str]] = Counter()
        for turn in self.turns:
            for step in turn.steps:
                metres[step.year, step.option] += turn.segment.measured_length_m  # type: ignore[assignment]
        for step in {step for turn in self.turns for step in turn.steps}:
            tiyn[step.year, step.option] += step.tiyn
        return [(*key, Decimal(metres[key]), tiyn[key]) for key in sorted(metres)]

    @property
    def telling(self) -> Turn | None:
        """The stretch whose reason speaks for the street: the longest of those that begin first."""
        known = [turn for turn in self.turns if turn.reason]
        return min(known, key=_first_and_longest, default=None)

    @property
    def few(self) -> bool:
        """Whether each stretch can be told with its reasons at once."""
        return len(self.turns) <= FEW_STRETCHES


def _first_and_longest(turn: Turn) -> tuple[int, Decimal]:
    return (turn.steps[0].year if turn.steps else 9999, -turn.segment.measured_length_m)


def street_turn(
    plan: Plan, street: Street, segments: Sequence[Segment], *, chosen: int | None = None, person: object = None
) -> StreetTurn:
    """A street's turns in a plan, with reasons; what is asked for beside them, where they are few or ``chosen``."""
    lines = groups_of(one.pk for one in segments)
    groups = [group for line in lines.values() for group in line]
    steps, told = _steps(plan, groups), weighed_for(plan, groups)
    near = {one.pk for one in segments if len(segments) <= FEW_STRETCHES or one.pk == chosen}
    known = {pk: next((one for one in line if one in told or one in steps), "") for pk, line in lines.items()}
    turns = (
        Turn(
            one, tuple(steps[key]), reason_of(told[key]) if key in told else None,
            tuple(said_beside(one, person)) if one.pk in near else (), redrawn=key != f"{SEGMENT}{one.pk}",
        )
        for one in segments
        if (key := known[one.pk])
    )  # fmt: skip
    return StreetTurn(street, plan, tuple(turns), sum((one.measured_length_m for one in segments), Decimal(0)))


def _steps(plan: Plan, keys: Iterable[str]) -> dict[str, list[Choice]]:
    found: dict[str, list[Choice]] = defaultdict(list)
    for choice in plan.choices.filter(group__in=list(keys)):
        found[choice.group].append(choice)
    return found


def said_beside(place: object, person: object) -> list[Reference]:
    """What other parts have at a place, as far as a person may see: what residents ask for above all."""
    lists = (card.call("beside", place, person) or [] for card in cards.collect() if card.slug != "roads")
    return [one for part in lists for one in part]


def turn_in_force(
    street: Street, segments: Sequence[Segment], *, chosen: int | None = None, person: object = None
) -> StreetTurn | None:
    """A street's turn in the plan in force; None while there is none."""
    plan = adopted_plan(KIND)
    return street_turn(plan, street, segments, chosen=chosen, person=person) if plan else None


def residents_say(words: str, person: object) -> list[tuple[Street, list[Reference]]]:
    """What residents ask for on the streets that a table was narrowed to; nothing while it shows the whole city."""
    streets = street_lines(words)[:FEW_STREETS] if words.strip() else ()
    told = ((street, said_beside(street, person)) for street in streets)
    return [(street, said) for street, said in told if said]


def programme_lines(plan: Plan, *, words: str = "", year: int | None = None) -> Iterator[dict[str, Any]]:
    """The stretches of a plan as lines: title, what is done, and a tone by how soon it is."""
    soon = int(plan.asked["start"]) + SOON_YEARS
    rows = list(lines_of(plan, words=words, year=year)[:MOST_LINES])
    segments = Segment.objects.select_related("street").in_bulk({row.segment_number for row in rows})  # type: ignore[attr-defined]
    for row in rows:
        segment = segments.get(row.segment_number)  # type: ignore[attr-defined]
        if segment is None:
            continue
        yield {
            "type": "Feature",
            "geometry": {"type": "LineString", "coordinates": [list(point) for point in segment.line.coords]},
            "properties": {
                "title": str(segment.street or segment.pk),
                "state": f"{row.year}: {MENDS.get(row.option, row.option)}",
                "tone": "act" if row.year < soon else "attention",
                "address": reverse("roads:street", args=[segment.street_id]) if segment.street_id else "",
            },
        }


def streets_asked(text: str) -> list[StreetTurn]:
    """The streets whose name is like the text, each with its turn; the likeliest first."""
    plan = adopted_plan(KIND)
    if not text.strip() or plan is None:
        return []
    return [street_turn(plan, street, list(segments_of(street))) for street in street_lines(text)[:FEW_STREETS]]
