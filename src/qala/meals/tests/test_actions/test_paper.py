"""A numbered paper sheet: entered by one, signed by another, confirmed by a third; marked as paper all the way."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from qala.kernel.clock import CITY, now
from qala.kernel.refusals import Forbidden, Refusal
from qala.meals.actions.paper import confirm_sheet, enter_sheet, sign_sheet, tear_up
from qala.meals.actions.serving import receive
from qala.meals.keys import is_signed
from qala.meals.models import Meal, PaperSheet, Pause, Provisional, Service, ServiceEvent
from qala.meals.queries.chains import chains_of
from qala.meals.queries.public_month import PublicMonth
from qala.meals.queries.signed import Signed
from qala.meals.tests.eating import end_the_day
from qala.meals.tests.factories import FRIDAY, NOVEMBER, PRICES, YOUNG, department, meal_school
from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import AppointmentFactory, PersonFactory

pytestmark = pytest.mark.django_db
ENGLISH = {"headers": {"Accept-Language": "en"}}
MONDAY = datetime(2026, 11, 23, 10, tzinfo=CITY)


@pytest.fixture(autouse=True)
def monday():
    """Three days after the sheet's Friday: within the days in which it may be handed in."""
    with time_machine.travel(MONDAY, tick=True):
        yield


@pytest.fixture
def town():
    town = meal_school(pupils=3)
    town.worker = town.officer("canteen_worker")
    town.pedagogue = town.officer("social_pedagogue")
    return town


def entered(town, **changed):
    told = {
        "by": town.worker, "school_class": town.school_class, "day": FRIDAY, "service": Service.objects.get(slug="lunch"),
        "number": "0017", "why": "terminal_broken", "pupils": town.pupils,
    } | changed  # fmt: skip
    return enter_sheet(**told)


def test_three_people_make_a_sheet_into_meals(town):
    sheet = entered(town)
    assert not ServiceEvent.objects.exists()
    with pytest.raises(Refusal) as refused:
        sign_sheet(by=town.worker, sheet=sheet)
    assert refused.value.code == "same_person"
    sign_sheet(by=town.pedagogue, sheet=sheet)
    assert set(ServiceEvent.objects.values_list("outcome", "reason", "how")) == {("provisional", "on_paper", "paper")}
    for again in (town.worker, town.pedagogue):
        with pytest.raises(Forbidden):
            confirm_sheet(by=again, sheet=sheet)
    with pytest.raises(Refusal) as refused:
        confirm_sheet(by=town.officer("school_director"), sheet=sheet)
    assert refused.value.code == "above_cap"
    assert confirm_sheet(by=department(), sheet=sheet) == (3, 0)
    assert Meal.objects.count() == 3
    assert town.money("payable") == 3 * PRICES[YOUNG]


def test_a_sheet_is_a_chain_of_its_own_whose_key_is_gone(town):
    sheet = sign_sheet(by=town.pedagogue, sheet=entered(town))
    events = list(sheet.terminal.events.order_by("sequence"))
    assert all(is_signed(bytes(sheet.terminal.public_key), bytes(one.body), bytes(one.signature)) for one in events)
    assert [bytes(one.previous) for one in events[1:]] == [bytes(one.digest) for one in events[:-1]]
    assert chains_of(town.school)[0].terminal == town.terminal
    assert len(chains_of(town.school)) == 1
    late = receive(by=sheet.terminal, signed=[Signed(bytes(events[0].body), b"x" * 64)])
    assert late[0].reason == "not_signed"
    with pytest.raises(Refusal):
        sign_sheet(by=town.officer("school_director"), sheet=sheet)
    with pytest.raises(Refusal):
        tear_up(by=town.worker, sheet=sheet)


def test_who_ate_at_the_terminal_is_not_paid_again_by_paper(town):
    receive(by=town.terminal, signed=[town.phone.press(town.pupils[0])])
    sheet = sign_sheet(by=town.pedagogue, sheet=entered(town))
    assert confirm_sheet(by=department(), sheet=sheet) == (2, 0)
    assert Meal.objects.count() == 3


def test_a_line_that_cannot_count_holds_up_no_other(town):
    Pause.objects.create(voucher=town.vouchers[0], from_on=FRIDAY, until_on=FRIDAY + timedelta(days=1), reason="consent_withdrawn")
    sheet = sign_sheet(by=town.pedagogue, sheet=entered(town))
    assert confirm_sheet(by=department(), sheet=sheet) == (2, 1)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"day": MONDAY.date() + timedelta(days=1)}, "sheet_late"),
        ({"day": MONDAY.date() - timedelta(days=30)}, "sheet_late"),
        ({"day": FRIDAY + timedelta(days=1)}, "closed_day"),
        ({"pupils": []}, "ticks"),
        ({"number": " "}, "number_or_reason"),
        ({"why": "lazy"}, "number_or_reason"),
    ],
)
def test_a_sheet_that_does_not_fit_is_refused(town, changed, code):
    with pytest.raises(Refusal) as refused:
        entered(town, **changed)
    assert refused.value.code == code


def test_strangers_and_other_classes_have_no_place_on_a_sheet(town):
    other = meal_school(pupils=1)
    with pytest.raises(Refusal):
        entered(town, pupils=other.pupils)
    for stranger in (PersonFactory(), other.officer("canteen_worker"), department()):
        with pytest.raises(Forbidden):
            entered(town, by=stranger)
    entered(town)
    for changed in ({"number": "0018"}, {"service": Service.objects.get(slug="breakfast")}):
        with pytest.raises(Refusal):
            entered(town, **changed)


def test_an_unsigned_sheet_is_taken_back_and_entered_anew(town):
    sheet = entered(town)
    with pytest.raises(Forbidden):
        tear_up(by=town.pedagogue, sheet=sheet)
    tear_up(by=town.worker, sheet=sheet)
    assert entered(town, pupils=town.pupils[:1]).ticks.count() == 1


def test_the_database_wants_two_people(town):
    sheet = entered(town)
    alone = {"signed_by": sheet.entered_by, "signed_at": now(), "terminal": town.terminal}
    with pytest.raises(IntegrityError, match="another_person_signs_the_sheet"), transaction.atomic():
        PaperSheet.objects.filter(pk=sheet.pk).update(**alone)
    sheet = sign_sheet(by=town.pedagogue, sheet=sheet)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperSheet.objects.filter(pk=sheet.pk).update(signed_by=sheet.entered_by)


def test_the_public_reads_how_much_went_by_paper(town, client):
    receive(by=town.terminal, signed=[town.phone.press(town.pupils[0])])
    sign_sheet(by=town.pedagogue, sheet=entered(town, pupils=town.pupils[1:]))
    assert PublicMonth(NOVEMBER).questions.paper == 0, "what is pressed today is told tomorrow"
    end_the_day()
    assert PublicMonth(NOVEMBER).questions.paper == 2
    page = client.get(reverse("meals:school", args=[town.school.slug]) + "?month=2026-11", **ENGLISH).content.decode()
    assert "On paper sheets" in page
    assert "66.7" not in page, "two of three is a small group"


def test_the_pages_walk_a_sheet_through_three_hands(town):
    def to(name, *more):
        return reverse(f"meals:{name}", args=[town.school.slug, *more])

    worker, pedagogue = signed_in(town.worker), signed_in(town.pedagogue)
    where = f"{to('sheet_new')}?day={FRIDAY}&school_class={town.school_class.pk}"
    page = worker.get(where, **ENGLISH).content.decode()
    assert all(one.person.family in page for one in town.pupils)
    told = {
        "number": "7", "service": Service.objects.get(slug="lunch").pk, "why": "no_power",
        "pupils": [one.pk for one in town.pupils],
    }  # fmt: skip
    assert worker.post(where, told | {"pupils": []}).status_code == 422
    assert worker.post(where, told).status_code == 302
    assert "This class has a sheet" in worker.post(where, told | {"number": "8"}, **ENGLISH).content.decode()
    sheet = PaperSheet.objects.get()
    assert "waits for the second signature" in pedagogue.get(to("sheet", sheet.pk), **ENGLISH).content.decode()
    assert pedagogue.post(to("sheet_step", sheet.pk), {"verb": "sign"}).status_code == 302
    officer = signed_in(department())
    assert "Confirm the sheet" in officer.get(to("sheet", sheet.pk), **ENGLISH).content.decode()
    assert officer.post(to("sheet_step", sheet.pk), {"verb": "confirm"}).status_code == 302
    assert Provisional.objects.filter(state="confirmed").count() == 3
    # Each comes back to a page that is theirs.
    for by, home in ((worker, "school"), (pedagogue, "desk_school")):
        assert f'<a href="{to(home)}">' in by.get(to("sheets")).content.decode()
    auditor = signed_in(AppointmentFactory(role="auditor").person)
    page = auditor.get(reverse("meals:sheets_all") + "?month=2026-11", **ENGLISH).content.decode()
    assert "no electricity" in page
    assert PaperSheet.objects.get().signed_at <= now()
