"""The school year before this one, for a city whose meals go back that far: its terms, classes, seats and vouchers.

Children of today sat one grade lower; whoever left school since is not told of.
"""

from datetime import date

from django.db import transaction

from qala.demo.city.schools import TERMS
from qala.demo.fill.city_kitchens import OLDER
from qala.demo.fill.ground import LOADER
from qala.demo.fill.kitchens import SOURCE, prove
from qala.meals.actions.vouchers import load_past_vouchers
from qala.meals.models import Voucher
from qala.roster import actions
from qala.roster.actions import Place, Seat
from qala.roster.models import Enrolment, School, SchoolClass, SchoolYear

YEAR, FIRST, LAST = 2025, date(2025, 9, 1), date(2026, 8, 31)
SLUG, THIS_YEAR = "2025-26", "2026-27"


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1)


@transaction.atomic
def open_years(years: set[int]) -> None:
    """Open the school year before, where it is asked for and not there."""
    if YEAR in years and not SchoolYear.objects.filter(slug=SLUG).exists():
        terms = [(_year_before(first), _year_before(last)) for first, last in TERMS]
        actions.open_year(by=LOADER, slug=SLUG, first_on=FIRST, last_on=LAST, terms=terms, source=SOURCE)


@transaction.atomic
def teach(seed: int, school: School, years: set[int]) -> None:
    """Seat the children where they sat a year ago."""
    if YEAR not in years or SchoolClass.objects.filter(school=school, year__slug=SLUG).exists():
        return
    year = SchoolYear.objects.get(slug=SLUG)
    rooms = list(SchoolClass.objects.filter(school=school, year__slug=THIS_YEAR, grade__gt=1).order_by("pk"))
    places = [Place(school, room.grade - 1, room.letter, room.language, room.shift) for room in rooms]
    before = dict(
        zip((room.pk for room in rooms), actions.open_classes(by=LOADER, year=year, places=places), strict=True)
    )
    seats = Enrolment.objects.filter(school_class__in=rooms).select_related("pupil__person").order_by("pk")
    actions.enrol_many(
        by=LOADER, seats=[Seat(one.pupil.person, before[one.school_class_id], FIRST) for one in seats]
    )
    prove(seed, school, OLDER, year=YEAR)


def end_vouchers(school: School) -> None:
    """The vouchers of the year before held from its first day and ended with it."""
    if Voucher.objects.filter(school=school, year__slug=SLUG, ended_on=None).exists():
        load_past_vouchers(by=LOADER, school=school, year=SchoolYear.objects.get(slug=SLUG))
