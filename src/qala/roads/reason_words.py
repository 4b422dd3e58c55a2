"""Why a street has its year, in a sentence or two that a neighbour would say."""

from django.utils.translation import gettext as _

from qala.roads.queries.turns import StreetTurn, Turn
from qala.roads.rules.reasons import Reason
from qala.roads.words import MENDS


def why(street: StreetTurn, turn: Turn) -> str:
    """The reason of one stretch, from its condition, its guarantee and its courses beside each other."""
    reason = turn.reason
    if reason is None:
        return ""
    taken = reason.chosen
    if taken is None or taken.begins is None:
        return _why_not(street, reason)
    year = taken.begins
    told = {
        "year": year, "mend": MENDS.get(taken.steps[0][1], taken.steps[0][1]), "points": _points(street, reason, year)
    }  # fmt: skip
    if reason.first == year and year > street.start:
        when = _("Before %(year)s a guarantee runs, or it was asked to wait.") % told
    elif year == street.start:
        when = _("Each year of waiting would bring less for the same money.")
    else:
        when = _("A year earlier or later the same money would bring less.")
    state = _("In %(year)s its condition will be about %(points)s of 100: right for “%(mend)s”.") % told
    return f"{state} {when}"


def _why_not(street: StreetTurn, reason: Reason) -> str:
    if len(reason.courses) > 1:
        return _("Until %(last)s the same money does more on other streets.") % {"last": street.last}
    if reason.first is not None and reason.first > street.last:
        return _("Its guarantee runs until %(year)s: whoever built it mends it.") % {"year": reason.first - 1}
    return _("Its condition is about %(points)s of 100: no repair is called for until %(last)s.") % {
        "points": _points(street, reason, street.start), "last": street.last,
    }  # fmt: skip


def _points(street: StreetTurn, reason: Reason, year: int) -> int:
    return round(max(0, reason.condition - reason.decay * (year - street.start)) / 100)
