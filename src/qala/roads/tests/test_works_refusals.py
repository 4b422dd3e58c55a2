"""Every row of "it happened, so it is refused", tried: by the action in words, and by the database where it can."""

import io
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from PIL import Image

from qala.kernel.clock import now, today
from qala.kernel.refusals import Forbidden
from qala.kernel.tests.refusing import refused
from qala.people.tests.factories import AppointmentFactory
from qala.places.rules.position import Position
from qala.places.tests.factories import LAT, LON
from qala.roads.actions.cuts import backfill_cut, cover_cut, put_off_cut, request_cut
from qala.roads.actions.proofs import accept_works, add_evidence, lay_lot, measure_works, sample_lot
from qala.roads.actions.register import register_lines
from qala.roads.actions.warranties import Danger, claim, note_hazard
from qala.roads.actions.works import (
    Contract,
    change_price,
    contract_works,
    design_works,
    note_need,
    programme_works,
    select_works,
    start_works,
    suspend_works,
    tender_works,
)
from qala.roads.models import BuriedLine, Claim, Cut, Defect, Hazard, Wait, Works
from qala.roads.tests.factories import KEEPER, a_paved_street, entry
from qala.roads.tests.works_factories import (
    Offices,
    accepted,
    begun,
    dig,
    filled,
    laid,
    need,
    opened,
    photo,
    proven,
    shot_at,
    signed,
    stretch,
    try_trench,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices():
    a_paved_street()
    return Offices()


def shot_on(told):
    """A picture whose EXIF tells this moment."""
    exif, stream = Image.Exif(), io.BytesIO()
    exif.get_ifd(0x8769)[0x9003] = told
    Image.new("RGB", (8, 8)).save(stream, "JPEG", exif=exif)
    return stream.getvalue()


@contextmanager
def unstorable(name=""):
    with pytest.raises(IntegrityError) as told, transaction.atomic():
        yield
    assert name.replace("_", " ") in str(told.value).replace("_", " ")


def test_shyrayly_no_paving_over_a_trench_without_a_passed_test(offices):
    works = signed(offices)
    filled(offices, passed=False, places=[stretch(from_m=90, to_m=99)])
    with refused("loose_trench"):
        start_works(by=offices.contractor, works=works)
    with unstorable("no_paving_over_a_trench_not_compacted"):
        Works.objects.filter(pk=works.pk).update(state="in_work", started_on=today(), started_by="x")


def test_shyrayly_a_test_that_passes_later_lets_it_begin(offices):
    works = signed(offices)
    cut = filled(offices, passed=False)
    with refused("loose_trench"):
        start_works(by=offices.contractor, works=works)
    try_trench(by=offices.operator, cut=cut, passed=True, protocol="K-2")
    assert start_works(by=offices.contractor, works=works).state == "in_work"


def test_shyrayly_a_test_written_while_the_trench_stands_open_is_no_test_of_its_filling(offices):
    works = signed(offices)
    cut = opened(offices)
    try_trench(by=offices.operator, cut=cut, passed=True, protocol="K-0")
    with refused("loose_trench"):
        start_works(by=offices.contractor, works=works)
    with unstorable("no_paving_over_an_open_dig"):
        Works.objects.filter(pk=works.pk).update(state="in_work", started_on=today(), started_by="x")
    backfill_cut(by=offices.operator, cut=cut)
    assert start_works(by=offices.contractor, works=works).state == "in_work"


def test_kunshygys_a_temporary_cover_without_an_end(offices):
    cut = filled(offices)
    with refused("cover_without_end"):
        cover_cut(by=offices.operator, cut=cut, until=None)
    with unstorable("a_temporary_cover_expires"):
        Cut.objects.filter(pk=cut.pk).update(state="temporary_cover")


def test_kunshygys_no_new_permit_for_an_operator_with_an_overdue_cover(offices):
    waiting = request_cut(by=offices.operator, dig=dig(places=[stretch(from_m=80, to_m=90)]))
    cut = cover_cut(by=offices.operator, cut=filled(offices), until=today())
    Cut.objects.filter(pk=cut.pk).update(cover_until=today() - timedelta(days=1))
    with refused("operator_overdue"):
        request_cut(by=offices.operator, dig=dig(places=[stretch(from_m=60, to_m=70)]))
    Cut.objects.filter(pk=waiting.pk).update(state="conflict_checked")
    with unstorable("no_permit_while_a_cover_is_overdue"):
        Cut.objects.filter(pk=waiting.pk).update(state="permitted", permit="1", guarantor="x", permitted_at=now())


def test_aktorgai_a_hazard_without_fence_owner_and_clock(offices):
    whole = {
        "there": stretch(), "about": "a hole over a pipe", "seen_at": now(), "fenced_at": now(), "owner": "waterworks",
        "due_at": now() + timedelta(days=1),
    }  # fmt: skip
    for missing in ({"fenced_at": None}, {"owner": " "}, {"due_at": None}):
        with refused("bare_hazard"):
            note_hazard(by=offices.inspector, danger=Danger(**whole | missing))
    hazard = note_hazard(by=offices.inspector, danger=Danger(**whole))
    with unstorable("hazard_has_an_owner"):
        Hazard.objects.filter(pk=hazard.pk).update(owner="")
    with unstorable():
        Hazard.objects.filter(pk=hazard.pk).update(fenced_at=None)


def test_aktorgai_a_claim_that_starts_later_than_its_first_report(offices):
    warranty = accepted(offices)
    there = stretch(from_m=40, to_m=41)
    Defect.objects.create(
        segment_id=there.segment, from_m=there.from_m, to_m=there.to_m, reported_on=today(), state="confirmed",
        judged_by="x",
    )  # fmt: skip
    with refused("late_claim"):
        claim(by=offices.engineer, warranty=warranty, about="It sank.", starts_on=today() + timedelta(days=5))
    with unstorable("a_claim_starts_with_its_first_report"):
        Claim.objects.create(
            warranty=warranty, about="It sank.", first_reported_on=today(), starts_on=today() + timedelta(days=1)
        )
    assert claim(by=offices.engineer, warranty=warranty, about="It sank.").starts_on == today()


def test_failed_samples_no_act_with_a_lot_neither_replaced_nor_tested_again(offices):
    works = proven(offices)
    lot = lay_lot(by=offices.contractor, works=works, number="2", material="asphalt")
    with refused("failed_lots"):
        accept_works(by=offices.second, works=works)
    sample_lot(by=offices.inspector, lot=lot, passed=False, protocol="L-2")
    with refused("failed_lots"):
        accept_works(by=offices.second, works=works)
    with unstorable("every_lot_passed_or_was_replaced"):
        Works.objects.filter(pk=works.pk).update(state="accepted", accepted_on=today(), accepted_by="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        lot.samples.update(passed=True)
    instead = lay_lot(by=offices.contractor, works=works, number="3", material="asphalt", replaces=lot)
    with refused("failed_lots"):
        accept_works(by=offices.second, works=works)
    sample_lot(by=offices.inspector, lot=instead, passed=True, protocol="L-3")
    assert accept_works(by=offices.second, works=works).state == "running"


def test_failed_samples_a_lot_tested_again_passes(offices):
    works = proven(offices)
    lot = works.lots.get()
    sample_lot(by=offices.inspector, lot=lot, passed=False, protocol="L-4")
    sample_lot(by=offices.inspector, lot=lot, passed=True, protocol="L-5")
    assert accept_works(by=offices.second, works=works).works_id == works.pk


def test_alatau_no_act_without_located_photos(offices):
    works = begun(offices)
    lot = lay_lot(by=offices.contractor, works=works, number="1", material="asphalt")
    sample_lot(by=offices.inspector, lot=lot, passed=True, protocol="L-1")
    measure_works(by=offices.inspector, works=works, laid=laid(works, 100))
    with refused("photo_elsewhere"):
        add_evidence(by=offices.contractor, works=works, photo=photo(latitude=43.0))
    with refused("old_photo"):
        add_evidence(by=offices.contractor, works=works, photo=photo(taken_on=today() - timedelta(days=400)))
    with refused("wrong_file"):
        add_evidence(by=offices.contractor, works=works, photo=photo().__class__(b"PK", 69.6, 42.32, today()))
    with refused("photo_of_another_day"):
        add_evidence(by=offices.contractor, works=works, photo=replace(photo(), content=shot_on("2025:06:01 12:00:00")))
    with refused("no_photos"):
        accept_works(by=offices.second, works=works)
    with unstorable("every_stretch_has_a_located_photo"):
        Works.objects.filter(pk=works.pk).update(state="accepted", accepted_on=today(), accepted_by="x")


@pytest.mark.parametrize("told", ["%Y:%m:%d 09:00:00", "0000:00:00 00:00:00", "yesterday"])
def test_alatau_a_photo_of_its_day_or_without_one_is_kept(offices, told):
    shot = replace(photo(), content=shot_on(today().strftime(told)))
    kept = add_evidence(by=offices.contractor, works=begun(offices), photo=shot)
    assert kept.taken_on == today()


def test_alatau_a_photo_remembers_who_told_its_place_and_without_one_is_refused(offices):
    works = begun(offices)
    with refused("no_place"):
        add_evidence(by=offices.contractor, works=works, photo=photo(latitude=None))
    seen = replace(photo(longitude=None, latitude=None), content=shot_at(LON + 0.001, LAT))
    assert add_evidence(by=offices.contractor, works=works, photo=seen).place_by_hand is False
    assert add_evidence(by=offices.contractor, works=works, photo=photo()).place_by_hand is True
    with refused("photo_elsewhere"):
        add_evidence(by=offices.contractor, works=works, photo=replace(photo(), content=shot_at(LON, 43.0)))


def test_alatau_a_photo_proves_once(offices):
    works = proven(offices)
    other = begun(offices, places=[stretch(from_m=120, to_m=150)])
    with refused("photo_used"):
        add_evidence(by=offices.contractor, works=other, photo=photo(works.pk, mark=0.5))


def test_alatau_no_act_without_a_measured_length(offices):
    works = proven(offices)
    Works.objects.filter(pk=works.pk).update(measured_m=None, measured_by="")
    works.refresh_from_db()
    with refused("not_measured"):
        accept_works(by=offices.second, works=works)
    with unstorable("a_second_person_accepts_measured_works"):
        Works.objects.filter(pk=works.pk).update(state="accepted", accepted_on=today(), accepted_by="x")
    measure_works(by=offices.inspector, works=works, laid=laid(works, 50))
    with refused("too_short"):
        accept_works(by=offices.second, works=works)
    with unstorable("measured_length_is_the_length_agreed"):
        Works.objects.filter(pk=works.pk).update(state="accepted", accepted_on=today(), accepted_by="x")


def test_alatau_no_act_without_a_second_person(offices):
    works = proven(offices)
    with pytest.raises(Forbidden):
        accept_works(by=offices.inspector, works=works)
    with unstorable("a_second_person_accepts_measured_works"):
        Works.objects.filter(pk=works.pk).update(
            state="accepted", accepted_on=today(), accepted_by=offices.inspector.actor_key
        )


def test_the_contractor_never_accepts_not_even_with_the_role(offices):
    works = proven(offices)
    with pytest.raises(Forbidden):
        accept_works(by=offices.contractor, works=works)
    AppointmentFactory(role="road_inspector", person=offices.contractor)
    both = type(offices.contractor).objects.get(pk=offices.contractor.pk)
    with pytest.raises(Forbidden):
        accept_works(by=both, works=works)


def test_kamysty_no_design_that_has_not_answered_for_the_age_of_lines_below(offices):
    facts = {"kind": "sewer", "holder": "waterworks", "diameter_mm": 1000, "laid_year": 1968}
    register_lines(by=KEEPER, entries=[entry(stretch_segment(), 0, 160, facts=facts)])
    line = BuriedLine.objects.get()
    works = note_need(by=offices.engineer, need=need())
    select_works(by=offices.engineer, works=works)
    programme_works(by=offices.engineer, works=works, year=today().year)
    for answers in ({}, {line.pk: "  "}):
        with refused("lines_unanswered"):
            design_works(by=offices.engineer, works=works, answers=answers)
    with unstorable("a_design_answers_for_lines_below"):
        Works.objects.filter(pk=works.pk).update(state="designed")
    works.refresh_from_db()
    said = {line.pk: "The collector of 1968 is renewed first."}
    assert design_works(by=offices.engineer, works=works, answers=said).state == "designed"


def stretch_segment():
    from qala.places.models import Segment

    return Segment.objects.get(source_id="tauke-1")


def test_amanzhol_waiting_needs_a_date_an_owner_and_a_cover(offices):
    works = begun(offices)
    whole = {"waiting_for": "a gas pipe", "until_on": today() + timedelta(days=9), "owner": "gas", "cover": "gravel"}
    for missing in ({"until_on": None}, {"owner": ""}, {"cover": " "}, {"until_on": today() - timedelta(days=1)}):
        with refused("idle_wait"):
            suspend_works(by=offices.contractor, works=works, wait=Wait(**whole | missing))
    with unstorable("suspended_works_wait_for_something"):
        Works.objects.filter(pk=works.pk).update(state="suspended")
    with unstorable("waiting_has_a_date_an_owner_and_a_cover"):
        Wait.objects.create(works=works, **whole | {"owner": ""})
    assert suspend_works(by=offices.contractor, works=works, wait=Wait(**whole)).state == "suspended"


def test_amanzhol_a_permanent_cover_is_not_put_off_for_nothing(offices):
    cut = cover_cut(by=offices.operator, cut=filled(offices), until=today())
    with refused("idle_wait"):
        put_off_cut(by=offices.engineer, cut=cut, wait=Wait(waiting_for="a gas pipe", owner="gas", cover=""))
    with unstorable("a_cover_put_off_waits_for_something"):
        Cut.objects.filter(pk=cut.pk).update(cover_until=today() + timedelta(days=60))
    day = today() + timedelta(days=9)
    wait = Wait(waiting_for="a gas pipe", until_on=day, owner="gas", cover="cold asphalt")
    assert put_off_cut(by=offices.engineer, cut=cut, wait=wait).cover_until == day


def test_zhetysu_a_kind_typed_by_hand(offices):
    works = note_need(by=offices.engineer, need=need(top_cm=Decimal(5), base_cm=Decimal(20)))
    assert works.kind == "capital"
    with unstorable("kind_of_repair_is_computed"):
        Works.objects.filter(pk=works.pk).update(kind="current")
    select_works(by=offices.engineer, works=works)
    programme_works(by=offices.engineer, works=works, year=today().year)
    design_works(by=offices.engineer, works=works, answers={})
    with refused("capital_as_current"):
        tender_works(by=offices.engineer, works=works)
    with unstorable("capital_works_have_their_expertise"):
        Works.objects.filter(pk=works.pk).update(state="tendered")


def test_a_repair_under_guarantee_is_a_claim_not_a_payment(offices):
    other = signed_until_contract(offices)
    warranty = accepted(offices)
    with refused("under_guarantee"):
        note_need(by=offices.engineer, need=need(top_cm=Decimal(0), area_m2=Decimal(2)))
    with refused("under_guarantee"):
        contract_works(by=offices.engineer, works=other, contract=Contract("46", "builder", 1_000))
    with unstorable("repair_under_guarantee_is_a_claim"):
        Works.objects.filter(pk=other.pk).update(
            state="contracted", contract="46", contractor="builder", price_tiyn=1_000
        )
    assert claim(by=offices.engineer, warranty=warranty, about="It cracked.").warranty.state == "claimed"


def signed_until_contract(offices):
    works = note_need(by=offices.engineer, need=need(places=[stretch(from_m=50, to_m=60)]))
    select_works(by=offices.engineer, works=works)
    programme_works(by=offices.engineer, works=works, year=today().year)
    design_works(by=offices.engineer, works=works, answers={})
    return tender_works(by=offices.engineer, works=works, expertise="")


def test_a_price_rises_only_by_a_reasoned_decision_of_the_director(offices):
    works = signed(offices)
    with pytest.raises(Forbidden):
        change_price(by=offices.engineer, works=works, price_tiyn=3_000_000_000, decision="7", reason="Bitumen.")
    for decision, reason in (("", "Bitumen."), ("7", " ")):
        with refused("price_without_reason"):
            change_price(by=offices.director, works=works, price_tiyn=3_000_000_000, decision=decision, reason=reason)
    with unstorable("a_price_changes_by_a_reasoned_decision"):
        Works.objects.filter(pk=works.pk).update(price_tiyn=3_000_000_000)
    change_price(by=offices.director, works=works, price_tiyn=3_000_000_000, decision="7", reason="Bitumen.")
    works.refresh_from_db()
    assert works.price_tiyn == 3_000_000_000


def test_steps_that_the_tables_do_not_have(offices):
    works = note_need(by=offices.engineer, need=need())
    with refused("unlawful-step"):
        accept_works(by=offices.second, works=works)
    with unstorable("a_step_stands_in_the_table"):
        Works.objects.filter(pk=works.pk).update(state="contracted")
    with unstorable("begins_where_the_table_begins"):
        Works.objects.create(
            state="accepted", kind="current", why="x", noted_on=date(2026, 1, 1), area_m2=1, measured_m=1,
            measured_by="a", accepted_by="b", accepted_on=date(2026, 1, 1), started_on=date(2026, 1, 1), contract="1",
            contractor="c", price_tiyn=1, programmed_year=2026,
        )  # fmt: skip


def test_an_act_stays_as_it_was_signed(offices):
    works = accepted(offices).works
    with unstorable("an_act_stays"):
        Works.objects.filter(pk=works.pk).update(accepted_on=today() - timedelta(days=30))


def test_a_place_beyond_its_segment(offices):
    far = Position(stretch_segment().pk, Decimal(0), Decimal(9_000))
    with refused("no_such_stretch"):
        note_need(by=offices.engineer, need=need(places=[far]))
