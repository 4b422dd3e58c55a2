"""Digs and guarantees: each conflict is listed, emergencies go first, covers and claims have their days."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from qala.journal.models import Entry
from qala.kernel.announcements import Announcement
from qala.kernel.clock import now, today
from qala.kernel.refusals import Forbidden, Refusal
from qala.kernel.tests.refusing import refused
from qala.places.models import Segment
from qala.roads.actions.cuts import (
    check_cut,
    cover_cut,
    inspect_cut,
    open_cut,
    open_emergency,
    override_conflict,
    pave_cut,
    permit_cut,
    request_cut,
    withdraw_cut,
)
from qala.roads.actions.proofs import accept_works
from qala.roads.actions.warranties import (
    claim,
    dismiss_claim,
    dispute_claim,
    end_warranty,
    fix_claim,
    release_warranty,
    resume_warranty,
)
from qala.roads.actions.works import start_works
from qala.roads.models import Cut, SampleUnit, Warranty, Works
from qala.roads.queries.conflicts import conflicts_of, overdue_of
from qala.roads.queries.passport_works import guarantees_until, next_act, works_told
from qala.roads.rules.cuts import CUT
from qala.roads.rules.warranties import WARRANTY, last_day
from qala.roads.rules.work_words import CUT_WORDS, WARRANTY_WORDS, WORKS_WORDS
from qala.roads.rules.works import WORKS, Kind, Size, kind_of
from qala.roads.tests.factories import a_paved_street
from qala.roads.tests.works_factories import (
    Offices,
    accepted,
    begun,
    dig,
    filled,
    finished,
    opened,
    permitted,
    proven,
    signed,
    stretch,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices():
    a_paved_street()
    return Offices()


def obstacles(offices, **told):
    cut = request_cut(by=offices.operator, dig=dig(**told))
    return {one.obstacle for one in check_cut(by=offices.engineer, cut=cut)}


def test_a_free_street_has_no_conflict(offices):
    assert obstacles(offices) == set()


def test_a_running_guarantee_and_fresh_paving_are_conflicts(offices):
    accepted(offices)
    assert obstacles(offices) == {"guarantee_running", "paved_recently"}
    assert obstacles(offices, places=[stretch(from_m=120, to_m=130)]) == set()


def test_paving_in_the_programme_is_a_conflict(offices):
    signed(offices)
    assert obstacles(offices) == {"paving_programmed"}


def test_paving_that_is_late_is_still_to_come(offices):
    works = signed(offices)
    Works.objects.filter(pk=works.pk).update(programmed_year=today().year - 1)
    cut = request_cut(by=offices.operator, dig=dig())
    found = check_cut(by=offices.engineer, cut=cut)
    assert [(one.obstacle, one.about, one.until_on) for one in found] == [
        ("paving_programmed", f"roads.works:{works.pk}", None)
    ]
    Works.objects.filter(pk=works.pk).update(programmed_year=today().year + 4)
    assert conflicts_of(cut) == []


def test_nothing_is_paved_where_a_permitted_dig_may_still_be_opened(offices):
    works, cut = signed(offices), permitted(offices)
    with refused("dig_to_come"):
        start_works(by=offices.contractor, works=works)
    works.refresh_from_db()
    with pytest.raises(IntegrityError), transaction.atomic():
        Works.objects.filter(pk=works.pk).update(state="in_work", started_on=today(), started_by="builder")
    withdraw_cut(by=offices.operator, cut=cut, reason="The pipe holds.")
    assert start_works(by=offices.contractor, works=works).state == "in_work"


def test_a_permit_whose_days_are_over_holds_nobody_up(offices):
    works, cut = signed(offices), permitted(offices)
    before = today() - timedelta(days=9)
    Cut.objects.filter(pk=cut.pk).update(from_on=before, until_on=before)
    assert start_works(by=offices.contractor, works=works).state == "in_work"


def test_a_permitted_dig_is_not_opened_over_what_was_paved_meanwhile(offices):
    works, cut = begun(offices), permitted(offices)
    finished(offices, works)
    with refused("unseen_conflicts"):
        open_cut(by=offices.operator, cut=cut)
    check_cut(by=offices.engineer, cut=cut)
    assert cut.state == "permitted"
    with refused("open_conflicts"):
        open_cut(by=offices.operator, cut=cut)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cut.objects.filter(pk=cut.pk).update(state="opened", opened_at=now())
    for one in cut.conflicts.filter(overridden_by=""):
        override_conflict(by=offices.engineer, conflict=one, reason="A main of 1968.")
    assert open_cut(by=offices.operator, cut=cut).state == "opened"


def test_another_dig_near_in_time_asks_for_a_joint_trench(offices):
    request_cut(by=offices.operator, dig=dig(places=[stretch(from_m=25, to_m=35)]))
    assert obstacles(offices) == {"joint_trench"}
    later = today() + timedelta(days=900)
    assert obstacles(offices, from_on=later, until_on=later) == set()


def test_a_large_dig_is_offered_to_the_others(offices):
    assert obstacles(offices, area_m2=Decimal("50.1")) == {"offer_to_others"}
    assert "offer_to_others" not in obstacles(offices, area_m2=Decimal(50))


def test_a_conflict_is_overridden_by_name_and_reason_or_there_is_no_permit(offices):
    accepted(offices)
    cut = request_cut(by=offices.operator, dig=dig())
    found = check_cut(by=offices.engineer, cut=cut)
    with refused("open_conflicts"):
        permit_cut(by=offices.engineer, cut=cut, permit="P", guarantor="waterworks")
    with pytest.raises(IntegrityError), transaction.atomic():
        Cut.objects.filter(pk=cut.pk).update(state="permitted", permit="P", guarantor="x", permitted_at=now())
    with pytest.raises(Refusal):
        override_conflict(by=offices.engineer, conflict=found[0], reason=" ")
    with pytest.raises(Forbidden):
        override_conflict(by=offices.operator, conflict=found[0], reason="Now.")
    cut.refresh_from_db()
    for one in found:
        override_conflict(by=offices.engineer, conflict=one, reason="A main of 1968.")
    assert permit_cut(by=offices.engineer, cut=cut, permit="P", guarantor="waterworks").state == "permitted"
    assert set(cut.conflicts.values_list("overridden_by", flat=True)) == {offices.engineer.actor_key}


def test_an_emergency_goes_first_and_is_told_as_a_break_of_the_moratorium(offices):
    accepted(offices)
    cut = open_emergency(by=offices.operator, dig=dig())
    assert (cut.state, cut.broke_moratorium, cut.conflicts.count()) == ("opened", True, 2)
    unit = SampleUnit.objects.get(pk=cut.unit_id)
    assert (unit.additional, unit.size) == (True, cut.area_m2)
    assert Entry.objects.filter(verb="roads.emergency.opened").exists()
    assert permit_cut(by=offices.engineer, cut=cut, permit="E-1", guarantor="waterworks").state == "opened"
    with pytest.raises(Refusal):
        permit_cut(by=offices.engineer, cut=cut, permit="E-2", guarantor="waterworks")


def test_an_emergency_without_its_permit_in_time_bars_ordinary_permits(offices):
    cut = open_emergency(by=offices.operator, dig=dig())
    Cut.objects.filter(pk=cut.pk).update(opened_at=now() - timedelta(hours=72))
    assert [one.pk for one in overdue_of("waterworks", today())] == [cut.pk]
    with refused("operator_overdue"):
        request_cut(by=offices.operator, dig=dig(places=[stretch(from_m=80, to_m=90)]))
    assert open_emergency(by=offices.operator, dig=dig(places=[stretch(from_m=80, to_m=90)])).state == "opened"


@pytest.mark.parametrize("left", [opened, filled])
def test_a_dig_left_open_past_its_days_bars_permits(offices, left):
    elsewhere = request_cut(by=offices.operator, dig=dig(places=[stretch(from_m=80, to_m=90)]))
    for conflict in check_cut(by=offices.engineer, cut=elsewhere):
        override_conflict(by=offices.engineer, conflict=conflict, reason="The pipe cannot wait.")
    cut = left(offices)
    assert overdue_of("waterworks", cut.until_on) == []
    ago = today() - timedelta(days=9)
    Cut.objects.filter(pk=cut.pk).update(from_on=ago, until_on=ago)
    assert [one.pk for one in overdue_of("waterworks", today())] == [cut.pk]
    with refused("operator_overdue"):
        request_cut(by=offices.operator, dig=dig(places=[stretch(from_m=60, to_m=70)]))
    with pytest.raises(IntegrityError) as why, transaction.atomic():
        Cut.objects.filter(pk=elsewhere.pk).update(state="permitted", permit="P", guarantor="x", permitted_at=now())
    assert "left open" in str(why.value)


def test_a_dig_ends_inspected_by_a_second_person_with_a_guarantee_of_its_own(offices):
    cut = pave_cut(by=offices.operator, cut=cover_cut(by=offices.operator, cut=filled(offices), until=today()))
    with pytest.raises(Forbidden):
        inspect_cut(by=offices.operator, cut=cut)
    warranty = inspect_cut(by=offices.inspector, cut=cut)
    assert (warranty.begins_on, warranty.until_on) == (today(), last_day(today(), 3))
    assert "[set]" in warranty.source


def test_no_permanent_cover_over_a_trench_that_failed(offices):
    cut = filled(offices, passed=False)
    with pytest.raises(Refusal):
        pave_cut(by=offices.operator, cut=cut)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cut.objects.filter(pk=cut.pk).update(state="permanent_cover")


def test_an_ordinary_dig_never_begins_opened(offices):
    with pytest.raises(IntegrityError), transaction.atomic():
        Cut.objects.create(
            state="opened", opened_at=now(), operator="w", purpose="p", area_m2=1, from_on=today(), until_on=today(),
            asked_by="a", asked_on=today(), permit="1", guarantor="g", permitted_at=now(),
        )  # fmt: skip


def test_days_of_a_guarantee_follow_from_the_act_and_are_never_typed(offices):
    warranty = accepted(offices)
    assert (warranty.begins_on, warranty.years, warranty.until_on) == (today(), 3, last_day(today(), 3))
    for typed in ({"until_on": today()}, {"begins_on": today() - timedelta(days=1)}, {"years": 9}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Warranty.objects.filter(pk=warranty.pk).update(**typed)


def test_a_claim_is_disputed_dismissed_or_fixed_and_bars_the_release(offices):
    warranty = accepted(offices)
    claim(by=offices.engineer, warranty=warranty, about="It sank.")
    with pytest.raises(Forbidden):
        dispute_claim(by=offices.operator, warranty=warranty, reason="Not ours.")
    dispute_claim(by=offices.contractor, warranty=warranty, reason="A pipe burst.")
    dismiss_claim(by=offices.inspector, warranty=warranty)
    claim(by=offices.engineer, warranty=warranty, about="It cracked.")
    with refused("open_claim"):
        release_warranty(by=offices.inspector, warranty=warranty)
    with pytest.raises(IntegrityError), transaction.atomic():
        Warranty.objects.filter(pk=warranty.pk).update(state="released")
    fix_claim(by=offices.engineer, warranty=warranty)
    resume_warranty(by=offices.engineer, warranty=warranty)
    with refused("guarantee_runs"):
        end_warranty(by=offices.engineer, warranty=warranty)
    assert warranty.until_on == last_day(today(), 3)


def test_acceptance_is_announced_to_the_case_it_came_from(offices):
    works = proven(offices, case="proposals.proposal:7")
    accept_works(by=offices.second, works=works)
    told = Announcement.objects.get(kind="works_accepted").payload
    assert told == {"work": f"roads.works:{works.pk}", "case": works.case, "accepted_on": str(today())}


def test_the_passport_and_the_planner_are_told(offices):
    warranty = accepted(offices)
    segment = Segment.objects.get(source_id="tauke-1")
    other = Segment.objects.get(source_id="tauke-2")
    told = works_told(segment.street, today())
    assert [(row["kind"], row["state"], row["warranty_until"]) for row in told] == [
        ("medium", "accepted", warranty.until_on.isoformat())
    ]
    assert next_act(segment.street_id, None, today()) == today()
    assert guarantees_until([segment.pk, other.pk], today()) == {segment.pk: warranty.until_on}
    assert guarantees_until([segment.pk], warranty.until_on + timedelta(days=1)) == {}
    assert works_told(segment.street, today() - timedelta(days=1)) == []


def test_an_open_dig_is_told_too(offices):
    cut = opened(offices)
    told = works_told(stretch_street(), today())
    assert [(row["key"], row["kind"], row["state"]) for row in told] == [(f"roads.cut:{cut.pk}", "cut", "opened")]


def stretch_street():
    return Segment.objects.get(source_id="tauke-1").street


@pytest.mark.parametrize(
    ("top", "base", "area", "whole", "kind"),
    [
        (5, 0, 700, 700, Kind.MEDIUM), (3, 0, 700, 700, Kind.CURRENT), (5, 0, 100, 700, Kind.CURRENT),
        (10, 0, 700, 700, Kind.CAPITAL), (4, 20, 700, 700, Kind.CAPITAL), (5, 20, 10, 0, Kind.CAPITAL),
    ],
)  # fmt: skip
def test_the_kind_of_repair_comes_from_layers_and_area(top, base, area, whole, kind):
    norms = {"repair_share": Decimal("0.25"), "capital_top_cm": Decimal(10), "medium_top_cm": Decimal(4)}
    assert kind_of(Size(*(Decimal(one) for one in (top, base, area, whole))), norms) is kind


@pytest.mark.parametrize(("table", "words"), [(WORKS, WORKS_WORDS), (WARRANTY, WARRANTY_WORDS), (CUT, CUT_WORDS)])
def test_every_state_and_step_has_its_words(table, words):
    assert {word for row in table.rows for word in row} <= set(words)
