"""A voucher at the school's desk: it rests, works again, ends; its parents read why and can object."""

import pytest
from django.urls import reverse

from qala.kernel.clock import now
from qala.kernel.models import Announcement
from qala.kernel.refusals import Refusal
from qala.meals.actions.vouchers import suspend
from qala.meals.models import Appeal, EntitlementList, Pause
from qala.meals.tests.factories import JOB, NOVEMBER, department, meal_school
from qala.people.tests.conftest import signed_in
from qala.roster.tests.factories import parent_of

pytestmark = pytest.mark.django_db
ENGLISH = {"headers": {"Accept-Language": "en"}}


@pytest.fixture
def town():
    town = meal_school(pupils=1)
    town.pedagogue, town.parent = town.officer("social_pedagogue"), parent_of(town.pupils[0])
    return town


def desk(town, name="desk_voucher"):
    return reverse(f"meals:{name}", args=[town.school.slug, town.vouchers[0].key])


def step(town, by, verb, reason=""):
    return signed_in(by).post(desk(town, "desk_voucher_step"), {"verb": verb, "reason": reason}).status_code


def read(person, address):
    answer = signed_in(person).get(address, **ENGLISH)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def child(town, name="child"):
    return reverse(f"meals:{name}", args=[town.pupils[0].key])


def state(town):
    town.vouchers[0].refresh_from_db()
    return town.vouchers[0].state


def test_the_list_leads_to_the_voucher_of_each_child(town):
    formed = EntitlementList.objects.create(school=town.school, month=NOVEMBER, formed_by="job:x", formed_at=now())
    formed.lines.create(pupil=town.pupils[0], grade=3, basis="grade")
    lines = read(town.pedagogue, reverse("meals:desk_lines", args=[town.school.slug]) + "?month=2026-11")
    assert desk(town) in lines
    assert "works" in lines


def test_a_voucher_rests_for_a_known_reason_the_parents_read_it_and_it_works_again(town):
    assert step(town, town.pedagogue, "suspend", "he is rude") == 422
    assert step(town, town.pedagogue, "suspend") == 422
    assert state(town) == "active"
    assert step(town, town.pedagogue, "suspend", "used_by_another") == 302
    assert state(town) == "suspended"
    seen = read(town.parent, child(town))
    assert "somebody else used the child's card or code" in seen.replace("&#x27;", "'")
    assert "Your child eats in any case" in seen
    letter = Announcement.objects.get(kind="notice_due")
    assert letter.payload["person"] == str(town.parent.pk)
    assert town.pupils[0].person.family not in str(letter.payload)
    assert 'value="resume"' in read(town.pedagogue, desk(town))
    assert step(town, town.pedagogue, "resume") == 302
    assert (state(town), Pause.objects.filter(until_on=None).exists()) == ("active", False)
    assert "somebody else used" in read(town.pedagogue, desk(town)), "what was stays to be read"


def test_a_parent_objects_to_a_pause_once(town):
    suspend(by=town.pedagogue, voucher=town.vouchers[0], reason="proof_doubted")
    assert child(town, "appeal") in read(town.parent, child(town))
    assert "The voucher should work" in read(town.parent, child(town, "appeal"))
    told = {"words": "The paper is in order, the school has it."}
    assert signed_in(town.parent).post(child(town, "appeal"), told).status_code == 302
    assert Appeal.objects.get().reason == "proof_doubted"
    assert child(town, "appeal") not in read(town.parent, child(town))
    assert "A parent objected on" in read(town.pedagogue, desk(town))


def test_a_voucher_ends_for_a_known_reason_and_the_parents_read_which_and_when(town):
    assert step(town, department(), "revoke", "long_absence") == 422, "a reason to rest is none to end"
    assert step(town, department(), "revoke", "left_city_schools") == 302
    assert state(town) == "revoked"
    seen = read(town.parent, child(town))
    assert "The voucher ended on" in seen
    assert "left the city's schools" in seen.replace("&#x27;", "'")
    assert child(town, "appeal") in seen
    page = read(town.pedagogue, desk(town))
    assert 'name="verb"' not in page, "nothing is left to do"


def test_a_director_and_an_auditor_read_and_change_nothing(town):
    assert 'name="verb"' not in read(town.officer("school_director"), desk(town))
    assert step(town, town.officer("school_director"), "suspend", "long_absence") == 403


def test_only_a_parent_ends_the_rest_a_parent_began(town):
    signed_in(town.parent).post(child(town, "agree"), {"word": "withdraw"})
    assert state(town) == "suspended"
    assert "Only a parent gives it again" in read(town.pedagogue, desk(town))
    assert step(town, town.pedagogue, "resume") == 422
    assert "It rests since" not in read(town.parent, child(town))


def test_two_hands_over_one_voucher_see_each_other(town):
    one, other = town.vouchers[0], type(town.vouchers[0]).objects.get()
    suspend(by=town.pedagogue, voucher=one, reason="long_absence")
    with pytest.raises(Refusal):
        suspend(by=JOB, voucher=other, reason="long_absence")
    assert Pause.objects.count() == 1
