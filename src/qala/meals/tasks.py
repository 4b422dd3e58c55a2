"""What the night does for school meals. Each step calls one action and may be cut off and run again."""

from datetime import date, timedelta

from procrastinate.contrib.django import app

from qala.kernel.actors import Job
from qala.kernel.clock import today
from qala.ledger.book import close_days
from qala.meals.actions.calendars import renew_public_days
from qala.meals.actions.commitments import release_rests
from qala.meals.actions.flags import raise_flags, recheck_signatures
from qala.meals.actions.months import finish_all, open_month
from qala.meals.actions.pictures import paint_month
from qala.meals.actions.provisional import lapse
from qala.meals.actions.readers import forget_marks
from qala.meals.actions.vouchers import expire
from qala.meals.models import Voucher
from qala.meals.queries.closing import books_may_close
from qala.meals.queries.pictures import due
from qala.meals.rules.months import last_of
from qala.roster.models import School, SchoolYear

NIGHT = Job("meals.nightly")
#: Presses a night reads again: a school day of the whole city.
READ_AGAIN = 150_000


@app.periodic(cron="40 21 * * *")  # 02:40 in the city
@app.task(name="meals.nightly", queueing_lock="meals.nightly", lock="meals.nightly", pass_context=False)
def nightly(timestamp: int = 0) -> str:  # noqa: ARG001 - the scheduler tells the time
    """Renew the calendar, end vouchers with their year, hold for new ones, end what waited, close, give back, ask."""
    renew_public_days(by=NIGHT)
    forget_marks(by=NIGHT)
    over = sum(expire(by=NIGHT, year=year) for year in _over(today()))
    held = sum(_hold(month) for month in _looked_at(today()))
    lapsed, finished = lapse(by=NIGHT), finish_all(by=NIGHT)
    released = release_rests(by=NIGHT)
    asked = sum(raise_flags(by=NIGHT, month=month) for month in _looked_at(today()))
    unsound = len(recheck_signatures(by=NIGHT, newest=READ_AGAIN))
    pictures = _paint(today())
    told = f"{held} holds, {lapsed} lapsed, {finished} months final, {asked} questions, {unsound} unsound presses"
    return f"{told}, {pictures} pictures, {over} vouchers over, {released} commitments over"


def _hold(month: date) -> int:
    """Hold for who has no hold yet, and more where a month came to cost more while it can take meals."""
    schools = _kitchens(min(today(), last_of(month)))
    return sum(open_month(by=NIGHT, school=school, month=month).made for school in schools)


def _paint(day: date) -> int:
    """Count large months anew: those that grow, and those in which something was taken back, paid or answered."""
    months = due(_looked_at(day))
    for month in months:
        paint_month(by=NIGHT, month=month)
    return len(months)


@app.periodic(cron="0 22 * * *")  # 03:00 in the city
@app.task(name="meals.close_books", queueing_lock="meals.close_books", pass_context=False)
def close_books(timestamp: int = 0) -> str:  # noqa: ARG001 - the scheduler tells the time
    """Close the days of months that are final at every school: their balances are carried, and nothing joins them."""
    until = books_may_close()
    return f"closed until {close_days(by=NIGHT, until=until).until}" if until else "nothing to close"


def _over(day: date) -> list[SchoolYear]:
    """School years that are over and still have a voucher that holds."""
    living = Voucher.objects.filter(ended_on=None, year__last_on__lt=day)
    return list(SchoolYear.objects.filter(pk__in=living.values("year")))


def _kitchens(day: date) -> list[School]:
    """Schools where somebody cooks on a day."""
    cooking = School.objects.filter(kitchens__from_on__lte=day, kitchens__until_on__gte=day)
    return list(cooking.distinct())


def _looked_at(day: date) -> list[date]:
    """This month, and the last one while terminals may still hand in its days."""
    return sorted({one.replace(day=1) for one in (day, day - timedelta(days=10))})
