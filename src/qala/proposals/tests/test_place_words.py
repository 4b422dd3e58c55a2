"""A place on a desk: one language a line, the reader's."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import translation

from qala.kernel.clock import now, today
from qala.places.tests.factories import a_landmark, a_street
from qala.proposals.queries.desk import why_held
from qala.proposals.queries.desk_case import face_of
from qala.proposals.queries.place_words import place_words
from qala.proposals.rules import abuse
from qala.proposals.tests.factories import PlacardFactory, ProposalFactory

DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


def placed(typed, **where):
    case = ProposalFactory(**where)
    case.statement.place_text = typed
    return place_words(case)


def test_a_street_is_said_once_with_its_house():
    street = a_street(kk="Күләш көшесі", ru="улица Куляш")
    with translation.override("ru"):
        told = placed("Күләш көшесі, 12", street=street)
    assert (told.known, told.typed) == ("улица Куляш, 12", "")


def test_a_stop_on_its_street_and_words_of_the_author_stand_apart():
    landmark = a_landmark(kk="«Шие көшесі» аялдамасы")
    with translation.override("ru"):
        told = placed("темный угол у киоска", landmark=landmark)
    assert (told.known, told.typed) == ("«Шие көшесі» аялдамасы", "темный угол у киоска")
    assert told.short == told.known


def test_a_house_that_bears_its_streets_name_is_said_once():
    house = a_landmark(kk="Күләш көшесі, 12-үй")
    with translation.override("kk"):
        told = placed("Күләш көшесі, 12", landmark=house, street=a_street(kk="Күләш көшесі", ru="улица Куляш"))
    assert (told.known, told.typed) == ("Күләш көшесі, 12-үй", "")


def test_a_bus_is_named_in_the_readers_language_once():
    placard = PlacardFactory(kind="bus", route="15", vehicle="Q015-A3")
    with translation.override("ru"):
        told = placed("№ 15 автобус, Q015-A3", placard=placard)
    assert (told.placard, told.typed) == ("Автобус 15 · Q015-A3", "")
    assert told.short == "Автобус 15 · Q015-A3"


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_reason_to_hold_a_case_has_words(language):
    codes = [f"token_{one.value}" for one in (abuse.Verdict.FORGED, abuse.Verdict.TOO_FAST, abuse.Verdict.FUTURE)]
    codes += [budget.slug for budget in abuse.BUDGETS] + ["honeypot", "flood", "key_hour", "by_hand", "too_fast"]
    with translation.override(language):
        told = {code: why_held(code) for code in codes}
        assert why_held("honeypot,device_hour") == f"{told['honeypot']}, {told['device_hour']}"
    assert [code for code, words in told.items() if not words or re.search("[a-z]", words)] == []
    assert told["device_hour"] != told["by_hand"]


def test_the_day_to_forward_is_not_offered_after_it_has_passed():
    fresh, old = (face_of(ProposalFactory(triaged=True, appeal=True, received_at=now() - ago)) for ago in (DAY, 40 * DAY))
    assert fresh.may_forward_in_time
    assert not old.may_forward_in_time
    assert old.forward_by < today()


def test_pages_print_no_name_that_only_programs_read():
    """A placard or an assignment in a sentence goes through words; `__str__` of these rows is for the shell."""
    raw = re.compile(r"\{\{ (?:case\.|proposal\.|row\.case\.)?(?:placard|hop\.0\.row|route\.row) \}\}|=case\.placard[ %]")
    pages = Path(__file__).parents[1] / "templates" / "proposals"
    assert [page.name for page in pages.glob("*.html") if raw.search(page.read_text("utf-8"))] == []
