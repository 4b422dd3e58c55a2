"""The terms of a programme as paper and workbook lay them out: one list of names and values."""

from django.utils.translation import gettext as _

from qala.planning.models import Plan
from qala.roads.queries.programme import Mend, terms_of
from qala.roads.words import MENDS
from qala.ui.templatetags.ui import day, number, tenge


def terms_told(plan: Plan) -> list[tuple[str, str | int]]:
    """Treatments, what a metre weighs by its road, since when and from where; a plan older than its terms has none."""
    terms = terms_of(plan)
    if terms is None:
        return []
    weight, source = _("What a metre weighs"), _("Source")
    return [
        *((str(MENDS.get(one.option, one.option)), _mend(one)) for one in terms.mends),
        *((f"{weight}: {road}", weighs) for road, weighs in terms.weights),
        (_("Hold since"), day(terms.since)),
        (_("Verified"), _("yes") if terms.is_verified else _("not yet")),
        *((source, one) for one in terms.sources),
    ]


def _mend(one: Mend) -> str:
    told = {
        "gain": number(one.gain), "low": number(one.low), "high": number(one.high),
        "slow": f"{one.slow} %", "price": tenge(one.price),
    }  # fmt: skip
    return _("lifts by %(gain)s in a condition of %(low)s–%(high)s; wear after it %(slow)s; a m² %(price)s") % told
