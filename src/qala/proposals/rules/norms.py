"""Terms as dated rows with a source. The rows below are the city's first set; the register may replace any of them.

"Unverified" means: not confirmed against the legal text; a lawyer decides before launch.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from qala.proposals.rules.process import Track


@dataclass(frozen=True)
class Norm:
    """How long the city may take for one thing (`slug`), from which day this holds, and who says so."""

    slug: str
    track: Track
    working_days: int
    source: str
    verified: bool
    kind: str = ""  # legal kind of the appeal; empty means any
    valid_from: date = date(2021, 7, 1)
    valid_until: date | None = None
    pause_stops: bool = False  # only a confirmed row may let a question to the resident stop the legal clock

    def holds(self, *, track: str, slug: str, kind: str, on: date) -> bool:
        """Whether this row speaks about that thing on that day."""
        return (
            (self.track, self.slug) == (track, slug)
            and self.kind in ("", kind)
            and self.valid_from <= on
            and (self.valid_until is None or on <= self.valid_until)
        )


def norm_for(norms: Iterable[Norm], *, track: str, slug: str, on: date, kind: str = "") -> Norm:
    """The row that holds: one that names the kind wins, then the latest. LookupError where none does."""
    found = [norm for norm in norms if norm.holds(track=track, slug=slug, kind=kind, on=on)]
    if not found:
        raise LookupError(f"no norm for {track}/{slug}/{kind or 'any'} on {on}")
    return max(found, key=lambda norm: (norm.kind != "", norm.valid_from))


ANSWER, FORWARD, NOTICE, TRIAGE = "answer", "forward", "extension_notice", "triage"

FIRST_NORMS = (
    Norm(ANSWER, Track.APPEAL, 15, "Code 350-VI, art. 76", verified=True),
    Norm(FORWARD, Track.APPEAL, 3, "Code 350-VI, art. 65", verified=True),
    Norm(NOTICE, Track.APPEAL, 3, "Code 350-VI, art. 76", verified=True),
    Norm(ANSWER, Track.SIGNAL, 10, "City promise (assumption)", verified=False, pause_stops=True),
    Norm(TRIAGE, Track.SIGNAL, 1, "City promise (assumption)", verified=False),
    Norm(TRIAGE, Track.APPEAL, 1, "City promise (assumption)", verified=False),
    Norm(FORWARD, Track.SIGNAL, 3, "City promise, as art. 65 (assumption)", verified=False),
)
