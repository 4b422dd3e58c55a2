"""A word that stands on no button decides nothing: 400, a clear sentence, and not one row changed."""

import pytest
from django.urls import reverse

from qala.meals.actions.disputes import open_dispute
from qala.meals.actions.flags import raise_flags
from qala.meals.actions.lists import form_list
from qala.meals.actions.serving import receive
from qala.meals.models import Dispute, Flag, ListLine, Provisional, Voucher
from qala.meals.tests.factories import FRIDAY, JOB, NOVEMBER, department, meal_school
from qala.meals.tests.stories import serve
from qala.people.tests.conftest import signed_in
from qala.roster.tests.factories import SchoolDayFactory, parent_of

pytestmark = pytest.mark.django_db
STRANGE = ("", "Approve", "upheld", "rejected", "confirm ", "\x00")


def state_of_things():
    rows = (Dispute, Flag, Provisional, ListLine, Voucher)
    return [list(one.objects.order_by("pk").values()) for one in rows]


def nothing_happens(person, name, *args, field="verb", **told):
    before = state_of_things()
    for word in STRANGE:
        answer = signed_in(person).post(reverse(f"meals:{name}", args=args), {field: word} | told, headers={"Accept-Language": "en"})
        assert answer.status_code == 400, (name, word)
        assert "Nobody knows this step" in answer.content.decode()
    assert state_of_things() == before


def test_a_contested_line_is_not_turned_down_by_a_slip():
    town = meal_school(pupils=1)
    row = open_dispute(by=town.officer("school_director"), meal=serve(town)[0], reason="school_contests")
    nothing_happens(department(), "settle", row.pk)


def test_a_plate_on_trust_is_not_rejected_by_a_slip():
    town = meal_school(pupils=1)
    receive(by=town.terminal, signed=[town.phone.press(town.pupils[0], day=FRIDAY, how="teacher")])
    nothing_happens(town.officer("school_director"), "desk_decide", town.school.slug, Provisional.objects.get().pk)


def test_a_question_is_not_answered_by_a_slip():
    town = meal_school(pupils=1)
    SchoolDayFactory(school=town.school, day=serve(town)[0].day, quarantine=True)
    raise_flags(by=JOB, month=NOVEMBER)
    row = Flag.objects.first()
    nothing_happens(department(), "flag_act", row.pk, verdict="fraud", explanation="x")


def test_a_consent_is_neither_given_nor_taken_back_by_a_slip():
    town = meal_school(pupils=1)
    parent, child = parent_of(town.pupils[0]), town.pupils[0].key
    nothing_happens(parent, "agree", child, field="word")
    nothing_happens(parent, "my_reader", child, field="word")


def test_a_list_a_child_and_a_month_do_not_move_by_a_slip():
    town = meal_school(pupils=2)
    pedagogue = town.officer("social_pedagogue")
    formed = form_list(by=pedagogue, school=town.school, month=NOVEMBER)
    nothing_happens(pedagogue, "desk_act", town.school.slug, month="2026-11")
    nothing_happens(pedagogue, "desk_line", town.school.slug, formed.lines.first().pk, reason="left_school")
    nothing_happens(pedagogue, "desk_voucher_step", town.school.slug, town.vouchers[0].key, reason="long_absence")
    nothing_happens(department(), "close_act", month="2026-11")
