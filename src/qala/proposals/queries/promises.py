"""The last promises kept and broken, with their days."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, DateField, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.db.models.lookups import GreaterThan, LessThanOrEqual
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qala.kernel.clock import CITY, today
from qala.kernel.translated import Translated
from qala.proposals.models import Plan, Proposal
from qala.proposals.queries.keeping import kept
from qala.proposals.rules.process import ENDS_PROMISE
from qala.proposals.rules.promises import latest_day
from qala.ui.speech import day_words, language_of

CONFIRMED_ON = TruncDate("confirmed_at", tzinfo=CITY, output_field=DateField())
_PLANS = Plan.objects.filter(proposal=OuterRef("pk")).order_by().values("proposal").values(n=Count("*"))
# An explanation or a refusal ends a promise without keeping or breaking it; only these states can break one.
STILL_PROMISED = ("received", "triaged", "assigned", "in_work", "fixed_claimed", "planned")
assert not set(STILL_PROMISED) & ENDS_PROMISE


def too_far() -> str:
    """Why a day is refused that lies further off than anybody answers for."""
    last = day_words(latest_day(today()), language_of(get_language() or "kk"))
    return _("This day lies too far off. The last possible day is %(day)s.") % {"day": last}


@dataclass(frozen=True)
class Promise:
    """One promise and what became of it. `days` counts from the promised day: late if above zero."""

    number: str
    title: Translated
    place: Translated
    promised_on: date
    ended_on: date | None
    days: int
    moved: int

    @property
    def ahead(self) -> int:
        """Days before the promised one."""
        return -self.days


@dataclass(frozen=True)
class Promises:
    kept: list[Promise]
    broken: list[Promise]


def _promised() -> QuerySet[Proposal]:
    return (
        Proposal.objects.shown()
        .filter(promised_on__isnull=False)
        .select_related("category", "landmark", "street")
        .annotate(confirmed_on=CONFIRMED_ON, plans_made=Coalesce(Subquery(_PLANS, output_field=IntegerField()), 0))
    )


def kept_promises() -> QuerySet[Proposal]:
    """Confirmed by another pair of eyes on the promised day or before."""
    cases = _promised().filter(LessThanOrEqual(CONFIRMED_ON, F("promised_on")), confirmed_at__isnull=False)
    return cases.order_by("-confirmed_at", "-pk")


def broken_promises(on: date | None = None) -> QuerySet[Proposal]:
    """The promised day has passed: nothing confirmed yet, or confirmed later."""
    day = on or today()
    waiting = Q(state__in=STILL_PROMISED, promised_on__lt=day)
    return _promised().filter(waiting | Q(GreaterThan(CONFIRMED_ON, F("promised_on")))).order_by("-promised_on", "-pk")


def last_promises(each: int = 4) -> Promises:
    """For the front page."""
    return kept(f"promises:{each}", lambda: _last(each))


def _last(each: int) -> Promises:
    return Promises(
        [_told(case) for case in kept_promises()[:each]], [_told(case) for case in broken_promises()[:each]]
    )


def _told(case: Proposal) -> Promise:
    ended_on: date | None = case.confirmed_on  # type: ignore[attr-defined]
    assert case.promised_on is not None
    place = case.landmark or case.street
    return Promise(
        number=case.number,
        title=case.category.title if case.category else Translated(),
        place=place.names if place else Translated(),
        promised_on=case.promised_on,
        ended_on=ended_on,
        days=((ended_on or today()) - case.promised_on).days,
        moved=max(0, case.plans_made - 1),  # type: ignore[attr-defined]
    )
