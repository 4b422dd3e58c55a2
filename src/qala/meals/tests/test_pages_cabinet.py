"""A parent's pages: own children only, and everything a parent can say."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from qala.journal.sealing.sequencer import seal
from qala.journal.tests.conftest import folder
from qala.kernel.clock import today
from qala.kernel.models import Announcement
from qala.meals.actions.reversals import reverse as take_back
from qala.meals.actions.vouchers import suspend
from qala.meals.models import Dispute, Pause, Rating
from qala.meals.tests.eating import eat, end_the_day
from qala.meals.tests.factories import FRIDAY, VoucherFactory, department, meal_school
from qala.people.models import ConsentText
from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import GuardianshipFactory
from qala.roster.tests.factories import EnrolmentFactory, parent_of

__all__ = ["folder"]
pytestmark = pytest.mark.django_db
ASKED = {"month": "2026-11"}


@pytest.fixture
def town():
    return meal_school(pupils=2)


@pytest.fixture
def wording():
    words = {"kk": "Келісім", "ru": "Согласие", "en": "Consent"}
    ConsentText.objects.get_or_create(
        purpose="school-meals", version="test", defaults={"titles": words, "texts": words, "from_on": today() - timedelta(days=1)}
    )


def to(name, *args):
    return reverse(f"meals:{name}", args=args)


def page(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def test_a_parent_sees_what_the_child_ate_and_what_is_left(town):
    child = town.pupils[0]
    eat(town, [child], FRIDAY)
    shown = page(signed_in(parent_of(child)).get(to("child", child.key), ASKED, headers={"accept-language": "en"}))
    assert str(town.school.name.kk) in shown or str(town.school.name.en) in shown
    assert shown.replace("\xa0", " ").replace("\u202f", " ").count("678,5") + shown.count("678.5") >= 2


def test_the_only_child_opens_at_once_and_two_are_a_list(town):
    parent = parent_of(town.pupils[0])
    assert signed_in(parent).get(to("my")).url == to("child", town.pupils[0].key)
    GuardianshipFactory(guardian=parent, child=town.pupils[1].person)
    assert page(signed_in(parent).get(to("my"))).count("/my/meals/") >= 2


def test_another_parent_finds_nobody_anywhere(town):
    child = town.pupils[0]
    (event,) = eat(town, [child], FRIDAY)
    stranger = signed_in(parent_of(town.pupils[1]))
    for name, args in (("child", ()), ("contest", (event.uid,)), ("complain", (event.uid,)), ("receipt", (event.uid,))):
        assert stranger.get(to(name, child.key, *args)).status_code == 404
    for name, args in (("agree", ()), ("rate", (event.uid,)), ("contest", (event.uid,)), ("complain", (event.uid,))):
        assert stranger.post(to(name, child.key, *args), {"stars": 5, "words": "x"}).status_code == 404


def test_one_child_s_meal_is_not_told_on_the_page_of_another(town):
    parent = parent_of(town.pupils[0])
    GuardianshipFactory(guardian=parent, child=town.pupils[1].person)
    (event,) = eat(town, [town.pupils[0]], FRIDAY)
    assert signed_in(parent).get(to("contest", town.pupils[1].key, event.uid)).status_code == 404


def test_stars_are_given_once(town):
    child = town.pupils[0]
    (event,) = eat(town, [child], FRIDAY)
    browser = signed_in(parent_of(child))
    assert browser.post(to("rate", child.key, event.uid), {"stars": 4}).status_code == 302
    assert browser.post(to("rate", child.key, event.uid), {"stars": 1}).status_code == 422
    assert browser.post(to("rate", child.key, event.uid), {"stars": 9}).status_code == 422
    assert [row.stars for row in Rating.objects.all()] == [4]


def test_a_denied_meal_becomes_a_dispute_and_its_money_stands_aside(town):
    child = town.pupils[0]
    (event,) = eat(town, [child], FRIDAY)
    browser = signed_in(parent_of(child))
    assert str(town.school.name) in page(browser.get(to("contest", child.key, event.uid)))
    assert browser.post(to("contest", child.key, event.uid)).status_code == 302
    assert Dispute.objects.get().meal_id == event.pk
    assert town.money("disputed") == event.meal.tiyn
    assert browser.post(to("contest", child.key, event.uid)).status_code in (409, 422)


def test_a_complaint_travels_as_an_erasable_word(town):
    child = town.pupils[0]
    (event,) = eat(town, [child], FRIDAY)
    browser = signed_in(parent_of(child))
    assert page(browser.post(to("complain", child.key, event.uid), {"words": " "}), 422)
    assert browser.post(to("complain", child.key, event.uid), {"words": "Суық"}).status_code == 302
    told = Announcement.objects.get(kind="concern_raised")
    assert told.said == "Суық"
    assert "Суық" not in str(told.payload)
    assert told.payload["about"] == f"meals.serviceevent:{event.pk}"


def test_consent_is_given_taken_back_and_given_again(town, wording):
    pupil = EnrolmentFactory(school_class=town.school_class).pupil
    voucher = VoucherFactory(pupil=pupil, school=town.school, year=town.school_class.year, listed=True)
    browser = signed_in(parent_of(voucher.pupil))
    states = []
    for word in ("agree", "withdraw", "agree"):
        assert browser.post(to("agree", voucher.pupil.key), {"word": word}).status_code == 302
        voucher.refresh_from_db()
        states.append((voucher.state, voucher.consent.withdrawn_at is None))
    assert states == [("active", True), ("suspended", False), ("active", True)]
    assert Pause.objects.get(voucher=voucher).until_on == today()


def test_a_consent_is_answered_with_what_follows_and_when(town, wording):
    pupil = EnrolmentFactory(school_class=town.school_class).pupil
    voucher = VoucherFactory(pupil=pupil, school=town.school, year=town.school_class.year, listed=True)
    browser = signed_in(parent_of(pupil))

    def agreed():
        answer = browser.post(to("agree", pupil.key), {"word": "agree"}, follow=True, headers={"Accept-Language": "en"})
        return " ".join(answer.content.decode().split())

    assert "works from" in agreed()
    voucher.refresh_from_db()
    suspend(by=town.officer("social_pedagogue"), voucher=voucher, reason="long_absence")
    assert "The voucher still rests" in agreed()


def test_a_receipt_that_is_not_sealed_says_so(town):
    child = town.pupils[0]
    (event,) = eat(town, [child], FRIDAY)
    assert signed_in(parent_of(child)).get(to("receipt", child.key, event.uid)).status_code == 409
    assert signed_in(parent_of(child)).get(to("receipt", child.key, uuid4())).status_code == 404


def test_a_page_of_many_meals_asks_few_questions(town, django_assert_max_num_queries):
    child = town.pupils[0]
    eat(town, [child], FRIDAY)
    browser = signed_in(parent_of(child))
    with django_assert_max_num_queries(26):
        page(browser.get(to("child", child.key), ASKED))


def test_a_meal_taken_back_has_a_receipt_of_its_own_beside_the_meals(town, folder):
    (event,) = eat(town, town.pupils[:1], FRIDAY)
    child, browser = town.pupils[0], signed_in(parent_of(town.pupils[0]))
    back = to("receipt_back", child.key, event.uid)
    assert browser.get(back).status_code == 409, "nothing was taken back"
    take_back(by=department(), meal=event.meal, reason="another_child")
    shown = page(browser.get(to("child", child.key), ASKED, headers={"accept-language": "en"}))
    assert "the receipt of the taking back is here by the next morning" in shown
    end_the_day()
    while seal().sealed:
        pass
    assert back in page(browser.get(to("child", child.key), ASKED))
    kept = [browser.get(one) for one in (to("receipt", child.key, event.uid), back)]
    assert [one.status_code for one in kept] == [200, 200]
    assert kept[0].content != kept[1].content
    assert "meal-taken-back" in kept[1]["Content-Disposition"]
    assert signed_in(parent_of(town.pupils[1])).get(back).status_code == 404


def test_before_agreeing_a_parent_reads_what_follows(town):
    voucher = VoucherFactory(listed=True, pupil=EnrolmentFactory(school_class=town.school_class).pupil, school=town.school, year=town.school_class.year)
    shown = page(signed_in(parent_of(voucher.pupil)).get(to("child", voucher.pupil.key), headers={"accept-language": "en"}))
    assert "What happens next" in shown
    assert "Your child eats all the same." in shown
