"""Digs end firm, in time and under a guarantee that the next dig, the next need and every defect ask for."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction

from qala.kernel.clock import CITY, now, today
from qala.kernel.refusals import Forbidden
from qala.kernel.tests.refusing import refused
from qala.places.models import Segment
from qala.roads.actions.cuts import cover_cut, inspect_cut, open_emergency, pave_cut, permit_cut, request_cut
from qala.roads.actions.defects import confirm_defect
from qala.roads.actions.warranties import claim, dismiss_claim, dispute_claim, fix_claim
from qala.roads.actions.works import Contract, note_need
from qala.roads.models import Claim, Compaction, Cut, Defect, RoadNorm, SampleUnit, Works
from qala.roads.queries.conflicts import conflicts_of, overdue_of
from qala.roads.tests.factories import a_paved_street
from qala.roads.tests.test_programme import engineer, street  # noqa: F401 - fixtures
from qala.roads.tests.test_programme_follows import in_force  # noqa: F401 - fixture
from qala.roads.tests.works_factories import (
    Offices,
    accepted,
    dig,
    filled,
    need,
    opened,
    signed,
    stretch,
    try_trench,
)

pytestmark = pytest.mark.django_db
ELSEWHERE = {"from_m": 80, "to_m": 90}


@pytest.fixture
def offices():
    a_paved_street()
    return Offices()


def paved(offices, **told):
    return pave_cut(by=offices.operator, cut=filled(offices, **told))


def inspected(offices, **told):
    """The guarantee of a dig."""
    return inspect_cut(by=offices.inspector, cut=paved(offices, **told))


def confirmed(offices, from_m, to_m):
    """A defect that an inspector saw."""
    defect = Defect.objects.create(category="pothole", kind="pothole", reported_on=today())
    defect.position = stretch(from_m=from_m, to_m=to_m)
    defect.save()
    return confirm_defect(by=offices.inspector, defect=defect)


def test_a_second_defect_under_a_claimed_guarantee_is_a_claim_with_its_own_clock(offices):
    warranty = accepted(offices)
    first, second = confirmed(offices, 40, 41), confirmed(offices, 60, 61)
    assert [one.claims.get().starts_on for one in (first, second)] == [today(), today()]
    warranty.refresh_from_db()
    fix_claim(by=offices.engineer, warranty=warranty)
    assert not Claim.objects.filter(fixed_on=None).exists()
    assert set(Defect.objects.values_list("state", flat=True)) == {"mended"}


def test_what_was_claimed_after_a_dispute_is_not_dismissed_with_it(offices):
    warranty = accepted(offices)
    claim(by=offices.engineer, warranty=warranty, about="It sank.")
    dispute_claim(by=offices.contractor, warranty=warranty, reason="A pipe burst.")
    defect = confirmed(offices, 40, 41)
    warranty.refresh_from_db()
    assert warranty.state == "disputed"
    dismiss_claim(by=offices.inspector, warranty=warranty)
    assert warranty.state == "claimed"
    assert warranty.claims.get(dismissed_on=None).defect == defect


def test_one_defect_is_claimed_once_at_a_time(offices):
    warranty = accepted(offices)
    made = confirmed(offices, 40, 41).claims.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.create(
            warranty=warranty, about="again", first_reported_on=today(), starts_on=today(), by="x", defect=made.defect
        )


def test_a_sunken_trench_is_claimed_of_whoever_dug_it_not_of_the_paver(offices):
    paver = accepted(offices, contract=Contract("45", "builder", 2_000_000_000, 8))
    trench = inspected(offices)
    assert trench.until_on < paver.until_on
    assert confirmed(offices, 24, 25).claims.get().warranty == trench
    assert confirmed(offices, 60, 61).claims.get().warranty == paver


def test_a_dig_into_a_trench_under_guarantee_is_a_conflict_and_a_break_of_the_moratorium(offices):
    trench = inspected(offices)
    later = today() + timedelta(days=900)  # past the years of a joint trench
    cut = request_cut(by=offices.operator, dig=dig(from_on=later, until_on=later))
    assert [(one.obstacle, one.about, one.until) for one in conflicts_of(cut)] == [
        ("guarantee_running", f"roads.cut:{trench.cut_id}", trench.until_on)
    ]
    assert open_emergency(by=offices.operator, dig=dig()).broke_moratorium


def test_a_repair_of_a_trench_under_guarantee_is_a_claim_and_paving_the_street_over_it_is_not(offices):
    inspected(offices)
    with refused("under_guarantee"):
        note_need(by=offices.engineer, need=need(places=[stretch(from_m=22, to_m=28)], area_m2=Decimal(12)))
    assert note_need(by=offices.engineer, need=need()).state == "need"


def test_no_dig_ends_whose_newest_test_failed(offices):
    cut = paved(offices)
    try_trench(by=offices.operator, cut=cut, passed=False, protocol="K-2")
    with refused("loose_trench"):
        inspect_cut(by=offices.inspector, cut=cut)
    with pytest.raises(IntegrityError) as why, transaction.atomic():
        Cut.objects.filter(pk=cut.pk).update(state="inspected", inspected_on=today(), inspected_by="x")
    assert "not compacted" in str(why.value)
    try_trench(by=offices.operator, cut=cut, passed=True, protocol="K-3")
    cut.refresh_from_db()
    assert inspect_cut(by=offices.inspector, cut=cut).state == "running"


def test_what_an_inspector_failed_only_an_inspector_passes(offices):
    cut = opened(offices)
    try_trench(by=offices.inspector, cut=cut, passed=False, protocol="I-1")
    with pytest.raises(Forbidden):
        try_trench(by=offices.operator, cut=cut, passed=True, protocol="K-1")
    with pytest.raises(IntegrityError) as why, transaction.atomic():
        Compaction.objects.create(cut=cut, tested_on=today(), passed=True, protocol="K-1", by="x")
    assert "inspector" in str(why.value)
    assert try_trench(by=offices.second, cut=cut, passed=True, protocol="I-2").by_inspector
    try_trench(by=offices.operator, cut=cut, passed=False, protocol="K-2")
    assert try_trench(by=offices.operator, cut=cut, passed=True, protocol="K-3").passed


def test_kunshygys_a_temporary_cover_with_a_day_far_off(offices):
    cut, days = filled(offices), RoadNorm.objects.get(slug="cover_days")
    assert (days.verified, "unverified" in days.source) == (False, True)
    last = today() + timedelta(days=int(days.value))
    with refused("cover_too_long"):
        cover_cut(by=offices.operator, cut=cut, until=last + timedelta(days=1))
    assert cover_cut(by=offices.operator, cut=cut, until=last).cover_until == last


def test_an_emergency_lies_open_from_today_and_not_for_years(offices):
    far = date(2099, 1, 1)
    cut = open_emergency(by=offices.operator, dig=dig(from_on=far, until_on=far))
    days = int(RoadNorm.objects.get(slug="emergency_days").value)
    assert (cut.from_on, cut.until_on) == (today(), today() + timedelta(days=days))
    permit_cut(by=offices.engineer, cut=cut, permit="E-1", guarantor="waterworks")
    assert overdue_of("waterworks", cut.until_on) == []
    assert overdue_of("waterworks", cut.until_on + timedelta(days=1)) == [cut]


@pytest.mark.parametrize(("hours", "late"), [(23, False), (25, True)])
def test_the_hours_of_an_emergency_without_its_permit_are_hours(offices, hours, late):
    cut = open_emergency(by=offices.operator, dig=dig())
    Cut.objects.filter(pk=cut.pk).update(opened_at=now() - timedelta(hours=hours))
    assert bool(overdue_of("waterworks", today())) is late


def test_a_permit_over_new_year_meets_paving_by_the_year_it_ends_in(offices):
    works = signed(offices)
    Works.objects.filter(pk=works.pk).update(programmed_year=today().year + 4)
    within = date(today().year, 12, 31)
    cut = request_cut(by=offices.operator, dig=dig(from_on=today(), until_on=within))
    assert conflicts_of(cut) == []
    longer = request_cut(by=offices.operator, dig=dig(places=[stretch(**ELSEWHERE)], until_on=within + timedelta(9)))
    assert [one.about for one in conflicts_of(longer)] == [f"roads.works:{works.pk}"]


def test_a_step_of_the_programme_that_is_late_is_a_conflict_until_somebody_has_paved(in_force):  # noqa: F811
    offices = Offices()
    step = in_force.choices.order_by("year").first()
    segment = Segment.objects.get(pk=int(step.group.split(":")[1]))
    day = date(step.year + 2, 6, 1)
    there = [stretch(segment, 5, 15)]
    cut = request_cut(by=offices.operator, dig=dig(places=there, from_on=day, until_on=day))
    assert [(one.about, one.until) for one in conflicts_of(cut)] == [(f"planning.plan:{in_force.pk}", None)]
    with time_machine.travel(datetime(step.year, 6, 1, 12, tzinfo=CITY), tick=False):
        accepted(offices, places=[stretch(segment, 0, segment.measured_length_m)])
    assert None not in [one.until for one in conflicts_of(cut)]


def test_every_place_of_a_dig_is_an_additional_unit_with_its_share_of_the_area(offices):
    places = [stretch(from_m=20, to_m=30), stretch(from_m=60, to_m=90)]
    cut = open_emergency(by=offices.operator, dig=dig(places=places, area_m2=Decimal(60)))
    units = SampleUnit.objects.filter(survey=cut.unit.survey, additional=True).order_by("from_m")
    assert [(int(one.from_m), int(one.to_m), int(one.size)) for one in units] == [(20, 30, 15), (60, 90, 45)]
