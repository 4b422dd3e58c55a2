"""The register of terms as people read it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from qala.kernel.clock import today
from qala.proposals.models import Norm
from qala.proposals.rules.norm_words import TERMS, Term, unit
from qala.proposals.rules.source_words import source_words
from qala.proposals.rules.words import TRACK_WORDS
from qala.ui.speech import plural


@dataclass(frozen=True)
class NormLine:
    """One dated row: whether it holds today, is to come, or has been replaced."""

    row: Norm
    title: str
    track: str
    unit: str
    source: str
    state: str  # holds, to_come, replaced


def days_on(slug: str, day: date) -> list[int]:
    """The days a wait takes on a day and on every later day a row begins."""
    rows = list(Norm.objects.filter(slug=slug).order_by("from_on"))
    holding = [row.days for row in rows if row.from_on <= day][-1:]
    return holding + [row.days for row in rows if row.from_on > day]


def register(on: date | None = None) -> list[NormLine]:
    """Every row, by term and track, the newest first within each."""
    return list(_lines(on or today()))


def _lines(day: date) -> Iterator[NormLine]:
    rows = list(Norm.objects.order_by("-from_on"))
    for term in TERMS.values():
        for track in term.tracks:
            for kind in sorted({row.kind for row in rows if row.slug == term.slug and row.track == track}):
                mine = [row for row in rows if (row.slug, row.track, row.kind) == (term.slug, track, kind)]
                holding = next((row for row in mine if _holds(row, day)), None)
                yield from (_line(row, term, day, holding) for row in mine)


def _holds(row: Norm, day: date) -> bool:
    return row.from_on <= day and (row.until_on is None or day <= row.until_on)


def _line(row: Norm, term: Term, day: date, holding: Norm | None) -> NormLine:
    state = "holds" if row is holding else "to_come" if row.from_on > day else "replaced"
    track = str(TRACK_WORDS[row.track]) if row.track else ""  # type: ignore[index]
    return NormLine(row, str(term.title), track, _unit(term, row.days), str(source_words(row.source)), state)


def _unit(term: Term, days: int) -> str:
    """What the number counts, in the form that the number asks for."""
    words = unit(term)
    if term.working:
        ru = plural(days, "рабочий день", "рабочих дня", "рабочих дней")
    else:
        ru = plural(days, "календарный день", "календарных дня", "календарных дней")
    return str(replace(words, ru=ru, en=words.en.removesuffix("s") if days == 1 else words.en))
