"""What the counter's events mean: children, days, vouchers, prices and holds, read for a whole batch at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, wraps
from types import MappingProxyType
from typing import Any
from uuid import UUID

from qala.kernel.clock import local, now, today
from qala.meals.models import AgeBand, Kitchen, Meal, MonthHold, Pause, Service, Tariff, Terminal, Voucher
from qala.meals.queries.chains import adrift, backwards
from qala.meals.queries.codes import tokens_of
from qala.meals.queries.readers import marked
from qala.meals.queries.settings import offline_window
from qala.meals.rules.counting import Plate
from qala.meals.rules.events import SKEW, Event
from qala.meals.rules.price import Band, Price, Rate, band_on, price, rate_on
from qala.roster.models import Enrolment, Pupil, PupilCard
from qala.roster.queries import calendar_of

Span = tuple[date, Any]


@dataclass(slots=True)
class Dish:
    """A plate with the rows its meal will stand on."""

    plate: Plate
    pupil: Pupil | None
    voucher: Voucher | None = None
    kitchen: Kitchen | None = None
    holds: tuple[MonthHold, ...] = ()
    band: str = ""


def remembered(method: Callable[..., Any]) -> Callable[..., Any]:
    """Ask a counter the same thing once: a batch asks for the same days and prices again and again."""
    name = method.__name__

    @wraps(method)
    def ask(counter: "Counter", *told: Any) -> Any:
        known = counter.known.setdefault(name, {})
        if told not in known:
            known[told] = method(counter, *told)
        return known[told]

    return ask


class Counter:
    """One school's counter and everything a batch of its events asks for, in a dozen queries however long it is.

    Each table is read once, by keys; nothing is asked again for a single event.
    """

    def __init__(
        self, terminal: Terminal, events: Sequence[Event], marks: Mapping[UUID, UUID] = MappingProxyType({}), *,
        is_from_afar: bool = False,
    ) -> None:  # fmt: skip
        self.school, self.events = terminal.school, events
        self.now, self.today = now(), today()
        self.latest = self.now + SKEW
        self._fails_from: dict[str, date] = {}  # the first day a card of this batch is withdrawn
        self.known: dict[str, dict[Any, Any]] = {}
        self.days = sorted({event.day for event in events})
        self.tokens = tokens_of(events)
        self.marked = marked(terminal, list(events), marks)
        self.oldest = self.today - offline_window() if is_from_afar else date.min
        self.backwards = backwards(terminal, events) if is_from_afar else frozenset()
        self.adrift = adrift(terminal, events) if terminal.revoked_at else frozenset()
        self._served = set(
            Meal.objects.filter(pupil__in=self._people, day__in=self.days).values_list("pupil_id", "day", "service_id")
        )

    def child(self, event: Event) -> Pupil | None:
        """The pupil an event names, or None."""
        if event.who == "token":
            token = self.tokens.get(event.uid)
            return self._pupils.get(("voucher", str(token.voucher))) if token else None
        if event.who == "mark":
            return self._pupils.get(("mark", str(self.marked.get(event.uid, 0))))
        if event.who == "card" and self._fails_from.get(event.identifier, date.max) <= event.day:
            return None
        return self._pupils.get((event.who, event.identifier))

    def dish(self, event: Event) -> Dish:
        """Everything that decides about one event. What is counted here counts for the next event of the batch."""
        pupil, day = self.child(event), event.day
        service = self.services.get(event.service)
        kitchen = self._kitchen(day, event.service)
        voucher = self._voucher(pupil.pk, day) if pupil else None
        band = self._band(pupil.person.birth_on, day) if pupil else ""
        cost = self._price(kitchen.contract_id, band, day) if kitchen else None
        key = (voucher.pk, kitchen.contract_id, day.year, day.month) if voucher and kitchen else None
        holds = tuple(self._holds.get(key, ())) if key else ()
        token = self.tokens.get(event.uid)
        return Dish(
            Plate(
                day=day,
                how=event.how,
                is_child_known=pupil is not None and service is not None,
                is_day_open=day in self._open,
                is_at_school=pupil is not None and self._is_enrolled(pupil.pk, day),
                has_voucher=voucher is not None,
                has_contract=kitchen is not None,
                price=cost,
                is_held=bool(holds),
                was_served=pupil is not None and service is not None and (pupil.pk, day, service.pk) in self._served,
                is_token_good=event.who != "token" or (token is not None and token.is_good),
                is_future=day > self.today,
                is_clock_right=self._is_clock_right(event),
                fits_chain=event.uid not in self.adrift,
                is_by_hand=event.who == "pupil",
                is_in_time=day >= self.oldest,
            ),
            pupil, voucher, kitchen, holds, band,
        )  # fmt: skip

    def _is_clock_right(self, event: Event) -> bool:
        is_that_day = event.at <= self.latest and local(event.at).date() == event.day
        return is_that_day and event.uid not in self.backwards

    def served(self, event: Event, pupil: Pupil) -> None:
        """Remember that a child has had this meal."""
        self._served.add((pupil.pk, event.day, self.services[event.service].pk))

    @cached_property
    def services(self) -> dict[str, Service]:
        return {service.slug: service for service in Service.objects.all()}

    @cached_property
    def _pupils(self) -> dict[tuple[str, str], Pupil]:
        """Children by what names them: a card, their own key, a voucher. One question each, so that indexes answer."""
        named: dict[tuple[str, str], int] = {}
        cards = {event.identifier for event in self.events if event.who == "card"}
        for card in PupilCard.objects.filter(code__in=cards) if cards else ():
            named["card", card.code] = card.pupil_id
            self._fails_from[card.code] = card.withdrawn_on or date.max
        shown = {token.voucher for token in self.tokens.values()}
        if shown:
            held = Voucher.objects.filter(key__in=shown).values_list("key", "pupil_id")
            named |= {("voucher", str(key)): pupil for key, pupil in held}
        named |= {("mark", str(pupil)): pupil for pupil in self.marked.values()}
        keys = {event.identifier for event in self.events if event.who == "pupil" and _is_uuid(event.identifier)}
        asked = Pupil.objects.select_related("person")
        by_number = asked.in_bulk(set(named.values())) if named else {}
        found = {name: by_number[pupil] for name, pupil in named.items()}
        by_key = asked.filter(key__in=keys) if keys else ()
        return found | {("pupil", str(pupil.key)): pupil for pupil in by_key}

    @cached_property
    def _people(self) -> list[int]:
        return sorted({pupil.pk for pupil in self._pupils.values()})

    @cached_property
    def _open(self) -> set[date]:
        if not self.days:
            return set()
        # A phone whose clock went mad may name a day of another century: the days themselves are asked, not the span.
        calendar = calendar_of(self.school, self.days[0], self.days[-1])
        return {day for day in self.days if calendar.is_open(day)}

    def _is_enrolled(self, pupil: int, day: date) -> bool:
        return any(start <= day < end for start, end in self._enrolled.get(pupil, ()))

    @cached_property
    def _enrolled(self) -> dict[int, list[Span]]:
        rows = Enrolment.objects.filter(pupil__in=self._people, school_class__school=self.school)
        return _by_first(rows.values_list("pupil_id", "from_on", "until_on"))

    @cached_property
    def _vouchers(self) -> dict[int, list[Voucher]]:
        rows: dict[int, list[Voucher]] = {}
        for one in Voucher.objects.filter(pupil__in=self._people, active_from__isnull=False):
            rows.setdefault(one.pupil_id, []).append(one)
        return rows

    @cached_property
    def _pauses(self) -> dict[int, list[Span]]:
        held = [one.pk for rows in self._vouchers.values() for one in rows]
        return _by_first(Pause.objects.filter(voucher__in=held).values_list("voucher_id", "from_on", "until_on"))

    def _voucher(self, pupil: int, day: date) -> Voucher | None:
        rows = self._vouchers.get(pupil, ())
        return next((one for one in rows if _holds(one, self._pauses.get(one.pk, ()), day)), None)

    @remembered
    def _kitchen(self, day: date, service: str) -> Kitchen | None:
        found = next((one for one in self._kitchens if one.holds_on(day)), None)
        covered = {row.slug for row in found.contract.services.all()} if found else set()
        return found if not covered or service in covered else None

    @cached_property
    def _kitchens(self) -> list[Kitchen]:
        rows = Kitchen.objects.filter(school=self.school).select_related("contract")
        return list(rows.prefetch_related("contract__services"))

    @cached_property
    def _rates(self) -> dict[int, list[Rate]]:
        rows: dict[int, list[Rate]] = {}
        for one in Tariff.objects.filter(contract__in=[kitchen.contract_id for kitchen in self._kitchens]):
            rows.setdefault(one.contract_id, []).append(one.as_rule())
        return rows

    @cached_property
    def _bands(self) -> list[AgeBand]:
        return list(AgeBand.objects.all())

    @remembered
    def _bands_on(self, day: date) -> list[Band]:
        return bands_on(self._bands, day)

    @remembered
    def _band(self, born: date | None, day: date) -> str:
        band = band_on(self._bands_on(day), born, day) if born else None
        return band.slug if band else ""

    @remembered
    def _price(self, contract: int, band: str, day: date) -> Price | None:
        rate = rate_on(self._rates.get(contract, ()), band, day)
        return price(rate) if rate else None

    @cached_property
    def _holds(self) -> dict[tuple[int, int, int, int], list[MonthHold]]:
        """The parts of a voucher's month, the first first."""
        vouchers = [one.pk for rows in self._vouchers.values() for one in rows]
        months = sorted({day.replace(day=1) for day in self.days})
        found: dict[tuple[int, int, int, int], list[MonthHold]] = {}
        for one in MonthHold.objects.filter(voucher__in=vouchers, month__in=months, closed_at=None).order_by("part"):
            found.setdefault((one.voucher_id, one.contract_id, one.month.year, one.month.month), []).append(one)
        return found


def bands_on(rows: Iterable[AgeBand], day: date) -> list[Band]:
    """The set of bands that holds on a day: the newest that had begun."""
    begun = [row for row in rows if row.from_on <= day]
    newest = max((row.from_on for row in begun), default=None)
    return [row.as_rule() for row in begun if row.from_on == newest]


def _holds(voucher: Voucher, pauses: Sequence[Span], day: date) -> bool:
    ended = voucher.ended_on
    if voucher.active_from is None or day < voucher.active_from or (ended is not None and day >= ended):
        return False
    return not any(start <= day and (until is None or day < until) for start, until in pauses)


def _by_first(rows: Iterable[tuple[int, Any, Any]]) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = {}
    for one, start, end in rows:
        found.setdefault(one, []).append((start, end))
    return found


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
