"""Days of the books are days of the city: at one in the morning it is today here and yesterday in Greenwich."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from qala.kernel.clock import CITY, today
from qala.kernel.refusals import Refusal
from qala.ledger import book
from qala.ledger.models import Period, Transfer
from qala.ledger.queries import balance, balance_at, statement
from qala.ledger.reading import state_for
from qala.ledger.tests.factories import JOB, account, move

pytestmark = pytest.mark.django_db
YESTERDAY = today() - timedelta(days=1)


def in_the_city(hour: int, minute: int = 0, day: date = YESTERDAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=CITY)


@pytest.mark.parametrize(("hour", "minute"), [(0, 0), (1, 0), (4, 59), (5, 1), (23, 59)])
def test_a_transfer_falls_on_the_day_of_the_city(hour, minute):
    giver, taker = account(), account()
    book.post(by=JOB, order=move(giver, taker, 500, happened_at=in_the_city(hour, minute)))
    assert Transfer.objects.get().day == YESTERDAY
    assert (balance(taker, YESTERDAY - timedelta(days=1)), balance(taker, YESTERDAY)) == (0, 500)
    assert [line.day for line in statement(taker, YESTERDAY, YESTERDAY, most=9).lines] == [YESTERDAY]


@pytest.mark.parametrize("instant", ["2026-11-23T18:59:59Z", "2026-11-23T19:00:00Z", "2026-11-23T20:00:00Z", "2024-02-29T18:30:00Z"])
def test_the_database_reads_the_same_clock(instant):
    with connection.cursor() as cursor:
        cursor.execute("SELECT qala_ledger_day(%s)", [instant])
        assert cursor.fetchone()[0] == datetime.fromisoformat(instant).astimezone(CITY).date()
        cursor.execute("SELECT proname FROM pg_proc WHERE proname LIKE 'qala_ledger%%' AND prosrc LIKE '%%UTC%%'")
        assert cursor.fetchall() == []


@pytest.mark.parametrize("hour", [1, 6, 23])
def test_the_latest_day_of_a_posting_does_not_hang_on_greenwich(hour):
    with time_machine.travel(in_the_city(hour), tick=False):
        state = state_for([], careful=True)
        assert state.last_open == YESTERDAY + timedelta(days=1)


def test_a_balance_of_one_in_the_morning_holds_what_was_recorded_by_then():
    giver, taker = account(), account()
    book.post(by=JOB, order=move(giver, taker, 500, day=today() + timedelta(days=1)))
    moment = Transfer.objects.get().recorded_at
    assert balance_at(taker, moment) == 500
    assert balance_at(taker, moment - timedelta(seconds=1)) == 0


def test_a_day_that_runs_in_the_city_is_closed_by_nobody():
    with pytest.raises(DatabaseError, match="days close in order"), transaction.atomic():
        Period.objects.create(until=today())
    with pytest.raises(Refusal):
        book.close_days(by=JOB, until=today())
    with time_machine.travel(in_the_city(1), tick=False), pytest.raises(Refusal):
        book.close_days(by=JOB, until=YESTERDAY)
