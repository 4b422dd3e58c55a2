"""Worked examples of the brief (section 4) for everything after the deduct values, and each known trap."""

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qala.roads.rules.curves import MissingCurveError, curve_set
from qala.roads.rules.pci import AIRFIELDS, allowed_deducts, kept_deducts, sheet, totals
from qala.roads.rules.sampling import Sample, draw, is_unit_size, units_needed
from qala.roads.rules.sections import RatedUnit, band_of, section_pci
from qala.roads.rules.surfaces import FOOT, KINDS, Measure, Severity, Surface, Units, density
from qala.roads.rules.surveyed import Found, unit_sheet
from qala.roads.rules.synthetic_curves import synthetic_set

DEMO = curve_set(synthetic_set())
A = [7.9, 23.4, 7.5, 25.1, 17.9, 11.2, 6.9, 5.3]
B = [8, 12.6, 7.7, 30.5, 4.4, 25.1, 5.8, 9]
C = [48, 23, 18, 6, 5]
SQUARE_FOOT = FOOT**2


def peak(at_q, corrected):
    """A correction that is known at one step only: the published highest one; all others lie below it."""
    return lambda _total, q: corrected if q == at_q else corrected - 1 - abs(q - at_q)


@pytest.mark.parametrize(("total", "needed"), [(5, 4), (10, 7), (30, 11), (100, 14), (1, 1)])
def test_so_many_units_of_asphalt_are_enough(total, needed):
    assert units_needed(total, 10) == needed


def test_e_squared_over_four_is_not_divided_as_whole_numbers():
    """25 // 4 = 6 instead of 6.25 would give 15."""
    assert units_needed(100, 10) == 14 != 15


def test_concrete_spreads_more():
    assert units_needed(30, 15) == 17
    assert units_needed(30, 0) == 1
    with pytest.raises(ValueError, match="at least one"):
        units_needed(0, 10)


def test_the_start_is_drawn_and_kept():
    sample = draw(100, 10, random.Random(3))
    assert (sample.needed, sample.every) == (14, 7)
    assert 1 <= sample.start <= 7
    assert sample == draw(100, 10, random.Random(3))
    assert Sample(100, 14, 7, 7).units[-1] == 98
    assert len({draw(100, 10).start for _ in range(200)}) > 1


def test_a_unit_has_a_lawful_size():
    assert is_unit_size(Surface.ASPHALT, 225, 1_000)
    assert not is_unit_size(Surface.ASPHALT, 400, 1_000)
    assert not is_unit_size(Surface.CONCRETE, 5, 100)


def test_densities_of_example_a():
    size = 2500 * SQUARE_FOOT
    areas = [density(Measure.AREA, q * SQUARE_FOOT, size, Units.IMPERIAL) for q in (13, 14, 22, 21, 250)]
    lengths = [density(Measure.LENGTH, q * FOOT, size, Units.IMPERIAL) for q in (130, 143)]
    assert [round(one, 2) for one in areas] == [0.52, 0.56, 0.88, 0.84, 10]
    assert [round(one, 2) for one in lengths] == [5.2, 5.72]
    assert round(density(Measure.COUNT, Decimal(1), size, Units.IMPERIAL), 2) == 0.04


def test_the_same_crack_has_another_density_in_metres():
    crack, size = 130 * FOOT, 2500 * SQUARE_FOOT
    assert round(density(Measure.LENGTH, crack, size), 1) == 17.1
    assert round(density(Measure.LENGTH, crack, size, Units.IMPERIAL), 1) == 5.2


def test_example_a_asphalt():
    kept = kept_deducts(A)
    assert round(allowed_deducts(max(A)), 2) == 7.88
    assert round(kept[-1], 2) == 4.66
    sums = totals(kept)
    assert [q for q, _ in sums] == [8, 7, 6, 5, 4, 3, 2, 1]
    told = [104.6, 101.9, 97.0, 91.5, 85.6, 76.4, 60.5, 39.1]
    assert [total for _, total in sums] == pytest.approx(told, abs=0.1)
    assert sheet(A, peak(8, 51)).pci == pytest.approx(49, abs=1)


def test_example_b_concrete():
    assert round(allowed_deducts(max(B)), 2) == 7.38
    sums = totals(kept_deducts(B))
    told = [100.4, 96.6, 90.9, 84.9, 77.9, 67.3, 44.2]
    assert [total for _, total in sums][-7:] == pytest.approx(told, abs=0.1)
    assert sheet(B, peak(6, 51)).pci == pytest.approx(49, abs=1)


def test_example_c_keeps_all_whole_when_there_are_fewer_than_m():
    """Its author shrinks the fifth deduct to 3.85 and totals 98.85. The total is what tells the two apart."""
    assert round(allowed_deducts(48), 3) == 5.776
    assert kept_deducts(C) == C
    assert [total for _, total in totals(kept_deducts(C))] == [100, 97, 93, 77, 56]
    assert sheet(C, peak(3, 60)).pci == pytest.approx(40, abs=2)


def test_example_d_and_the_older_rule():
    """Published are 17 and 13 of a total of 45 at q = 2: the rest are deducts of at most 5, which it did not count."""
    told = [17, 13, 5, 5, 5]
    assert totals(told, 5)[0] == (2, 45)
    assert totals(told)[0] == (5, 45)
    assert sheet(told, peak(2, 33), small=5).pci == pytest.approx(67, abs=1)


def test_example_e_roads_and_airfields_are_different_lines():
    assert round(allowed_deducts(21), 2) == 8.26
    assert round(allowed_deducts(21, AIRFIELDS), 2) == 8.48
    assert allowed_deducts(0) == 10


def test_at_most_one_large_deduct_is_simply_added():
    assert sheet([30, 2, 1.5], peak(1, 99)).pci == 66.5
    assert sheet([], peak(1, 99)).pci == 100


def test_a_deduct_outside_its_range_is_refused():
    with pytest.raises(ValueError, match="between 0 and 100"):
        sheet([101], peak(1, 1))


def test_an_additional_unit_speaks_for_itself_only():
    drawn = [RatedUnit(200, 80), RatedUnit(300, 70)]
    assert section_pci(drawn, 2000) == pytest.approx(74)
    cut = RatedUnit(100, 10, additional=True)
    assert section_pci([*drawn, cut], 2000) == pytest.approx((74 * 1900 + 10 * 100) / 2000)
    with pytest.raises(ValueError, match="needs a drawn unit"):
        section_pci([cut], 2000)
    with pytest.raises(ValueError, match="larger than the section"):
        section_pci(drawn, 400)


@pytest.mark.parametrize(
    ("pci", "band"),
    [(100, "good"), (86, "good"), (85.5, "good"), (85.4, "satisfactory"), (71, "satisfactory"), (56, "fair"),
     (41, "poor"), (26, "very_poor"), (11, "serious"), (10.4, "failed"), (0, "failed")],
)  # fmt: skip
def test_each_pci_has_its_band(pci, band):
    assert band_of(pci).slug == band


def test_gravel_and_earth_get_no_pci():
    for surface in (Surface.GRAVEL, Surface.EARTH):
        with pytest.raises(MissingCurveError, match="has no PCI"):
            unit_sheet(DEMO, surface, Decimal(225), [])


def test_no_set_no_pci():
    with pytest.raises(MissingCurveError, match="no curve set"):
        unit_sheet(None, Surface.ASPHALT, Decimal(225), [])


def test_more_than_the_unit_is_refused():
    with pytest.raises(ValueError, match="more alligator"):
        unit_sheet(DEMO, Surface.ASPHALT, Decimal(225), [Found("alligator", Severity.LOW, Decimal(300))])


def test_quantities_of_one_distress_are_added_before_the_curve():
    whole = unit_sheet(DEMO, Surface.ASPHALT, Decimal(225), [Found("alligator", Severity.LOW, Decimal(40))])
    parts = [Found("alligator", Severity.LOW, Decimal(20))] * 2
    assert unit_sheet(DEMO, Surface.ASPHALT, Decimal(225), parts).pci == whole.pci


kinds = [(kind.slug, severity) for kind in KINDS.values() for severity in kind.severities
         if kind.surface is Surface.ASPHALT]  # fmt: skip
founds = st.dictionaries(st.sampled_from(kinds), st.integers(1, 100), max_size=6)


def _pci(found):
    rows = [Found(kind, severity, Decimal(quantity)) for (kind, severity), quantity in found.items()]
    return unit_sheet(DEMO, Surface.ASPHALT, Decimal(225), rows)


@given(founds, st.sampled_from(kinds), st.integers(1, 100))
def test_more_distress_never_gives_a_higher_pci(found, kind, more):
    """Where no deduct is cut off by m; where m cuts, see the next test."""
    worse = found | {kind: found.get(kind, 0) + more}
    after = _pci(worse)
    if len(worse) <= allowed_deducts(max(after.kept)):
        assert after.pci <= _pci(found).pci + 1e-9


@given(st.lists(st.floats(0, 60), max_size=8), st.floats(0, 40), st.integers(0, 7))
def test_a_worse_deduct_never_gives_a_higher_pci_while_m_cuts_nothing(deducts, more, at):
    def correct(total, q):
        return DEMO.corrected(Surface.ASPHALT, total, q)

    worse = [deduct + more * (at == number) for number, deduct in enumerate(deducts)]
    if worse and len(worse) <= allowed_deducts(max(worse)):
        assert sheet(worse, correct).pci <= sheet(deducts, correct).pci + 1e-9


def test_where_m_cuts_the_standard_itself_may_give_a_point_back():
    """Known and kept: a worse worst deduct lowers m, and a share of the least counted one is lost. Not ours to mend."""

    def correct(total, q):
        return DEMO.corrected(Surface.ASPHALT, total, q)

    before, after = sheet([25] * 8, correct).pci, sheet([26, *[25] * 7], correct).pci
    assert 0 < after - before < 2


def test_a_mean_of_hundreds_stays_within_a_hundred():
    units = [RatedUnit(size, 100.0) for size in (225.01, 224.97, 0.1, 33.33)]
    for size in (1_234.56, 777.77, 4_321.01):
        assert section_pci(units, size) <= 100
