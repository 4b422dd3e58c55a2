"""What parents said of a school's month, once it is over: told where enough of them spoke, so that nobody is read out.

A day is never told, nor a month that still grows: whoever reads it twice would see the newest parent's stars between.
A rating may come later than its day, so a month is told as its own stars stood when it was over.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Avg, Count, F

from qala.kernel.clock import CITY, today
from qala.meals.models import Rating
from qala.meals.queries.settings import setting
from qala.meals.rules.months import month_after
from qala.roster.models import School


@dataclass(frozen=True)
class Stars:
    """A school's month in parents' words: the mean in tenths of a star, of how many parents (in whole tens)."""

    mean: float
    raters: int


def stars_of(month: date) -> dict[str, Stars]:
    """Schools, by slug, of whose month at least `small_group` different parents and children gave stars."""
    after = month_after(month)
    if today() < after:
        return {}
    rows = Rating.objects.filter(day__gte=month, day__lt=after, at__lt=datetime.combine(after, time.min, CITY))
    least = setting("small_group", month)
    counted = (
        rows.values(slug=F("school__organisation__slug"))
        .annotate(mean=Avg("stars"), raters=Count("by", distinct=True), children=Count("pupil", distinct=True))
        .filter(raters__gte=least, children__gte=least)
    )
    return {row["slug"]: Stars(round(row["mean"], 1), row["raters"] // 10 * 10) for row in counted}


def stars_at(school: School, month: date) -> Stars | None:
    """What a school's page tells of a month: nothing where few spoke, or the month is not over."""
    return stars_of(month).get(school.slug)
