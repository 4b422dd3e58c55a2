"""Open meetings through their pages: the calendar, a seat, the desk; who may open what."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from qala.kernel.clock import now
from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import PersonFactory
from qala.proposals.letters.sealed import seat_token
from qala.proposals.models import Meeting, Proposal, Registration
from qala.proposals.tests.factories import officer
from qala.proposals.tests.test_meetings import come_to, meeting, running

pytestmark = pytest.mark.django_db

# role, address, status; a guest is sent to the sign-in page of a desk.
PERMISSIONS = [
    ("guest", "meetings", 200),
    ("guest", "meetings_calendar", 200),
    ("guest", "meeting", 200),
    ("guest", "meeting_calendar", 200),
    ("guest", "seat", 200),
    ("guest", "desk_meetings", 302),
    ("resident", "desk_meetings", 403),
    ("operator", "desk_meetings", 403),
    ("protocol_controller", "desk_meetings", 200),
    ("guest", "desk_meeting_new", 302),
    ("resident", "desk_meeting_new", 403),
    ("signer", "desk_meeting_new", 403),
    ("protocol_controller", "desk_meeting_new", 200),
    ("guest", "desk_meeting", 302),
    ("resident", "desk_meeting", 403),
    ("triage_officer", "desk_meeting", 403),
    ("protocol_controller", "desk_meeting", 200),
]
WITH_MEETING = {"meeting", "meeting_calendar", "desk_meeting"}


def browser(role: str) -> Client:
    if role == "guest":
        return Client()
    return signed_in(PersonFactory() if role == "resident" else officer(role))


@pytest.mark.parametrize(("role", "name", "status"), PERMISSIONS)
def test_who_may_open_what(role, name, status):
    hall = meeting()
    args = [hall.pk] if name in WITH_MEETING else [seat_token(come_to(hall).pk)] if name == "seat" else []
    assert browser(role).get(reverse(f"proposals:{name}", args=args)).status_code == status


def address(hall: Meeting) -> str:
    return reverse("proposals:meeting", args=[hall.pk])


def filled(client: Client, hall: Meeting, **fields: str) -> dict[str, str]:
    html = client.get(address(hall)).content.decode()
    kept = {name: re.search(rf'name="{name}" value="([^"]*)"', html)[1] for name in ("uid", "token")}
    return kept | fields


def test_a_resident_comes_asks_and_holds_a_talon(client):
    hall = meeting(1)
    form = filled(client, hall, question="Біздің көшеде жарық қашан болады?")
    answer = client.post(address(hall), form)
    assert answer.status_code == 303
    assert client.post(address(hall), form).status_code == 303
    assert Registration.objects.count() == Proposal.objects.count() == 1
    html = client.get(answer.url).content.decode()
    case = Proposal.objects.get()
    assert f"/t/{case.number}/" in html
    assert client.get(answer.url).headers["X-Robots-Tag"] == "noindex, nofollow"
    public = client.get(address(hall)).content.decode()
    assert "token_too_fast" in case.quarantined_for  # a robot's speed: registered, and checked before it is shown
    assert case.statement.text not in public
    Proposal.objects.update(quarantined_at=None)
    assert case.number in client.get(address(hall)).content.decode()


def test_the_last_seat_goes_once_and_the_next_one_is_told_to_wait(client):
    hall = meeting(1)
    first = client.post(address(hall), filled(client, hall))
    second = client.post(address(hall), filled(client, hall))
    with translation.override("en"):
        client.cookies["language"] = "en"
        assert "Your seat is kept" in client.get(first.url).content.decode()
        assert "waiting list" in client.get(second.url).content.decode()
    left = client.post(first.url, {"act": "leave"})
    assert left.status_code == 302
    assert client.get(first.url).status_code == 404
    assert "Your seat is kept" in client.get(second.url).content.decode()


def test_a_wrong_address_and_an_empty_act_are_answered(client):
    hall = meeting()
    assert client.post(address(hall), filled(client, hall, email="кім?")).status_code == 422
    assert client.get(reverse("proposals:seat", args=["forged:x:y"])).status_code == 404
    seat = reverse("proposals:seat", args=[seat_token(come_to(hall).pk)])
    assert client.post(seat, {"act": "confirm"}).status_code == 409
    assert Registration.objects.get().contact_confirmed_at is None
    assert client.get(reverse("proposals:meeting", args=[9_999_999])).status_code == 404


def test_only_the_mailed_address_confirms_a_contact(client):
    seat = come_to(meeting(), email="a@example.kz")
    mailed = reverse("proposals:seat", args=[seat_token(seat.pk, mailed=True)])
    assert client.post(mailed, {"act": "confirm"}).status_code == 302
    seat.refresh_from_db()
    assert seat.contact_confirmed_at is not None


def test_a_calendar_is_a_calendar(client):
    hall = meeting()
    answer = client.get(reverse("proposals:meetings_calendar"))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert f"meeting-{hall.pk}@localhost" in answer.content.decode()
    assert client.get(reverse("proposals:meeting_calendar", args=[hall.pk])).content.count(b"BEGIN:VEVENT") == 1


def test_the_desk_runs_a_meeting_from_question_to_close():
    hall, desk = running(), signed_in(officer("protocol_controller"))
    seat = come_to(hall, name="Әлия")
    page = reverse("proposals:desk_meeting", args=[hall.pk])
    assert desk.post(page, {"verb": "came", "seat": seat.pk}).status_code == 302
    asked = desk.post(page, {"verb": "ask", "question": "Аялдамаға шатыр керек"})
    case = Proposal.objects.get()
    assert f"talon={case.number}" in asked.url
    assert f"/t/{case.number}/" in desk.get(asked.url).content.decode()
    assert case.quarantined_at is None
    assert desk.post(page, {"verb": "ask", "question": " "}).status_code == 422
    assert desk.post(page, {"verb": "hold", "asked": 2}).status_code == 422
    assert desk.post(page, {"verb": "hold", "asked": 1}).status_code == 302
    assert desk.post(page, {"verb": "fly"}).status_code == 409
    public = Client().get(address(hall)).content.decode()
    assert case.number in public
    assert "Әлия" not in public


def test_the_desk_announces_and_cancels():
    desk, begins = signed_in(officer("protocol_controller")), now() + timedelta(days=5)
    fields = {
        "title_kk": "Ашық кездесу", "title_ru": "Встреча", "place_kk": "Зал", "place_ru": "Зал", "host": "Әкім",
        "starts_at": f"{begins:%Y-%m-%dT%H:%M}", "ends_at": f"{begins + timedelta(hours=2):%Y-%m-%dT%H:%M}", "seats": 20,
    }  # fmt: skip
    new = reverse("proposals:desk_meeting_new")
    assert desk.post(new, fields | {"ends_at": fields["starts_at"]}).status_code == 422
    assert desk.post(new, fields).status_code == 302
    hall = Meeting.objects.get()
    page = reverse("proposals:desk_meeting", args=[hall.pk])
    assert desk.post(page, {"verb": "cancel", "reason_kk": "Іссапар"}).status_code == 422
    assert desk.post(page, {"verb": "cancel", "reason_kk": "Іссапар", "reason_ru": "Командировка"}).status_code == 302
    assert "Іссапар" in Client().get(address(hall)).content.decode()


def test_lists_ask_the_database_a_fixed_number_of_times(client, django_assert_max_num_queries):
    for _ in range(4):
        for _seat in range(3):
            hall = meeting(5)
            come_to(hall)
    with django_assert_max_num_queries(8):
        client.get(reverse("proposals:meetings"))


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_pages_speak_each_language(client, language):
    client.cookies["language"] = language
    html = client.get(address(meeting())).content.decode()
    assert f'<html lang="{language}"' in html
