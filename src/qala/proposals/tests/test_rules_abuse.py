"""Form tokens, budgets and floods: excess is put aside, nobody is refused."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qala.proposals.rules.abuse import (
    BUDGETS,
    HONEYPOT,
    Budget,
    Verdict,
    fell_into_the_pot,
    fingerprint,
    fold,
    is_near,
    issue_token,
    judge,
    read_token,
    simhash,
)

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
KEY, OLD = b"form secret", b"older form secret"
SECOND = timedelta(seconds=1)


def token(form="stop-7", key=KEY, now=NOW):
    return issue_token(form, key, now, "n0nce-123")


@pytest.mark.parametrize(
    ("after", "verdict"),
    [
        (SECOND, Verdict.TOO_FAST),
        (3 * SECOND, Verdict.OK),
        (timedelta(hours=23), Verdict.OK),
        (timedelta(hours=25), Verdict.EXPIRED),
        (-timedelta(minutes=1), Verdict.TOO_FAST),
        (-timedelta(hours=1), Verdict.FUTURE),
    ],
)
def test_a_token_tells_how_long_the_page_was_open(after, verdict):
    assert read_token(token(), "stop-7", [KEY], NOW + after) is verdict


def test_a_token_belongs_to_its_form_and_to_a_listed_key():
    later = NOW + 10 * SECOND
    assert read_token(token(), "stop-8", [KEY], later) is Verdict.FORGED
    assert read_token(token(key=OLD), "stop-7", [KEY, OLD], later) is Verdict.OK
    assert read_token(token(key=OLD), "stop-7", [KEY], later) is Verdict.FORGED
    assert read_token("", "stop-7", [KEY], later) is Verdict.MISSING


@given(text=st.text(max_size=80))
def test_an_invented_token_is_never_ok(text):
    assert read_token(text, "stop-7", [KEY], NOW) in (Verdict.FORGED, Verdict.MISSING)


def test_any_changed_character_breaks_the_token():
    good = token()
    for i, char in enumerate(good):
        bad = good[:i] + ("x" if char != "x" else "y") + good[i + 1 :]
        assert read_token(bad, "stop-7", [KEY], NOW + 10 * SECOND) is not Verdict.OK


def test_a_nonce_is_plain():
    with pytest.raises(ValueError, match="nonce"):
        issue_token("stop-7", KEY, NOW, "a.b.c.d")


def test_the_budget_slides():
    budget = Budget("device_hour", 3, timedelta(hours=1))
    times = [NOW - timedelta(minutes=m) for m in (5, 30, 59)]
    assert budget.is_spent(times, NOW)
    assert not budget.is_spent(times, NOW + timedelta(minutes=1))
    assert not budget.is_spent(times[:2], NOW)


def test_excess_is_quarantined_with_its_reason_never_refused():
    calm = judge(token=Verdict.OK, pot=False, times={}, now=NOW)
    assert not calm.reasons
    busy = judge(token=Verdict.TOO_FAST, pot=True, times={"device": [NOW] * 5, "placard": [NOW] * 40}, now=NOW)
    assert busy.reasons == ("honeypot", "token_too_fast", "device_hour", "placard_hour")


def test_an_offline_draft_without_a_token_is_no_guilt():
    for verdict in (Verdict.MISSING, Verdict.EXPIRED):
        assert not judge(token=verdict, pot=False, times={}, now=NOW).reasons


def test_a_full_bus_may_write():
    limits = {budget.slug: budget.limit for budget in BUDGETS}
    assert limits["unnamed_hour"] > limits["placard_hour"] > limits["device_hour"]


def test_the_pot_catches_only_what_is_filled():
    assert fell_into_the_pot({HONEYPOT: "http://spam"})
    assert not fell_into_the_pot({HONEYPOT: "  "})
    assert not fell_into_the_pot({})


def test_small_variations_have_one_fingerprint():
    assert fingerprint("Жарық   ЖОҚ!!! аялдамада") == fingerprint("жарық жоқ, аялдамада")
    assert fingerprint("Неттттт света") == fingerprint("нетт света")
    assert fingerprint("нет света") != fingerprint("нет воды")


LONG = "На остановке у рынка третью неделю не горит ни один фонарь, вечером очень темно и страшно ходить детям"


def test_a_flood_folds_and_a_stranger_stays_alone():
    texts = [("a", LONG), ("b", LONG.upper()), ("c", LONG + " !"), ("d", LONG.replace("третью", "четвертую"))]
    texts += [("e", "Жол ойылған, Тәуке хан көшесі 12"), ("f", "Прошу добавить автобусы на 10 маршрут")]
    groups = fold(texts, bits=14)
    assert groups[0] == ["a", "b", "c", "d"]
    assert sorted(groups[1:]) == [["e"], ["f"]]
    assert fold([("x", LONG), ("y", LONG.upper())]) == [["x", "y"]]


@given(texts=st.lists(st.text(max_size=30), max_size=12))
def test_folding_loses_nobody(texts):
    groups = fold([(str(i), text) for i, text in enumerate(texts)])
    assert sorted(key for group in groups for key in group) == sorted(str(i) for i in range(len(texts)))


def test_simhash_is_near_for_near_texts():
    assert is_near(simhash(LONG), simhash(LONG))
    assert not is_near(simhash(LONG), simhash("Прошу добавить автобусы на маршрут номер 10, утром не влезть"), 14)
