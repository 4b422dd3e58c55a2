"""What comes after an answer: a queue handed in late may bring more meals of the kind a question was about."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db.models import Sum

from qala.meals.models import Flag, Meal
from qala.meals.queries.flags.asking import Found


def unasked(found: Iterable[Found]) -> list[Found]:
    """The questions that are left: where one was answered, only its new meals are asked about, as a question of theirs.

    The others are asked as they are: a key asked before is not asked again.
    """
    told = list(found)
    naming = [one for one in told if one.meals]
    rows = Flag.objects.filter(rule__in={one.rule for one in naming}, school__in={one.school for one in naming})
    earlier: dict[tuple[str, int, date, str], list[Flag]] = defaultdict(list)
    for flag in rows.order_by("pk").prefetch_related("meals"):
        earlier[flag.rule, flag.school_id, flag.day, flag.about.partition(":")[0]].append(flag)
    return [_left(one, earlier[one.rule, one.school, one.day, one.about]) if one.meals else one for one in told]


def _left(one: Found, earlier: list[Flag]) -> Found:
    answered = {row.meal_id for flag in earlier if flag.answered_at for row in flag.meals.all()}
    meals = tuple(meal for meal in one.meals if meal not in answered)
    waiting = next((flag for flag in earlier if not flag.answered_at), None)
    if waiting or not (earlier and meals):
        return replace(one, about=waiting.about if waiting else one.about, meals=meals)
    tiyn = Meal.objects.filter(pk__in=meals).aggregate(sum=Sum("tiyn"))["sum"]
    return replace(one, about=f"{one.about}:{len(earlier) + 1}", count=len(meals), tiyn=tiyn, meals=meals)
