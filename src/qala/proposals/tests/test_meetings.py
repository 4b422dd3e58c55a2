"""Seats are never sold twice, questions are never lost, whatever happens to the meeting."""

import threading
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db import connections as all_connections
from hypothesis import given
from hypothesis import strategies as st

from qala.journal.queries import history
from qala.kernel.actors import RESIDENT
from qala.kernel.clock import now
from qala.kernel.refusals import Forbidden, Refusal
from qala.kernel.translated import Translated
from qala.proposals.actions import meetings, seats
from qala.proposals.actions.meetings import MeetingSheet
from qala.proposals.actions.seats import SeatSheet
from qala.proposals.letters.sealed import Reader, seat_of, seat_token
from qala.proposals.models import Letter, Meeting, Proposal, Registration
from qala.proposals.rules.meetings import SEATS_A_DAY, Gathering, calendar, free_seats, waits
from qala.proposals.rules.sheet import Sheet
from qala.proposals.tests.factories import officer, said

REASON = Translated(kk="Әкім іссапарда", ru="Аким в командировке")


def meeting(seats_in_hall=2, **facts) -> Meeting:
    begins = now() + timedelta(days=3)
    facts = {"starts_at": begins, "ends_at": begins + timedelta(hours=2)} | facts
    return Meeting.objects.create(
        title=said("Ашық кездесу"), place=said("Мәдениет үйі"), host="Әкім", seats=seats_in_hall, **facts
    )


def running(**facts) -> Meeting:
    return meeting(starts_at=now() - timedelta(hours=1), ends_at=now() + timedelta(hours=1), **facts)


def come_to(hall, **facts) -> Registration:
    return seats.join(by=RESIDENT, meeting=hall, uid=facts.pop("uid", None) or uuid4(), sheet=SeatSheet(**facts))


@given(st.integers(1, 500), st.integers(0, 600), st.integers(0, 10))
def test_nobody_gets_a_seat_that_is_not_there(room, taken, from_device):
    assert free_seats(room, taken) >= 0
    if not waits(room, taken, from_device=from_device):
        assert taken < room
        assert from_device <= SEATS_A_DAY


@pytest.mark.django_db
class TestSeats:
    def test_the_third_of_two_seats_waits_and_moves_up_when_one_leaves(self):
        hall = meeting(2)
        first, second, third = (come_to(hall, email="a@example.kz" if n == 2 else "") for n in range(3))
        assert [one.waiting for one in (first, second, third)] == [False, False, True]
        seats.confirm_contact(by=Reader(seat=third.pk), seat=third)
        seats.leave(by=Reader(seat=first.pk), seat=first)
        third.refresh_from_db()
        assert third.waiting is False
        assert not Registration.objects.filter(pk=first.pk).exists()
        assert Letter.objects.filter(template="meeting_moved_up").count() == 1
        assert [entry.verb.rpartition(".")[2] for entry in history(hall)][-1] == "left"

    def test_the_same_key_is_the_same_seat(self):
        hall, uid = meeting(), uuid4()
        sheet = Sheet(text="Көшеде жарық қашан болады?")
        one, again = (come_to(hall, uid=uid, question=sheet) for _ in range(2))
        assert one.pk == again.pk
        assert (Registration.objects.count(), Proposal.objects.count()) == (1, 1)

    def test_one_device_does_not_take_the_hall(self):
        hall = meeting(100)
        taken = [come_to(hall, device="phone").waiting for _ in range(SEATS_A_DAY + 2)]
        assert taken == [False] * SEATS_A_DAY + [True, True]

    def test_a_stranger_gives_nobodys_seat_back(self):
        seat = come_to(meeting())
        for stranger in (RESIDENT, Reader(seat=seat.pk + 1), officer("operator")):
            with pytest.raises(Forbidden):
                seats.leave(by=stranger, seat=seat)
            with pytest.raises(Forbidden):
                seats.confirm_contact(by=stranger, seat=seat)

    def test_the_database_refuses_one_seat_too_many_by_itself(self):
        hall = meeting(1)
        come_to(hall)
        with pytest.raises(IntegrityError), transaction.atomic():
            Registration.objects.create(meeting=hall, uid=uuid4(), registered_at=now())
        waiting = come_to(hall)
        with pytest.raises(IntegrityError), transaction.atomic():
            Registration.objects.filter(pk=waiting.pk).update(waiting=False)

    def test_a_seat_has_an_address_of_its_own(self):
        seat = come_to(meeting())
        assert seat_of(seat_token(seat.pk))[0].pk == seat.pk
        assert seat_of(seat_token(seat.pk))[2] is False
        assert seat_of(seat_token(seat.pk, mailed=True))[2] is True
        assert seat_of(seat_token(seat.pk)[:-2] + "xx") is None


@pytest.mark.django_db
class TestQuestions:
    def test_a_question_is_a_case_at_once_and_stays_one_when_the_seat_is_given_back(self):
        hall = meeting()
        seat = come_to(hall, name="Әлия", question=Sheet(text="Көшеде жарық қашан болады? 87012345678"))
        case = seat.proposal
        assert (case.channel, case.state, case.track) == ("meeting", "received", "signal")
        assert case.due_on is not None
        assert "87012345678" not in case.statement.public_text
        assert "meeting.asked" in str([entry.verb for entry in history(hall)])
        seats.leave(by=Reader(seat=seat.pk), seat=seat)
        assert Proposal.objects.filter(pk=case.pk, state="received").exists()

    def test_a_question_without_a_case_cannot_be_stored(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            Registration.objects.create(
                meeting=meeting(), uid=uuid4(), registered_at=now(), question="Promised aloud", waiting=True
            )

    def test_a_question_asked_aloud_is_a_case_before_the_next_person_speaks(self):
        hall, controller, uid = running(), officer("protocol_controller"), uuid4()
        sheet = Sheet(text="Арық тазаланбайды")
        one, again = (
            seats.ask_aloud(by=controller, meeting=hall, uid=uid, question=sheet) for _ in range(2)
        )
        assert one.pk == again.pk
        assert one.accepted_by == controller.actor_key
        assert hall.registrations.get().waiting is True  # standing in the hall takes nobody's seat
        with pytest.raises(Forbidden):
            seats.ask_aloud(by=RESIDENT, meeting=hall, uid=uuid4(), question=sheet)

    def test_who_has_a_seat_asks_from_it(self):
        hall, controller = running(), officer("protocol_controller")
        seat = come_to(hall)
        case = seats.ask_aloud(
            by=controller, meeting=hall, uid=uuid4(), question=Sheet(text="Аялдама жоқ"), seat=seat
        )
        seat.refresh_from_db()
        assert (seat.proposal, hall.registrations.count()) == (case, 1)
        assert seat.came_at is not None
        with pytest.raises(Refusal):
            seats.leave(by=Reader(seat=seat.pk), seat=seat)

    def test_a_meeting_closes_only_when_every_question_is_a_case(self):
        hall, controller = running(), officer("protocol_controller")
        seats.ask_aloud(by=controller, meeting=hall, uid=uuid4(), question=Sheet(text="Аялдама жоқ"))
        with pytest.raises(Refusal) as refused:
            meetings.hold(by=controller, meeting=hall, asked=2)
        assert refused.value.code == "questions-missing"
        seats.ask_aloud(by=controller, meeting=hall, uid=uuid4(), question=Sheet(text="Су жоқ бізде"))
        assert meetings.hold(by=controller, meeting=hall, asked=2).held_at is not None
        with pytest.raises(Refusal):
            meetings.hold(by=controller, meeting=hall, asked=2)


@pytest.mark.django_db
class TestAnnouncing:
    def sheet(self, **facts):
        begins = now() + timedelta(days=3)
        usual = {"starts_at": begins, "ends_at": begins + timedelta(hours=2), "seats": 30}
        return MeetingSheet(title=said("Кездесу"), place=said("Зал"), host="Әкім", **(usual | facts))

    def test_the_protocol_controller_announces_and_nobody_else(self):
        made = meetings.announce_meeting(by=officer("protocol_controller"), sheet=self.sheet())
        assert [entry.verb for entry in history(made)] == ["proposals.meeting.announced"]
        with pytest.raises(Forbidden):
            meetings.announce_meeting(by=officer("operator"), sheet=self.sheet())

    @pytest.mark.parametrize(
        ("facts", "field"),
        [({"ends_at": datetime(2026, 1, 1, tzinfo=UTC)}, "ends_at"),
         ({"starts_at": datetime(2026, 1, 1, tzinfo=UTC)}, "starts_at")],
    )  # fmt: skip
    def test_a_meeting_lies_ahead_and_ends_after_it_begins(self, facts, field):
        with pytest.raises(Refusal) as refused:
            meetings.announce_meeting(by=officer("protocol_controller"), sheet=self.sheet(**facts))
        assert set(refused.value.fields) == {field}

    def test_cancelling_tells_those_who_said_yes_and_takes_no_more_seats(self):
        hall, controller = meeting(), officer("protocol_controller")
        heard, silent = come_to(hall, email="a@example.kz"), come_to(hall, email="b@example.kz")
        seats.confirm_contact(by=Reader(seat=heard.pk), seat=heard)
        with pytest.raises(Refusal):
            meetings.cancel(by=controller, meeting=hall, reason=Translated(kk="Әкім іссапарда"))
        meetings.cancel(by=controller, meeting=hall, reason=REASON)
        letters = Letter.objects.filter(template="meeting_cancelled")
        assert [letter.address for letter in letters] == ["a@example.kz"]
        assert silent.contact == "b@example.kz"
        with pytest.raises(Refusal):
            come_to(hall)
        with pytest.raises(Refusal):
            seats.ask_aloud(by=controller, meeting=hall, uid=uuid4(), question=Sheet(text="Аялдама жоқ"))
        with pytest.raises(Forbidden):
            meetings.cancel(by=officer("operator"), meeting=meeting(), reason=REASON)

    def test_a_meeting_is_not_both_held_and_cancelled(self):
        hall = running()
        with pytest.raises(IntegrityError), transaction.atomic():
            Meeting.objects.filter(pk=hall.pk).update(held_at=now(), cancelled_at=now())

    def test_coming_is_noted_once_by_the_controller(self):
        hall = running()
        seat = come_to(hall)
        seats.come(by=officer("protocol_controller"), seat=seat)
        first = seat.came_at
        seats.come(by=officer("protocol_controller"), seat=seat)
        assert seat.came_at == first
        with pytest.raises(Forbidden):
            seats.come(by=RESIDENT, seat=seat)


@pytest.mark.django_db(transaction=True)
def test_many_hands_at_once_take_only_the_seats_there_are():
    """Real connections, each with its own transaction, all at one barrier."""
    hall, hands = meeting(3), 12
    gate, told, wrong = threading.Barrier(hands), [], []

    def grasp() -> None:
        try:
            gate.wait(10)
            told.append(come_to(hall).waiting)
        except Exception as trouble:  # noqa: BLE001 - told by the assertion below
            wrong.append(trouble)
        finally:
            connection.close()

    threads = [threading.Thread(target=grasp) for _ in range(hands)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert wrong == []
    assert sorted(told) == [False] * 3 + [True] * 9
    assert Registration.objects.filter(waiting=False).count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_connections_that_go_past_our_code_cannot_take_one_seat_twice():
    hall = meeting(1)
    taken, wrong = threading.Event(), []

    def insert() -> None:
        taken.wait(10)
        try:
            Registration.objects.create(meeting=hall, uid=uuid4(), registered_at=now())
        except IntegrityError as trouble:
            wrong.append(trouble)
        finally:
            all_connections["default"].close()

    other = threading.Thread(target=insert)
    other.start()
    with transaction.atomic():
        Registration.objects.create(meeting=hall, uid=uuid4(), registered_at=now())
        taken.set()
        other.join(0.5)
        assert other.is_alive()  # it waits for us, it does not count the same free seat
    other.join(10)
    assert len(wrong) == 1
    assert Registration.objects.filter(waiting=False).count() == 1


def test_a_calendar_folds_long_lines_and_escapes_commas():
    at = datetime(2026, 12, 1, 5, tzinfo=UTC)
    title = "Ашық кездесу, әкіммен; " + "ұзын атау " * 12
    gathering = Gathering("meeting-1@x", title, "Зал\n2", at, at + timedelta(hours=2), "https://x/", is_cancelled=True)
    text = calendar([gathering], name="Кездесулер", at=at)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    flat = text.replace("\r\n ", "")
    assert "SUMMARY:Ашық кездесу\\, әкіммен\\; " in flat
    assert "LOCATION:Зал\\n2" in flat
    assert "DTSTART:20261201T050000Z" in flat
    assert "STATUS:CANCELLED" in flat
    assert text.endswith("END:VCALENDAR\r\n")
