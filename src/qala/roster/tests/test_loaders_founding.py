"""A city begins: its schools, its school year and the cards of its pupils come from files, row by row."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from qala.roster.models import PupilCard, School, SchoolYear
from qala.roster.queries import pupil_by_card
from qala.roster.tests.factories import EnrolmentFactory, PupilCardFactory

pytestmark = pytest.mark.django_db
SCHOOLS = "slug,kk,ru,en,kind,places,number,bin,shifts,days_a_week,from,key\n"
FIRST = "school-1,№1 мектеп,Школа №1,School 1,state,600,1,,2,6,2026-09-01,ORG-1\n"
SECOND = "school-2,№2 мектеп,Школа №2,,private,300,2,,,,01.09.2026,\n"
YEARS = "year,first,last,terms,source\n"
YEAR = "2031-32,2031-09-01,2032-05-25,2031-09-01..2031-10-26 2031-11-03..2032-05-25,Order 1\n"
CARDS = "pupil_key,card\n"


@pytest.fixture
def load(tmp_path, capsys):
    def run(what, text):
        path = tmp_path / f"{what}.csv"
        path.write_text(text, encoding="utf-8")
        call_command(f"load_{what}", str(path))
        return capsys.readouterr().out

    return run


def test_schools_are_founded_once(load):
    assert "new 2, known 0, refused 0" in load("schools", SCHOOLS + FIRST + SECOND)
    one, two = School.objects.filter(number__in="12").order_by("number")
    assert (one.design_capacity, one.shifts, one.days_a_week, one.source_id) == (600, 2, 6, "ORG-1")
    assert (two.kind, two.shifts, two.organisation.from_on) == ("private", 1, date(2026, 9, 1))
    assert "new 0, known 2, refused 0" in load("schools", SCHOOLS + FIRST + SECOND)


def test_a_bad_file_of_schools_changes_nothing_and_says_which_line(load, capsys):
    before = School.objects.count()
    for kind, places, day in (("state", "many", "2026-09-01"), ("state", "9", "soon"), ("zoo", "9", "2026-09-01")):
        bad = f"school-3,Мектеп,Школа,,{kind},{places},3,,,,{day},\n"
        with pytest.raises(CommandError):
            load("schools", SCHOOLS + FIRST + bad)
        assert "line 3" in capsys.readouterr().out
    assert School.objects.count() == before


def test_a_year_opens_with_its_terms(load):
    assert "new 1" in load("years", YEARS + YEAR)
    year = SchoolYear.objects.get(slug="2031-32")
    assert [term.first_on for term in year.terms.order_by("ordinal")] == [date(2031, 9, 1), date(2031, 11, 3)]
    assert "known 1" in load("years", YEARS + YEAR)
    with pytest.raises(CommandError):
        load("years", YEARS + YEAR.replace("2031-32", "again"))


def test_cards_find_their_pupils_and_each_fault_is_named(load, capsys):
    seats = EnrolmentFactory.create_batch(25)
    for n, seat in enumerate(seats):
        type(seat.pupil).objects.filter(pk=seat.pupil_id).update(source_id=f"K{n}")
    PupilCardFactory(pupil=seats[0].pupil, code="OLD-0000")
    rows = "".join(f"K{n},CARD-{n:04}\n" for n in range(1, 25))
    assert "new 24, known 0, refused 1" in load("cards", CARDS + rows + "K0,CARD-9999\n")
    assert pupil_by_card("CARD-0007") == seats[7].pupil
    assert "new 0, known 24, refused 0" in load("cards", CARDS + rows)
    with pytest.raises(CommandError):
        load("cards", CARDS + "K99,CARD-5555\nK1,CARD-0002\nK2,no!\n")
    told = capsys.readouterr().out
    assert all(word in told for word in ("no pupil of the register", "given out before", "4 to 64"))
    assert PupilCard.objects.count() == 25
