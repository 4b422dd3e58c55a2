"""Outside readers: a palm is a chance number here, bound by consent, quota, key and signature; erased, it is nobody."""

import json
from datetime import datetime

import pytest
import time_machine
from django.urls import reverse

from qala.kernel.clock import CITY, now, today
from qala.kernel.refusals import Forbidden, Refusal
from qala.meals.actions.readers import admit_reader, forget_marks, let_forget, let_know, make_mark, switch_off
from qala.meals.models import Meal, Provisional, Reader, ReaderMark, ServiceEvent
from qala.meals.queries.chains import chains_of
from qala.meals.rules.codes import coded
from qala.meals.tests.factories import JOB, department, meal_school, point_of
from qala.meals.tests.fake_reader import FakeReader
from qala.people.actions import withdraw_consent
from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import PersonFactory
from qala.roster.tests.factories import parent_of

pytestmark = pytest.mark.django_db
ENGLISH = {"headers": {"Accept-Language": "en"}}
MONDAY = datetime(2026, 11, 23, 10, tzinfo=CITY)


@pytest.fixture(autouse=True)
def monday():
    """The Monday after the presses' Friday: within the days in which a phone may hand in, whenever this runs."""
    with time_machine.travel(MONDAY, tick=True):
        yield


@pytest.fixture
def town():
    town = meal_school(pupils=2)
    town.director = town.officer("school_director")
    town.parent = parent_of(town.pupils[0])
    return town


@pytest.fixture
def glass(town):
    fake = FakeReader(town, town.director)
    let_know(by=town.parent, pupil=town.pupils[0])
    fake.palms["left"] = make_mark(by=town.director, pupil=town.pupils[0], school=town.school, vendor="Alaqan").mark
    return fake


def test_a_known_palm_is_a_meal_and_the_press_names_nobody(town, glass):
    press = glass.sees("left")
    for _sent_twice in range(2):
        assert glass.answers(press) == [("received", "")]
    meal = Meal.objects.get()
    assert (meal.pupil, meal.event.how) == (town.pupils[0], "vendor")
    assert str(glass.palms["left"]) not in bytes(meal.event.body).decode()
    assert [one.terminal for one in chains_of(town.school)] == [town.terminal]


def test_an_unknown_palm_eats_and_waits_for_a_look(town, glass):
    assert glass.answers(glass.sees("stranger")) == [("received", "")]
    assert Provisional.objects.get().event.reason == "unknown_child"


def test_another_childs_number_beside_a_signed_press_is_nobody(town, glass):
    let_know(by=parent_of(town.pupils[1]), pupil=town.pupils[1])
    other = make_mark(by=town.director, pupil=town.pupils[1], school=town.school, vendor="Alaqan")
    body, signature, _mark = glass.sees("left")
    glass.answers([body, signature, str(other.mark)])
    assert ServiceEvent.objects.get().pupil is None


def test_a_reader_says_palms_only(town, glass):
    by_key = glass.sees("left", how="card", who={"pupil": str(town.pupils[1].key)})
    by_hand = glass.sees("left", how="teacher")
    assert glass.answers(by_key, by_hand) == [("refused", "not_a_mark")] * 2
    assert not ServiceEvent.objects.exists()


def test_without_consent_there_is_no_number_and_taken_back_it_is_erased(town, glass):
    with pytest.raises(Refusal) as refused:
        make_mark(by=town.director, pupil=town.pupils[1], school=town.school, vendor="Alaqan")
    assert refused.value.code == "no_consent"
    assert let_forget(by=town.parent, pupil=town.pupils[0]) == 1
    assert not ReaderMark.objects.exists()
    glass.answers(glass.sees("left"))
    assert ServiceEvent.objects.get().pupil is None


def test_a_consent_taken_back_elsewhere_stops_the_reader_at_once_and_the_night_erases(town, glass):
    withdraw_consent(by=town.parent, person=town.pupils[0].person, purpose="outside-reader")
    glass.answers(glass.sees("left"))
    assert ServiceEvent.objects.get().pupil is None
    with pytest.raises(Forbidden):
        forget_marks(by=PersonFactory())
    assert forget_marks(by=JOB) == 1
    assert not ReaderMark.objects.exists()


def test_the_days_quota_is_a_wall(town):
    glass = FakeReader(town, town.director, quota=2)
    assert len(glass.answers(glass.sees("a"), glass.sees("b"))) == 2
    answer = glass.hands_in(glass.sees("c"))
    assert (answer.status_code, answer.json()["code"]) == (429, "quota")
    assert ServiceEvent.objects.count() == 2
    big = FakeReader(town, town.director, vendor="e-ashana", quota=1)
    assert big.hands_in(big.sees("a"), big.sees("b")).status_code == 429


@pytest.mark.parametrize("key", ["", "wrong", "Bearer", "ё"])
def test_a_wrong_key_opens_nothing(glass, key):
    answer = glass.hands_in(glass.sees("left"), key=key.encode("ascii", "ignore").decode() or "x")
    assert (answer.status_code, answer.json()["code"]) == (401, "unsigned")


def test_a_stolen_key_without_the_readers_signature_counts_nothing(town, glass):
    thief = FakeReader(town, town.director, vendor="Thief")
    thief.key = glass.key
    assert thief.answers(thief.sees("x")) == [("refused", "not_signed")]


def test_a_switched_off_reader_is_heard_no_more(town, glass):
    with pytest.raises(Forbidden):
        switch_off(by=town.parent, reader=glass.reader)
    switch_off(by=department(), reader=glass.reader)
    answer = glass.hands_in(glass.sees("left", at=now(), day=today())).json()
    assert (answer["revoked"], answer["answers"][0]["reason"]) == (True, "revoked")


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"events": []}', b'{"events": 1}', b"[" * 70_000])
def test_what_cannot_be_read_is_refused(glass, body):
    header = {"Authorization": f"Bearer {glass.key}"}
    answer = glass.client.post("/meals/readers/api/events/", body, content_type="application/json", headers=header)
    assert answer.status_code == 400
    many = json.dumps({"events": [["x"]] * 201}).encode()
    assert glass.client.post(
        "/meals/readers/api/events/", many, content_type="application/json", headers=header
    ).status_code == 413


@pytest.mark.parametrize("told", [[], ["x"], ["{}", "A", "x"], ["{}", "A" * 86, ""], 7, [1, 2, 3]])
def test_one_wrong_press_is_answered(glass, told):
    assert glass.answers(told)[0][0] == "refused"


def test_only_the_school_and_the_department_let_a_reader_in(town):
    told = {"school": town.school, "vendor": "V", "public_key": b"x", "daily_quota": 1}
    for stranger in (town.parent, town.officer("canteen_worker"), meal_school(pupils=0).officer("school_director")):
        with pytest.raises(Forbidden):
            admit_reader(by=stranger, **told)
    for wrong in ({}, {"public_key": point_of(town.secret)}, {"vendor": " "}, {"daily_quota": 0}):
        with pytest.raises(Refusal):
            admit_reader(by=town.director, **told | wrong)
    with pytest.raises(Forbidden):
        let_know(by=parent_of(town.pupils[1]), pupil=town.pupils[0])
    with pytest.raises(Forbidden):
        make_mark(by=department(), pupil=town.pupils[0], school=town.school, vendor="V")


def test_the_pages_let_it_in_and_a_parent_decides(town):
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

    client, where = signed_in(town.director), reverse("meals:readers", args=[town.school.slug])
    told = {"vendor": "Alaqan", "public_key": coded(point_of(generate_private_key(SECP256R1()))), "daily_quota": 500}
    admit = reverse("meals:reader_admit", args=[town.school.slug])
    assert client.post(admit, told | {"public_key": "*"}).status_code == 422
    shown = client.post(admit, told, **ENGLISH).content.decode()
    assert "qala_reader_" in shown
    assert "qala_reader_" not in client.get(where).content.decode()
    parent, page = signed_in(town.parent), reverse("meals:child", args=[town.pupils[0].key])
    assert "Reader by palm or face" in parent.get(page, **ENGLISH).content.decode()
    decide = reverse("meals:my_reader", args=[town.pupils[0].key])
    assert parent.post(decide, {"word": "agree"}).status_code == 302
    make = reverse("meals:reader_mark", args=[town.school.slug, town.pupils[0].pk])
    assert client.post(make, {"vendor": "Somebody"}).status_code == 404
    assert client.post(make, {"vendor": "Alaqan"}).status_code == 302
    assert str(ReaderMark.objects.get().mark) in client.get(where).content.decode()
    assert parent.post(decide, {"word": "withdraw"}).status_code == 302
    assert not ReaderMark.objects.exists()
    off = reverse("meals:reader_off", args=[town.school.slug, Reader.objects.get().pk])
    assert client.post(off).status_code == 302
    assert "switched off" in client.get(where, **ENGLISH).content.decode()
