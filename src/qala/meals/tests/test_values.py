"""The programme's numbers: read by everybody, set by a file whose difference somebody saw, never behind counted meals."""

from datetime import date, timedelta
from html import unescape
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from qala.journal.models import Entry
from qala.kernel.clock import today
from qala.kernel.refusals import Forbidden, Refusal
from qala.meals.actions.values import set_bands, set_numbers
from qala.meals.models import AgeBand, Setting
from qala.meals.queries.settings import DEFAULTS, setting
from qala.meals.rules.values import KNOWN, ToldBand, ToldSetting, overlapping
from qala.meals.tests.eating import eat
from qala.meals.tests.factories import FRIDAY, JOB, meal_school
from qala.meals.words_values import SETTING_WORDS
from qala.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
LATER = today() + timedelta(days=40)
SETTINGS = "slug,value,from_on,source,verified"
BANDS = "slug,kk,ru,en,from_age,until_age,from_on,source,verified"


def told(value=940, from_on=LATER):
    return ToldSetting("attendance_factor_permille", value, from_on, "Order 7", True)


def band(slug, first, until, from_on=LATER):
    return ToldBand(slug, (slug, slug, slug), first, until, from_on, "Order 7", False)


def load(tmp_path, kind, *lines, yes=True):
    file, out = tmp_path / "values.csv", StringIO()
    file.write_text("\n".join((SETTINGS if kind == "settings" else BANDS, *lines)), "utf-8")
    try:
        call_command("load_meals", kind, str(file), *(["--yes"] if yes else []), stdout=out)
    except CommandError as refused:
        return out.getvalue() + str(refused)
    return out.getvalue()


def test_every_number_has_its_bounds_its_words_and_lies_within():
    assert set(KNOWN) == set(DEFAULTS) == set(SETTING_WORDS)
    assert all(bounds.least <= DEFAULTS[slug] <= bounds.most for slug, bounds in KNOWN.items())
    units = {row.slug: row.unit for row in Setting.objects.all()}
    assert units == {slug: bounds.unit for slug, bounds in KNOWN.items()}


def test_the_page_tells_each_number_with_its_source_and_marks_what_nobody_verified(client):
    town = meal_school(pupils=1)
    set_numbers(by=JOB, told=[told()])
    shown = client.get(reverse("meals:values"), headers={"Accept-Language": "en"}).content.decode()
    for words in (*map(str, SETTING_WORDS.values()), "678.50", "Order 7", "not verified", "93.8", "94"):
        assert words in unescape(shown)
    assert town.contract.number in shown


def test_the_file_of_numbers_holds_every_row(client):
    meal_school(pupils=1)
    lines = client.get(reverse("meals:values"), {"format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + Setting.objects.count() + AgeBand.objects.count() + 2


def test_a_city_sets_a_number_from_a_day_on(tmp_path):
    before = setting("attendance_factor_permille")
    line = f"attendance_factor_permille,940,{LATER},Order 7,yes"
    assert f"{before} → 940" in load(tmp_path, "settings", line, yes=False)
    assert setting("attendance_factor_permille", LATER) == before, "the difference alone writes nothing"
    assert "1 new, 0 known" in load(tmp_path, "settings", line)
    assert (setting("attendance_factor_permille"), setting("attendance_factor_permille", LATER)) == (before, 940)
    assert "0 new, 1 known" in load(tmp_path, "settings", line), "the same file twice changes nothing"
    assert Entry.objects.filter(verb="meals.settings.written").exists()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (f"speed_of_light,1,{LATER},Order 7,yes", "no such setting"),
        (f"small_group,1,{LATER},Order 7,yes", "too small or too large"),
        (f"small_group,1e3,{LATER},Order 7,yes", "no whole number"),
        (f"small_group,{'9' * 400},{LATER},Order 7,yes", "no whole number"),
        ("small_group,12,soon,Order 7,yes", "no day"),
        (f"small_group,12,{LATER},,yes", "source is missing"),
        (f"small_group,12,{LATER},Order 7,maybe", "yes or no"),
        (f"small_group,12,{LATER}", "more or fewer columns"),
        ("small_group,12,2025-09-01,Order 7,yes", "rows never change"),
    ],
)
def test_a_bad_line_is_named_and_the_whole_file_waits(tmp_path, line, why):
    count = Setting.objects.count()
    answer = load(tmp_path, "settings", f"qr_seconds,90,{LATER},Order 7,yes", line)
    assert "refused line 3: " in answer
    assert why in answer
    assert Setting.objects.count() == count


def test_nothing_changes_behind_counted_meals(tmp_path):
    town = meal_school(pupils=1)
    eat(town, town.pupils, FRIDAY)
    assert "meals are counted" in load(tmp_path, "settings", f"small_group,12,{FRIDAY},Order 7,yes")
    for act, row in ((set_numbers, told(from_on=FRIDAY)), (set_bands, band("age-5-6", 5, 7, FRIDAY))):
        with pytest.raises(Refusal) as refused:
            act(by=JOB, told=[row])
        assert refused.value.code == "reaches_back"


def test_bands_come_as_a_set_and_share_no_age(tmp_path):
    rows = [f"age-6-9,6–9 жас,6–9 лет,6–9 years,6,10,{LATER},Norm,no", f"age-10-18,10–18,10–18,10–18,10,19,{LATER},Norm,no"]
    assert "2 new" in load(tmp_path, "bands", *rows)
    assert "бір жас қатар" in load(tmp_path, "bands", f"age-9-11,9–11,9–11,9–11,9,12,{LATER},Norm,no")
    assert AgeBand.objects.filter(from_on=LATER).count() == 2
    assert "ages are whole years" in load(tmp_path, "bands", f"age-x,x,x,x,12,9,{LATER},Norm,no")


def test_bands_that_touch_do_not_overlap():
    assert overlapping([band("a", 7, 11), band("b", 11, 19)]) == set()
    assert {slug for slug, _day in overlapping([band("a", 7, 12), band("b", 11, 19)])} == {"a", "b"}
    assert overlapping([band("a", 7, 12), band("b", 11, 19, date(2031, 1, 1))]) == set()


def test_a_person_without_office_sets_nothing():
    for act, row in ((set_numbers, told()), (set_bands, band("a", 7, 11))):
        with pytest.raises(Forbidden):
            act(by=PersonFactory(), told=[row])
