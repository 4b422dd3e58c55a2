"""Days and terms read once for many cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from qala.kernel.calendar import WorkCalendar
from qala.kernel.clock import today
from qala.kernel.queries import city_calendar
from qala.proposals.queries.clocks import norms
from qala.proposals.rules.clock import Event, OfficeHours, deadline, legal_clock, registered_on
from qala.proposals.rules.norms import ANSWER, Norm, norm_for


@dataclass(frozen=True)
class Almanac:
    """The working days and the norms, with the same arithmetic a living case asks."""

    calendar: WorkCalendar
    norms: tuple[Norm, ...]
    today: date

    def registered(self, at: datetime) -> date:
        return registered_on(at, OfficeHours(), self.calendar)

    def first_due(self, track: str, registered: date, kind: str = "") -> date:
        norm = norm_for(self.norms, track=track, slug=ANSWER, on=registered, kind=kind)
        return deadline(registered, norm, self.calendar)

    def due(self, track: str, events: Sequence[Event]) -> date:
        """The day after pauses and extensions, as the events tell it."""
        return legal_clock(events, self.norms, self.calendar, self.today, track=track).due_on


def almanac() -> Almanac:
    """As the registers stand now."""
    return Almanac(city_calendar(), norms(), today())
