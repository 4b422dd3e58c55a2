"""A curve set is sound or refused with the reason; what is shipped is synthetic and says so."""

import copy
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import qala.roads
from qala.roads.rules.curves import Curve, MissingCurveError, UnsoundCurvesError, curve_set
from qala.roads.rules.surfaces import FOOT, KINDS, Severity, Surface
from qala.roads.rules.synthetic_curves import synthetic_set

SHIPPED = Path(qala.roads.__file__).parent / "curves"
ALLIGATOR = KINDS[Surface.ASPHALT, "alligator"]


@pytest.fixture
def told():
    return json.loads(json.dumps(synthetic_set()))


def row(told, **wanted):
    return next(
        one for one in told["deducts"] + told["corrections"] if all(one.get(k) == v for k, v in wanted.items())
    )


def low(told):
    return row(told, distress="alligator", severity="low")


def test_one_set_is_shipped_and_our_code_made_it(told):
    (path,) = SHIPPED.glob("*")
    assert json.loads(path.read_text("utf-8")) == told
    read = curve_set(told)
    assert read.synthetic
    assert "Synthetic, demo" in read.provenance
    assert {one["source"] for one in told["deducts"] + told["corrections"]} == {"synthetic, demo"}


def falls(told):
    low(told)["points"][4][1] = 0.5


def crosses(told):
    row(told, distress="alligator", severity="low")["points"][-1][1] = 99


def leaves(told):
    row(told, distress="alligator", severity="high")["points"][-1][1] = 101


def is_negative(told):
    low(told)["points"][0][1] = -1


def is_short(told):
    low(told)["points"] = low(told)["points"][:7]


def goes_back(told):
    low(told)["points"][2][0] = 0.2


def is_nameless(told):
    low(told)["source"] = " "


def has_no_provenance(told):
    told["provenance"] = " "


def is_twice(told):
    told["deducts"].append(copy.deepcopy(low(told)))


def is_unknown(told):
    low(told)["distress"] = "dragons"


def lacks_a_number(told):
    told["corrections"] = [one for one in told["corrections"] if one["q"] != 3]


def corrects_across(told):
    row(told, surface="asphalt", q=2)["points"][3][1] = 39.9


def mixes_units(told):
    low(told)["units"] = "imperial"


def is_not_whole(told):
    del told["corrections"]


def is_not_a_number(told):
    low(told)["points"][1] = ["many", 3]


def says_false_in_letters(told):
    told["synthetic"] = "false"


def is_logarithmic_in_letters(told):
    low(told)["log"] = "false"


def is_more_than_whole(told):
    low(told)["points"][-1][0] = 120


@pytest.mark.parametrize(
    ("spoil", "why"),
    [(falls, "alligator low: the curve falls"), (crosses, "cross at"), (leaves, "leaves 0–100"),
     (is_negative, "leaves 0–100"), (is_short, "7 points are too few"), (goes_back, "do not go on"),
     (is_nameless, "no figure or page"), (has_no_provenance, "who made it"), (is_twice, "twice"),
     (is_unknown, "no distress dragons"), (lacks_a_number, "one is missing"), (corrects_across, "cross at"),
     (mixes_units, "different units"), (is_not_whole, "not whole"), (is_not_a_number, "many"),
     (says_false_in_letters, "synthetic is true or false"), (is_logarithmic_in_letters, "low: log is true or false"),
     (is_more_than_whole, "beyond 100 % of a unit")],
)  # fmt: skip
def test_an_unsound_set_is_refused_with_its_reason(told, spoil, why):
    spoil(told)
    with pytest.raises(UnsoundCurvesError, match=why):
        curve_set(told)


def test_a_missing_curve_is_no_pci(told):
    told["deducts"] = [one for one in told["deducts"] if one["distress"] != "pothole"]
    told["corrections"] = [one for one in told["corrections"] if one["surface"] == "asphalt"]
    read = curve_set(told)
    with pytest.raises(MissingCurveError, match="no curve for asphalt pothole"):
        read.deduct(KINDS[Surface.ASPHALT, "pothole"], Severity.LOW, Decimal(1), Decimal(225))
    with pytest.raises(MissingCurveError, match="no correction curves for concrete"):
        read.corrected(Surface.CONCRETE, 30, 2)


def test_a_curve_in_feet_is_read_with_a_density_in_feet(told):
    crack = KINDS[Surface.ASPHALT, "crack"]
    metric = curve_set(told)
    for severity in ("low", "medium", "high"):
        row(told, distress="crack", severity=severity)["units"] = "imperial"
    feet = curve_set(told)
    size = 2500 * FOOT**2
    same = metric.deduct(crack, Severity.LOW, 130 * FOOT * FOOT, size)
    assert feet.deduct(crack, Severity.LOW, 130 * FOOT, size) == pytest.approx(same)
    assert feet.deduct(crack, Severity.LOW, 130 * FOOT, size) < metric.deduct(crack, Severity.LOW, 130 * FOOT, size)


points = st.lists(st.tuples(st.floats(0.1, 5), st.floats(0, 12)), min_size=8, max_size=8)


@given(points, st.booleans(), st.floats(0, 200), st.floats(0, 200))
def test_between_points_a_curve_never_falls_nor_overshoots(steps, log, one, other):
    x, y, made = 0.0, 0.0, []
    for dx, dy in steps:
        x, y = x + dx, min(100.0, y + dy)
        made.append((x, y))
    curve = Curve("any", tuple(made), log)
    left, right = sorted((one, other))
    assert 0 <= curve.at(left) <= curve.at(right) + 1e-9 <= y + 1e-6


def test_a_curve_goes_through_its_points():
    curve = curve_set(synthetic_set()).deducts[Surface.ASPHALT, "alligator", Severity.HIGH][0]
    assert [curve.at(x) for x, _ in curve.points] == pytest.approx([y for _, y in curve.points])
    assert curve.at(0) == 0
