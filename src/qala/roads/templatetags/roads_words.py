"""Words and drawings of the repair programme in templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _

from qala.planning.models import Plan
from qala.planning.rules.model import Sense
from qala.planning.rules.stages import COLUMNS, CONFLICT, PRICES, WHOLE, stage_of
from qala.roads.queries.programme import Ahead, Limited
from qala.roads.queries.turns import StreetTurn, Turn
from qala.roads.reason_words import why as reason_in_words
from qala.roads.words import MENDS, SOURCES
from qala.ui.templatetags.ui import number, percent, tenge

register = template.Library()
TENGE, MILLION = 100, 100_000_000
"""In tiyn."""
TONES = {"asked": "quiet", "failed": "harm", "solved": "attention", "adopted": "confirmed"}


@register.filter
def mend(slug: str) -> Any:
    """A treatment as people say it."""
    return MENDS.get(slug, slug)


@register.filter
def source_of_money(slug: str) -> Any:
    """A source of money as people say it."""
    return SOURCES.get(slug, slug)


@register.filter
def money(tiyn: int | None) -> str:
    """Money of a programme: millions with one place after the point, what is less in whole tenge."""
    if tiyn is None:
        return ""
    if abs(tiyn) < MILLION:
        return tenge(tiyn // TENGE * TENGE)
    told = _("%(figure)s m ₸") % {"figure": number(Decimal(tiyn) / MILLION, 1)}
    return told.replace(" ", "\u00a0")


@register.filter
def limit(one: Limited) -> str:
    """A limit of a programme: a year's money and whose, or what a district is promised."""
    if one.year:
        return f"{one.year}, {SOURCES.get(one.source, one.source)}"
    least, most = _("%(name)s: at least %(money)s in all years"), _("%(name)s: at most %(money)s in all years")
    return (least if one.sense == Sense.AT_LEAST else most) % {"name": one.name, "money": money(one.limit)}


@register.filter
def plan_tone(state: str) -> str:
    """The tone of a plan's badge."""
    return TONES.get(state, "quiet")


@register.filter
def stage(plan: Plan) -> str:
    """How far the search for a plan is."""
    told = stage_of(plan.progress)
    if told is None:
        return _("it waits for its turn, a minute at most if no other is before it.")
    said = {
        COLUMNS: _("gathering the streets, their condition and every lawful repair."),
        PRICES: _("weighing streets against each other, round %(round)s: still %(apart)s from what is possible.")
        % {"round": told.round, "apart": percent(told.apart, 3)},
        WHOLE: _("choosing whole repairs: the last step, a quarter of a minute."),
        CONFLICT: _("nothing fits; looking for the demands that contradict each other."),
    }
    return said[told.name]


@register.filter
def why(street: StreetTurn, turn: Turn) -> str:
    """Why a stretch has its year."""
    return reason_in_words(street, turn)


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as the tag `curves` takes it."""

    title: str
    top: str
    steps: list[int]
    series: list[tuple[str, list[float], str, str]]


@register.filter
def charts(years: Sequence[Ahead]) -> list[Chart]:
    """Condition and waiting repairs over the years: by the plan, without repair, by the list sorted by condition."""
    if not years:
        return []
    told = (
        (_("By this programme"), [one.plan for one in years], "act"),
        (_("Without repair"), [one.nothing for one in years], "quiet"),
        (_("Worst streets first"), [one.listed for one in years], "attention"),
    )
    condition = [(label, [at[0] for at in course], tone, number(course[-1][0], 1)) for label, course, tone in told]
    waiting = [(label, [float(at[1]) for at in course], tone, money(course[-1][1])) for label, course, tone in told]
    dearest = max(int(at[1]) for _label, course, _tone in told for at in course)
    steps = [one.year for one in years]
    highest = max(at[0] for _label, course, _tone in told for at in course)
    return [
        Chart(_("Mean condition of a metre"), number(highest, 0), steps, condition),
        Chart(_("What waiting repairs would cost"), money(dearest), steps, waiting),
    ]
