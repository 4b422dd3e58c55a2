"""The menu of a day: written by who cooks there, in two languages, and no more once the day is over."""

from datetime import date, timedelta

import pytest

from qala.journal.models import Entry
from qala.kernel.clock import today
from qala.kernel.refusals import Forbidden, Refusal
from qala.kernel.translated import Translated
from qala.meals.actions.menus import write_menu
from qala.meals.models import MenuDay, Service
from qala.meals.tests.factories import JOB, department, meal_school
from qala.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
DISHES = Translated(kk="Көже, палау", ru="Суп, плов")


def written(town, by=None, **changed):
    told = {"school": town.school, "day": today(), "service": Service.objects.get(slug="lunch"), "dishes": DISHES} | changed
    return write_menu(by=by or town.supplier(), **told)


def test_the_supplier_writes_and_writes_anew_until_the_day_is_over():
    town = meal_school(pupils=0)
    supplier = town.supplier()
    written(town, supplier, allergens=["milk", "poison"], kilocalories=620)
    menu = written(town, supplier, dishes=Translated(kk="Борщ", ru="Борщ"))
    assert MenuDay.objects.get() == menu
    assert (menu.dishes.kk, menu.allergens, menu.kilocalories) == ("Борщ", [], None)
    entries = Entry.objects.filter(verb="meals.menu.written").order_by("pk")
    assert [one.facts["allergens"] for one in entries] == [1, 0]
    assert entries[0].actor == supplier.actor_key


def test_only_who_cooks_there_that_day_writes_it():
    town, other = meal_school(pupils=0), meal_school(pupils=0)
    for stranger in (other.supplier(), department(), town.officer("school_director"), PersonFactory()):
        with pytest.raises(Forbidden):
            written(town, stranger)
    with pytest.raises(Forbidden):
        written(town, day=today() - timedelta(days=1))
    with pytest.raises(Forbidden):
        written(town, day=date(2030, 1, 1))
    assert written(town, JOB, day=today() - timedelta(days=1)).pk


@pytest.mark.parametrize("dishes", [Translated(kk="Көже"), Translated(ru="Суп"), Translated(en="Soup")])
def test_a_menu_is_told_in_both_languages(dishes):
    with pytest.raises(Refusal) as refused:
        written(meal_school(pupils=0), dishes=dishes)
    assert refused.value.code == "untranslated"
    assert not MenuDay.objects.exists()
