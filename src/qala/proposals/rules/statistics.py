"""Published figures as pure definitions: every figure carries its formula, both counts and its standing.

Headline: confirmed ÷ all, so silence counts against the city. An answer is not a repair, a claim is not a confirmation.
Signals never dilute appeals: figures about legal terms count appeals only.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from qala.kernel.translated import Translated
from qala.proposals.rules.outcomes import Outcome
from qala.proposals.rules.process import Track

SMALL = 20  # below this many objects a share says little (assumption)


class Standing(StrEnum):
    """How far a figure may be trusted: computed from registers, few objects, or nothing to count."""

    COMPUTED = "computed"
    SMALL_NUMBERS = "small_numbers"
    NOTHING_TO_COUNT = "nothing_to_count"


@dataclass(frozen=True)
class Definition:
    """What a figure means, for people and for programs."""

    slug: str
    title: Translated
    formula: str
    version: int = 1


@dataclass(frozen=True)
class Figure:
    """A figure with the objects it counts: ``value`` is a share, or working days where the formula says so."""

    definition: Definition
    numerator: int
    denominator: int
    value: float | None
    standing: Standing
    parts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """What statistics need of a case. ``answer_days``: working days from registration to the first answer."""

    key: str
    track: str
    outcome: Outcome
    is_overdue: bool = False
    hops: int = 0
    was_forwarded: bool = False
    was_claimed: bool = False
    answer_days: int | None = None


HEADLINE = Definition(
    "confirmed_of_all",
    Translated(kk="Расталғаны", ru="Подтверждено", en="Confirmed"),
    "confirmed ÷ all cases of the period; open and silent cases count in the denominator",
)
CONFIRMED_OF_CLAIMED = Definition(
    "confirmed_of_claimed",
    Translated(kk="«Бітті» дегеннен расталғаны", ru="Подтверждено из заявленного", en="Confirmed of claimed"),
    "confirmed ÷ cases ever claimed as fixed",
)
REDIRECTED = Definition(
    "redirected",
    Translated(kk="Басқа жаққа жіберілгені", ru="Перенаправлено", en="Redirected"),
    "cases forwarded to another body, or given to more than one department ÷ all cases",
)
OVERDUE = Definition(
    "overdue_appeals",
    Translated(kk="Мерзімі өткен өтініштер", ru="Просроченные обращения", en="Overdue appeals"),
    "appeals answered late, or unanswered past the last day ÷ all appeals",
)
MEDIAN_DAYS = Definition(
    "median_answer_days",
    Translated(kk="Жауаптың орта мерзімі", ru="Обычный срок ответа", en="Usual time to answer"),
    "median of working days from registration to the first answer, answered appeals only",
)
P90_DAYS = Definition(
    "p90_answer_days",
    Translated(kk="Оннан тоғызына жауап мерзімі", ru="Срок ответа девяти из десяти", en="Nine of ten answered within"),
    "nearest-rank 90th percentile of working days to the first answer, answered appeals only",
)
BORN_FROM_RESIDENTS = Definition(
    "born_from_residents",
    Translated(kk="Тұрғындардан туған өзгеріс", ru="Изменения от жителей", en="Changes born from residents"),
    "cases with decision, works order and confirmation by a second person ÷ all cases",
)


def share(definition: Definition, numerator: int, denominator: int, parts: Mapping[str, int] | None = None) -> Figure:
    """A share of counted objects; without any it has no value."""
    if not 0 <= numerator <= denominator:
        raise ValueError(f"{definition.slug}: {numerator} of {denominator}")
    standing = _standing(denominator)
    value = numerator / denominator if denominator else None
    return Figure(definition, numerator, denominator, value, standing, dict(parts or {}))


def _standing(count: int) -> Standing:
    if not count:
        return Standing.NOTHING_TO_COUNT
    return Standing.COMPUTED if count >= SMALL else Standing.SMALL_NUMBERS


def counts_by_outcome(cases: Iterable[Case]) -> dict[Outcome, int]:
    """How many cases ended in which way: disjoint, complete, and so they add up to all."""
    counted = dict.fromkeys(Outcome, 0)
    for case in cases:
        counted[case.outcome] += 1
    return counted


def headline(cases: Sequence[Case]) -> Figure:
    """Confirmed ÷ all, with the outcomes it is made of."""
    counts = counts_by_outcome(cases)
    parts = {outcome.value: count for outcome, count in counts.items()}
    return share(HEADLINE, counts[Outcome.CONFIRMED], len(cases), parts)


def confirmed_of_claimed(cases: Sequence[Case]) -> Figure:
    """What became of the executors' own word."""
    claimed = [case for case in cases if case.was_claimed or case.outcome in (Outcome.CLAIMED, Outcome.CONFIRMED)]
    return share(CONFIRMED_OF_CLAIMED, sum(case.outcome is Outcome.CONFIRMED for case in claimed), len(claimed))


def redirected(cases: Sequence[Case]) -> Figure:
    """Redirect football: prosecutors redirected 41 % of appeals in 2024 (KazTAG, 27 Mar 2025)."""
    outside = sum(case.was_forwarded for case in cases)
    inside = sum(case.hops > 1 and not case.was_forwarded for case in cases)
    return share(REDIRECTED, outside + inside, len(cases), {"outside": outside, "inside": inside})


def overdue(cases: Sequence[Case]) -> Figure:
    """Late appeals, answered or not."""
    appeals = [case for case in cases if case.track == Track.APPEAL]
    return share(OVERDUE, sum(case.is_overdue for case in appeals), len(appeals))


def percentile(values: Sequence[int], percent: int) -> int:
    """The nearest-rank percentile: a value that was really observed."""
    if not values or not 0 < percent <= 100:
        raise ValueError("a percentile needs values and 1 to 100")
    ordered = sorted(values)
    return ordered[-(-len(ordered) * percent // 100) - 1]


def median(values: Sequence[int]) -> float:
    """The middle value, or the mean of the two in the middle."""
    if not values:
        raise ValueError("a median needs values")
    ordered, middle = sorted(values), len(values) // 2
    return float(ordered[middle]) if len(values) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def answer_times(cases: Iterable[Case]) -> tuple[Figure, Figure]:
    """Median and 90th percentile of working days to the first answer; unanswered appeals are named beside."""
    appeals = [case for case in cases if case.track == Track.APPEAL]
    days = [case.answer_days for case in appeals if case.answer_days is not None]
    parts = {"answered": len(days), "unanswered": len(appeals) - len(days)}
    if not days:
        return _days(MEDIAN_DAYS, None, appeals, parts), _days(P90_DAYS, None, appeals, parts)
    return (
        _days(MEDIAN_DAYS, median(days), appeals, parts),
        _days(P90_DAYS, float(percentile(days, 90)), appeals, parts),
    )


def _days(definition: Definition, value: float | None, appeals: Sequence[Case], parts: Mapping[str, int]) -> Figure:
    return Figure(definition, parts["answered"], len(appeals), value, _standing(parts["answered"]), dict(parts))
