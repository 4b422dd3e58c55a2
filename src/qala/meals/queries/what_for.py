"""What a payment and a return of money openly say in the log: month, and school where that tells nothing new."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from qala.ledger.queries.crowds import told_before
from qala.meals.models import Meal, PaidLine, Payment
from qala.meals.queries.published import held, published, served
from qala.meals.queries.settings import setting
from qala.meals.rules.months import last_of
from qala.roster.models import School


def of_payment(payment: Payment) -> dict[str, str]:
    """How much of a payment is for which month, before what is recovered; and how much is recovered of which month.

    The school is named where the log names each of its meals of the month and all of them are paid now: then a reader
    learns no number that stands nowhere else. A meal contested, unpaid, taken back or without a crowd leaves the month.
    """
    asked = _by_month(Meal.objects.filter(line__paid__payment=payment).values_list("day", "tiyn"))
    less = _by_month(Meal.objects.filter(line__paid__recovery__payment=payment).values_list("day", "tiyn"))
    school, month = payment.invoice.school, payment.invoice.month
    name = f"{month:%Y-%m}"
    if not less and set(asked) == {name} and _is_told(school, month, asked[name]):
        asked = {f"{name}/{school.slug}": asked[name]}
    header = {"for": _written(asked)}
    return header | {"recovered": _written(less)} if less else header


def of_rest(school: School, month: date) -> dict[str, str]:
    """The month whose rest returns; the school as on its public page, where what was held tells no small group."""
    node, name = held(month, setting("small_group"), school.slug)[0], f"{month:%Y-%m}"
    paths = {path for path in node.inside if len(path) == 2}
    return {"for": f"{name}/{school.slug}" if paths and all(map(node.is_whole, paths)) else name}


def of_meal_taken_back(meal: Meal) -> dict[str, str | int]:
    """The month of the meal, and its price where it is paid: the supplier's next payment is less by it."""
    header: dict[str, str | int] = {"for": f"{meal.day:%Y-%m}"}
    return header | {"recover": meal.tiyn} if PaidLine.objects.filter(meal=meal.pk).exists() else header


def _is_told(school: School, month: date, tiyn: int) -> bool:
    """Whether the log names every meal of a school's month, and they come to these tiyn."""
    told = told_before()
    groups = served(month, told, setting("small_group"), school.slug)
    counted = Meal.objects.filter(school=school, day__range=(month, last_of(month))).count()
    if sum(group.meals for group in groups) != counted:
        return False
    made = published(groups, month, told)
    paths = {group.path[:2] for group in groups}
    return all(path in made.whole for path in paths) and sum(made.inside[path][1] for path in paths) == tiyn


def _by_month(rows: Iterable[tuple[date, int]]) -> dict[str, int]:
    sums = Counter[str]()
    for day, tiyn in rows:
        sums[f"{day:%Y-%m}"] += tiyn
    return dict(sums)


def _written(shares: dict[str, int]) -> str:
    return " ".join(f"{name}:{tiyn}" for name, tiyn in sorted(shares.items()))
