"""When a letter is tried again, given up, too late, or must not ring."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qala.proposals.rules.outbox import (
    LONGEST_WAIT,
    MOST_TRIES,
    is_given_up,
    is_quiet,
    is_stale,
    seen_in_part,
    wait_after,
)

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


@given(st.integers(1, 50), st.one_of(st.none(), st.floats(0, 1e9)))
def test_waits_grow_and_never_undercut_what_was_asked(tries, asked):
    wait = wait_after(tries, asked)
    assert wait >= wait_after(1)
    assert wait >= timedelta(seconds=min(asked or 0, 86_400))
    assert wait <= max(LONGEST_WAIT, timedelta(seconds=min(asked or 0, 86_400)))
    assert wait_after(tries + 1) >= wait_after(tries)


def test_all_tries_together_span_about_a_day():
    whole = sum((wait_after(tries) for tries in range(1, MOST_TRIES)), timedelta())
    assert timedelta(hours=12) < whole < timedelta(days=2)
    assert not is_given_up(MOST_TRIES - 1)
    assert is_given_up(MOST_TRIES)


@pytest.mark.parametrize(("hour", "quiet"), [(20, False), (21, True), (23, True), (0, True), (8, True), (9, False)])
def test_phones_are_left_alone_at_night(hour, quiet):
    assert is_quiet(AT.replace(hour=hour), (21, 9)) is quiet
    assert is_quiet(AT.replace(hour=hour), (9, 9)) is False


def test_digits_are_stale_after_a_quarter_of_an_hour_and_news_never():
    assert is_stale("one_time_code", AT - timedelta(minutes=16), AT)
    assert not is_stale("one_time_code", AT - timedelta(minutes=14), AT)
    assert not is_stale("replied", AT - timedelta(days=30), AT)


@pytest.mark.parametrize(("address", "seen"), [("aliya@example.kz", "a…@example.kz"), ("+77012345678", "…678"), ("", "")])
def test_an_address_is_seen_in_part(address, seen):
    assert seen_in_part(address) == seen
