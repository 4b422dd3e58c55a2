"""Services on trust: how many a school has beside its cap, which are overdue, what one costs the city."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from qala.kernel.clock import today
from qala.ledger.queries import balance
from qala.meals.models import AgeBand, Contract, Kitchen, Provisional, ServiceEvent, Tariff
from qala.meals.queries.accounts import committed
from qala.meals.queries.counter import bands_on
from qala.meals.queries.settings import setting
from qala.meals.rules.months import last_of
from qala.meals.rules.price import band_on, price, rate_on
from qala.roster.models import School


@dataclass(frozen=True)
class Share:
    """Services of a school's month, those on trust among them, and how many the published cap allows."""

    events: int
    on_trust: int
    allowed: int

    @property
    def is_above(self) -> bool:
        return self.on_trust > self.allowed


def shares(month: date) -> dict[int, Share]:
    """Every school's share of services on trust in a month, to be published, by the school's number."""
    cap = setting("provisional_cap_permille", month)
    rows = (
        ServiceEvent.objects.filter(day__range=(month, last_of(month)))
        .values("school")
        .annotate(events=Count("pk"), on_trust=Count("pk", filter=Q(outcome="provisional")))
        .values_list("school", "events", "on_trust")
    )
    return {school: Share(events, on_trust, allowed(events, cap)) for school, events, on_trust in rows}


def allowed(events: int, permille: int) -> int:
    """How many services on trust a cap allows: at least one, so that one lost card is nobody's fault."""
    return max(1, events * permille // 1000)


def is_above_cap(school: int, day: date) -> bool:
    """Whether a school fed more on trust this month than the cap says."""
    found = shares(day.replace(day=1)).get(school)
    return found is not None and found.is_above


def overdue(day: date) -> list[Provisional]:
    """What nobody looked at in time, of schools within their cap; above it somebody must look."""
    rows = Provisional.objects.select_for_update(of=("self",)).filter(state="opened", decide_until__lt=day)
    found = list(rows.select_related("event__school__organisation", "event__pupil__person"))
    above: dict[date, set[int]] = {}
    for month in {one.event.day.replace(day=1) for one in found}:
        above[month] = {school for school, share in shares(month).items() if share.is_above}
    return [one for one in found if one.event.school_id not in above[one.event.day.replace(day=1)]]


def loss_price(waiting: Provisional) -> tuple[Contract | None, int]:
    """What a plate costs: a known child's by its band, an unknown one's by the lowest price; no contract, nothing."""
    event = waiting.event
    kitchens = Kitchen.objects.filter(school=event.school, from_on__lte=event.day, until_on__gte=event.day)
    kitchen = kitchens.select_related("contract").first()
    if kitchen is None:
        return None, 0
    rates = [row.as_rule() for row in Tariff.objects.filter(contract=kitchen.contract)]
    bands = bands_on(AgeBand.objects.all(), event.day)
    born = event.pupil.person.birth_on if event.pupil else None
    own = band_on(bands, born, event.day) if born else None
    asked = [own] if own else bands
    found = [rate for band in asked if (rate := rate_on(rates, band.slug, event.day))]
    return kitchen.contract, min((price(rate).tiyn for rate in found), default=0)


def short_of_money(school: School, month: date) -> Contract | None:
    """The contract whose commitment cannot bear an overdue plate of a school's month, so that it never lapses."""
    for one in overdue(today()):
        if one.event.school_id == school.pk and one.event.day.replace(day=1) == month:
            contract, tiyn = loss_price(one)
            if contract is not None and balance(committed(contract, month.year)) < tiyn:
                return contract
    return None
