"""The routing table: most conditions win, ties are errors, every case arrives, and Signalen's expressions fit."""

import json
from datetime import UTC, datetime, time
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qala.proposals.rules.routing import DAY, UNKNOWN, Facts, Hours, NoRoute, Row, Table, dry_run, route
from qala.proposals.rules.routing_checks import PROBLEM_WORDS, Vocabulary, check
from qala.proposals.tests.dsl_as_rows import SLUGS, rows_of
from qala.proposals.tests.shared import shared_file

WORDS = Vocabulary(
    categories=("street_light", "bus_stop"),
    departments=("energy", "transport", "duty", "abay"),
    areas=("abay", "turan"),
    placard_kinds=("stop", "bus"),
)
DEFAULTS = {"street_light": "energy", "bus_stop": "transport"}
NIGHT = Hours.between(time(22), time(6))
LIGHT, STOP = frozenset({"street_light"}), frozenset({"bus_stop"})
MONDAY_NOON = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


def facts(category="street_light", at=MONDAY_NOON, track="signal", **more):
    return Facts(category, at, track, **more)


def problems(*rows, defaults=None, words=WORDS):
    report = check(Table(1, DEFAULTS if defaults is None else defaults, rows), words)
    return [problem.slug for problem in report.problems]


def test_most_conditions_win_and_the_reason_is_kept():
    table = Table(
        7,
        DEFAULTS,
        (
            Row("lights", "duty", categories=LIGHT),
            Row("abay-lights", "abay", categories=LIGHT, areas=frozenset({"abay"})),
        ),
    )
    routed = route(table, facts(area="abay"))
    assert routed.department == "abay"
    assert routed.why() == {
        "version": 7, "row": "abay-lights", "matched": {"categories": "street_light", "areas": "abay"},
    }  # fmt: skip
    assert route(table, facts()).row == "lights"
    assert route(table, facts("bus_stop")).why() == {
        "version": 7, "row": None, "matched": {"categories": "bus_stop"},
    }  # fmt: skip
    with pytest.raises(NoRoute):
        route(table, facts("gas"))
    json.dumps(routed.why())


@pytest.mark.parametrize(
    ("at", "department"),
    [
        ("2026-11-23T16:59:59", "energy"),  # 21:59:59 in Shymkent
        ("2026-11-23T17:00:00", "duty"),  # 22:00
        ("2026-11-23T23:30:00", "duty"),  # 04:30 on Tuesday
        ("2026-11-24T01:00:00", "energy"),  # 06:00
    ],
)
def test_hours_wrap_midnight_on_the_citys_clock(at, department):
    table = Table(1, DEFAULTS, (Row("night", "duty", categories=LIGHT, hours=NIGHT),))
    instant = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert route(table, facts(at=instant)).department == department


def test_the_weekday_is_the_citys_not_utc():
    table = Table(1, DEFAULTS, (Row("monday", "duty", weekdays=frozenset({0})),))
    sunday_in_utc = datetime(2026, 11, 22, 21, 0, tzinfo=UTC)  # Monday 02:00 in Shymkent
    assert route(table, facts(at=sunday_in_utc)).department == "duty"
    before_the_change = datetime(2024, 2, 25, 18, 30, tzinfo=UTC)  # Monday 00:30 at +06
    assert route(table, facts(at=before_the_change)).department == "duty"
    after_the_change = datetime(2024, 3, 3, 18, 30, tzinfo=UTC)  # Sunday 23:30 at +05
    assert route(table, facts(at=after_the_change)).department == "energy"


def test_a_tie_is_an_error_with_an_example():
    one = Row("by-area", "abay", areas=frozenset({"abay"}))
    two = Row("by-track", "duty", tracks=frozenset({"appeal"}))
    report = check(Table(1, DEFAULTS, (one, two)), WORDS)
    assert [problem.rows for problem in report.problems] == [("by-area", "by-track")]
    assert "areas=abay" in report.problems[0].example
    assert "tracks=appeal" in report.problems[0].example


def test_a_more_specific_row_settles_a_tie():
    rows = (
        Row("by-area", "abay", areas=frozenset({"abay"})),
        Row("by-track", "duty", tracks=frozenset({"appeal"})),
    )
    settled = Row("both", "abay", areas=frozenset({"abay"}), tracks=frozenset({"appeal"}))
    assert problems(*rows) == ["tie"]
    assert problems(*rows, settled) == []
    half = Row("half", "abay", areas=frozenset({"abay"}), tracks=frozenset({"appeal"}), categories=LIGHT)
    assert problems(*rows, half) == ["tie"]


@pytest.mark.parametrize(
    ("left", "right", "found"),
    [
        ({"hours": NIGHT}, {"hours": Hours.between(time(5), time(7))}, ["tie"]),
        ({"hours": NIGHT}, {"hours": Hours.between(time(6), time(22))}, []),
        ({"hours": NIGHT}, {"weekdays": frozenset({6})}, ["tie"]),
        ({"weekdays": frozenset({5, 6})}, {"weekdays": frozenset(range(5))}, []),
        ({"areas": frozenset({UNKNOWN})}, {"areas": frozenset({"abay"})}, []),
    ],
)
def test_overlap_is_decided_exactly(left, right, found):
    assert problems(Row("a", "duty", **left), Row("b", "abay", **right)) == found


def test_equal_rows_for_one_department_are_no_tie():
    assert problems(Row("a", "duty", categories=LIGHT), Row("b", "duty", areas=frozenset({"abay"}))) == []


def test_what_cannot_be_saved():
    assert problems(defaults={"street_light": "energy"}) == ["no_default"]
    assert problems(defaults={**DEFAULTS, "bus_stop": "closed"}) == ["dead_department"]
    assert problems(Row("a", "closed", categories=LIGHT)) == ["dead_department"]
    assert problems(Row("a", "duty")) == ["no_condition"]
    assert problems(Row("a", "duty", categories=frozenset())) == ["empty_condition"]
    assert problems(Row("a", "duty", areas=frozenset({"Абай"}))) == ["unknown_value"]
    assert problems(Row("a", "duty", categories=LIGHT), Row("a", "duty", categories=STOP)) == ["same_slug"]
    for bad in ((0, 0), (-1, 5), (5, DAY + 1), (DAY, 5)):
        with pytest.raises(ValueError, match="hours"):
            Hours(*bad)


def test_every_problem_has_words():
    assert all(text.kk and text.ru and text.en for text in PROBLEM_WORDS.values())


def test_shadowed_rows_are_listed():
    halves = [
        Row("day", "duty", categories=LIGHT, hours=Hours.between(time(6), time(22))),
        Row("night", "abay", categories=LIGHT, hours=NIGHT),
    ]
    never = Row("never", "transport", categories=LIGHT)
    report = check(Table(1, DEFAULTS, (never, *halves)), WORDS)
    assert report.is_sound
    assert report.shadowed == ("never",)
    assert check(Table(1, DEFAULTS, (never, halves[0])), WORDS).shadowed == ()
    twin = Row("twin", "transport", categories=LIGHT)
    assert check(Table(1, DEFAULTS, (never, twin)), WORDS).shadowed == ("twin",)


def test_a_dry_run_shows_who_would_move():
    old = Table(1, DEFAULTS)
    new = Table(2, DEFAULTS, (Row("abay", "abay", areas=frozenset({"abay"})),))
    past = [("1", facts(area="abay")), ("2", facts()), ("3", facts("bus_stop", area="abay"))]
    result = dry_run(old, new, past)
    assert result.total == 3
    assert [one.case for one in result.moved] == ["1", "3"]
    assert result.flows == {("energy", "abay"): 1, ("transport", "abay"): 1}
    assert result.moved[0].new_row == "abay"
    assert dry_run(old, old, past).moved == ()


def subsets(values):
    return st.one_of(st.none(), st.frozensets(st.sampled_from(values), min_size=1))


HOURS = st.one_of(
    st.none(),
    st.tuples(st.sampled_from([0, 6, 12, 22]), st.sampled_from([6, 12, 22, 24]))
    .filter(lambda pair: pair[0] != pair[1])
    .map(lambda pair: Hours(pair[0] * 3600, pair[1] * 3600)),
)
ROWS = st.builds(
    Row,
    slug=st.uuids().map(str),
    department=st.sampled_from(["duty", "abay"]),
    categories=subsets(["street_light", "bus_stop"]),
    areas=subsets(["abay", "turan", UNKNOWN]),
    tracks=subsets(["signal", "appeal"]),
    hours=HOURS,
).filter(lambda row: row.conditions)
EVERY_CASE = [
    facts(category, datetime(2026, 11, 23, hour, tzinfo=UTC), track, area=area)
    for category, hour, track, area in product(
        ("street_light", "bus_stop"), (20, 2, 10, 18), ("signal", "appeal"), ("abay", "turan", UNKNOWN)
    )
]


@given(rows=st.lists(ROWS, max_size=6))
def test_the_proof_agrees_with_trying_every_case(rows):
    table = Table(1, DEFAULTS, tuple(rows))
    contradictions, decided = 0, set()
    for case in EVERY_CASE:
        held = [row for row in rows if row.holds(case)]
        top = max((row.specificity for row in held), default=0)
        best = [row for row in held if row.specificity == top]
        contradictions += len({row.department for row in best}) > 1
        decided |= {row.slug for row in best[:1]}
        assert route(table, case).department in WORDS.departments
    report = check(table, WORDS)
    assert report.is_sound == (contradictions == 0)
    if report.is_sound:
        assert set(report.shadowed) == {row.slug for row in rows} - decided


def test_signalens_expressions_are_rows():
    vectors = json.loads(shared_file("listening/signalen/dsl-vectors.json").read_text())
    plain = [vector for vector in vectors if "area." not in vector["expr"]]
    assert (len(vectors), len(plain)) == (48, 45)
    # Their context: Thursday 15 July 2021, 16:00:00, read here on the city's clock (+06 then).
    context = Facts("dieren", datetime(2021, 7, 15, 10, 0, tzinfo=UTC), "signal", area="1", placard_kind="geo1")
    words = Vocabulary(SLUGS["categories"], ("yes", "no"), SLUGS["areas"], SLUGS["placard_kinds"])
    for vector in plain:
        table = Table(1, dict.fromkeys(SLUGS["categories"], "no"), rows_of(vector["expr"]))
        assert check(table, words).is_sound, vector
        assert route(table, context).department == ("yes" if vector["expected"] else "no"), vector
