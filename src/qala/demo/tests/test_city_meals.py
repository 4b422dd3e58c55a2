"""Meals of the full-size city, tried on one small school: equal portions, stopped and resumed, and the disk."""

import shutil
from collections import namedtuple
from datetime import date
from pathlib import Path

import pytest

from qala.demo.fill import city_meals
from qala.demo.fill.city_meals import count_months, feed_city, missing, weigh
from qala.demo.fill.months import MONTHS, ShortOfDisk, months_asked
from qala.demo.models import Portion
from qala.ledger.models import Transfer
from qala.meals.models import Meal, MonthPicture, ServiceEvent, Voucher
from qala.meals.queries import pictures
from qala.meals.queries.sealed import totals
from qala.people.tests.factories import AccountFactory, AppointmentFactory
from qala.roster.models import School
from qala.roster.tests.factories import EnrolmentFactory, PupilCardFactory, SchoolClassFactory

pytestmark = pytest.mark.django_db
TWO = MONTHS[:2]


@pytest.fixture
def school() -> School:
    """A school with its people, one class, and the department's officer."""
    keeper = AppointmentFactory(role="education_department")
    AccountFactory(person=keeper.person, email="education-officer@qala.example")
    room = SchoolClassFactory(grade=3)
    for role in ("school_director", "social_pedagogue"):
        AppointmentFactory(role=role, organisation=room.school.organisation)
    for _ in range(5):
        PupilCardFactory(pupil=EnrolmentFactory(school_class=room).pupil)
    return room.school


def said() -> list[tuple[object, ...]]:
    """What stands in the tables, without row numbers."""
    events = ServiceEvent.objects.order_by("sequence").values_list("sequence", "day", "digest", "outcome", "reason")
    meals = Meal.objects.order_by("event__sequence").values_list("event__sequence", "day", "tiyn", "draw")
    draws = Transfer.objects.filter(phase="draw").order_by("key").values_list("key", "tiyn", "ordinal", "rest")
    return [(number, day, bytes(digest), *rest) for number, day, digest, *rest in events] + [*meals, *draws]


def quiet(_line: str) -> None:
    """Nobody listens."""


def test_a_city_that_was_stopped_goes_on_where_it_stopped(school, monkeypatch):
    real = city_meals.load_queue

    def stopped(**told):
        real(**told)
        raise KeyboardInterrupt

    monkeypatch.setattr(city_meals, "load_queue", stopped)
    with pytest.raises(KeyboardInterrupt):
        feed_city(TWO, quiet, workers=1)
    assert not Portion.objects.exists()
    assert not ServiceEvent.objects.exists()
    monkeypatch.setattr(city_meals, "load_queue", real)
    first = feed_city(TWO[:1], quiet, workers=1)
    assert missing(TWO) == [(school.pk, TWO[1])]
    before = said()
    second = feed_city(TWO, quiet, workers=1)
    assert feed_city(TWO, quiet, workers=1) == 0
    assert said()[: len(before) // 3] == before[: len(before) // 3]
    assert Portion.objects.count() == 2
    assert ServiceEvent.objects.count() == first + second
    assert Meal.objects.count() == Transfer.objects.filter(phase="draw").count() > 100
    assert sum(one.meals for one in Portion.objects.all()) == Meal.objects.count()
    assert totals(TWO[0])["meals"] > 0, "days that were loaded are over: log and pages tell them"
    monkeypatch.setattr(pictures, "MANY", 1)
    count_months(TWO, quiet)
    assert {one.month for one in MonthPicture.objects.filter(school="")} >= set(TWO)


def test_a_month_of_the_year_before_has_its_classes_and_vouchers(school):
    feed_city((date(2026, 5, 1),), quiet, workers=1)
    assert Meal.objects.filter(day__range=(date(2026, 5, 1), date(2026, 5, 31))).count() > 40
    assert set(Voucher.objects.values_list("state", "year__slug")) >= {("expired", "2025-26"), ("active", "2026-27")}


def test_months_are_asked_for_by_number():
    assert months_asked("") == MONTHS[:1]
    assert len(months_asked("9")) == 9
    for wrong in ("0", "10", "all"):
        with pytest.raises(ValueError, match="MONTHS is a number"):
            months_asked(wrong)


def test_a_disk_that_is_too_small_is_refused_before_anything(school, monkeypatch):
    usage = namedtuple("usage", "total used free")  # noqa: PYI024 - as shutil gives it
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage(10**12, 0, 3 * 10**9))
    heard: list[str] = []
    with pytest.raises(ShortOfDisk, match="too small"):
        weigh(MONTHS, heard.append, is_city_there=True)
    assert "9 months, 9 of 9 school-months to come" in heard[0]
    assert "67 GB needed, 3 GB free" in heard[0]  # nine months of 2.7 million meals, and room to sort


def test_enough_disk_lets_the_city_in(school, monkeypatch, tmp_path: Path):
    usage = namedtuple("usage", "total used free")  # noqa: PYI024 - as shutil gives it
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage(10**15, 0, 10**14))
    weigh(MONTHS, quiet, is_city_there=False)
