"""The arithmetic without a database: bodies, verdicts, the order of a batch."""

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import sha256
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qala.ledger.rules import (
    REASONS,
    Doubtful,
    Hold,
    Order,
    Original,
    State,
    close,
    digest,
    draw,
    hopeful,
    judge,
    move,
    release,
    reversal,
)
from qala.ledger.rules.judging import Account, _drawn_from, day_within

NOON = datetime(2026, 11, 2, 7, tzinfo=UTC)
DAY = NOON.date()
HOLD = UUID(int=77)


def plain(credit=1, debit=2, tiyn=10, **facts):
    return move(**({"key": uuid4(), "credit": credit, "debit": debit, "tiyn": tiyn, "code": "t", "happened_at": NOON} | facts))


def of_hold(make, **facts):
    return make(**({"key": uuid4(), "hold": HOLD, "code": "t", "happened_at": NOON} | facts))


def careful(**facts):
    accounts = {1: Account("treasury", "KZT"), 2: Account("programme", "KZT", 0), 3: Account("held", "KZT"),
                4: Account("payable", "KZT")}  # fmt: skip
    holds = {HOLD: Hold(7, debit=3, credit=2, ordinal=0, rest=100, closed=False)}
    return State(**({"accounts": accounts, "holds": holds, "careful": True} | facts))


def codes(orders, state=None):
    return [one.refusal for one in judge(orders, state or careful(), lambda _order: DAY)]


def test_a_body_is_the_same_in_every_zone_and_for_every_order_of_the_header():
    almaty = NOON.astimezone(timezone(timedelta(hours=5)))
    key = uuid4()
    first = plain(key=key, header={"kind": "meal", "school": 5})
    assert digest(first) == digest(plain(key=key, happened_at=almaty, header={"school": 5, "kind": "meal"}))


@pytest.mark.parametrize("header", [{"n": 1}, {"n": True}, {"n": "1"}, {"n": None}, {"b": "ә\x1f", "a": "0"}, {}])
def test_a_body_is_spelt_as_it_always_was(header):
    """The digests in the books were made by these very words, whatever the cache of headers has seen before."""
    order = plain(header=header, happened_at=NOON.astimezone(timezone(timedelta(hours=5))))
    told = ["t", "plain", 2, 1, 10, None, None, None, NOON.isoformat(), None, ""]
    words = "\x1f".join(str(one) for one in [*told, json.dumps(header, sort_keys=True)])
    assert digest(order) == digest(order) == sha256(words.encode()).digest()


def test_a_draw_keeps_every_word_when_its_held_account_is_filled_in():
    words = {one.name: f"some {one.name}" for one in fields(Order)} | {"tiyn": 9, "debit": 4, "happened_at": NOON}
    assert _drawn_from(Order(**words), 3) == replace(Order(**words), credit=3)


@pytest.mark.parametrize(
    "change",
    [{"tiyn": 11}, {"debit": 3}, {"credit": 3}, {"code": "u"}, {"subject": "a.b:1"}, {"day": DAY}, {"event": HOLD},
     {"happened_at": NOON + timedelta(microseconds=1)}, {"header": {}}],
)  # fmt: skip
def test_every_part_of_a_body_counts(change):
    assert digest(plain()) != digest(plain(**change))


def test_money_and_time_are_whole():
    for wrong in ({"tiyn": 1.5}, {"tiyn": True}, {"debit": False}):
        with pytest.raises(TypeError):
            plain(**wrong)
    with pytest.raises(ValueError, match="zone"):
        plain(happened_at=NOON.replace(tzinfo=None))


def test_earlier_orders_of_a_batch_count_for_later_ones():
    assert codes([plain(2, 1, 5), plain(1, 2, 5), plain(2, 1, 5), plain(2, 1, 1)]) == [
        "floor_is_kept", "", "", "floor_is_kept",
    ]  # fmt: skip


def test_a_chain_of_a_hold_goes_on_row_by_row():
    orders = [of_hold(draw, debit=4, tiyn=60), of_hold(draw, debit=4, tiyn=50), of_hold(release, tiyn=10),
              of_hold(close), of_hold(close), of_hold(draw, debit=4, tiyn=1)]  # fmt: skip
    verdicts = judge(orders, careful(), lambda _order: DAY)
    assert [one.refusal for one in verdicts] == [
        "", "hold_is_exhausted", "", "", "hold_is_closed", "hold_is_closed",
    ]  # fmt: skip
    chain = [(one.hold.ordinal, one.hold.rest, one.hold.closed, one.order.tiyn) for one in verdicts if one.hold]
    assert chain == [(1, 40, False, 60), (2, 30, False, 10), (3, 0, True, 30)]


def test_a_reversal_takes_accounts_and_amount_from_its_original():
    state = careful(originals={HOLD: Original(9, debit=4, credit=1, tiyn=10, phase="plain", hold=None,
                                              is_reversal=False, reversed=False)})  # fmt: skip
    back = [reversal(key=uuid4(), reverses=HOLD, code="r", happened_at=NOON) for _ in range(2)]
    first, second = judge(back, state, lambda _order: DAY)
    assert (first.order.debit, first.order.credit, first.order.tiyn, first.reverses) == (1, 4, 10, 9)
    assert second.refusal == "reversed_once"
    wrong = Order(key=uuid4(), code="r", happened_at=NOON, reverses=HOLD, tiyn=3)
    assert codes([wrong], state) == ["order_is_whole"]


def test_an_event_falls_with_its_first_refused_leg_and_tells_the_real_reason():
    event = uuid4()
    orders = [plain(1, 2, 5, event=event), plain(2, 1, 50, event=event), plain(2, 1, 5)]
    assert codes(orders) == ["event_stands_together", "floor_is_kept", "floor_is_kept"]


def test_a_hopeful_judgement_stops_at_the_first_doubt():
    with pytest.raises(Doubtful, match="unknown_hold"):
        list(hopeful([plain(), of_hold(draw, debit=4, tiyn=1)], State(), lambda _order: DAY))


def test_late_news_take_the_first_open_day():
    assert day_within(None, date(2026, 10, 30), date(2026, 11, 1)) == date(2026, 11, 1)
    assert day_within(None, date(2026, 11, 3), date(2026, 11, 1)) == date(2026, 11, 3)
    assert day_within(date(2026, 10, 1), DAY, date(2026, 11, 1)) == date(2026, 10, 1)


def test_every_refusal_is_told_in_three_languages():
    assert all(said.kk and said.ru and said.en for said in REASONS.values())


@given(st.lists(st.tuples(st.sampled_from([1, 2, 3, 4]), st.sampled_from([1, 2, 3, 4]), st.integers(-3, 60)), max_size=25))
def test_whatever_is_asked_no_floor_falls_and_no_hold_is_overdrawn(asked):
    orders = [of_hold(draw, debit=4, tiyn=tiyn) if credit == 3 else plain(credit, debit, tiyn) for credit, debit, tiyn in asked]
    programme, rest = 0, 100
    for one in judge(orders, careful(), lambda _order: DAY):
        if one.refusal:
            continue
        assert one.order.tiyn > 0
        programme += one.order.tiyn * ((one.order.debit == 2) - (one.order.credit == 2))
        rest -= one.order.tiyn if one.hold else 0
        assert programme >= 0
        assert rest >= 0


@given(st.permutations(range(12)), st.integers(1, 12))
def test_lawful_orders_settle_the_same_in_any_order_and_chunk(order, chunk):
    orders = [plain(1, 4, at + 1, key=UUID(int=at)) for at in range(12)]
    mixed = [orders[at] for at in order]
    total = 0
    for at in range(0, 12, chunk):
        total += sum(one.order.tiyn for one in judge(mixed[at : at + chunk], careful(), lambda _order: DAY))
    assert total == sum(range(1, 13))
