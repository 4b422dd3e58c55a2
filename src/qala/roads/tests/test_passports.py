"""Passports in their versions: three hands, frozen when approved, true of their day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction

from qala.journal.models import Entry as JournalEntry
from qala.kernel.actors import Job
from qala.kernel.clock import today
from qala.kernel.refusals import Refusal
from qala.people.tests.factories import AppointmentFactory, PersonFactory
from qala.places.models import Segment
from qala.roads.actions.holdings import HoldingEntry, count_inventory, keep_paper, keep_photo, register_holdings
from qala.roads.actions.passports import (
    approve_passport,
    check_passport,
    draft_passport,
    send_back,
    survey_passport,
    take_over_passports,
)
from qala.roads.actions.past_works import record_past_works
from qala.roads.actions.register import register_carriageways, register_layers
from qala.roads.models import Holding, Inventory, Paper, Passport, RoadPhoto
from qala.roads.queries.completeness import city_shares, shares_of
from qala.roads.queries.passport import approved_on_day, passport_told, validity
from qala.roads.queries.register import stretches_on
from qala.roads.rules.passport import is_overdue, valid_until
from qala.roads.rules.register import PaperKind
from qala.roads.tasks import count_register
from qala.roads.tests.factories import ASPHALT, GRAVEL, KEEPER, SINCE, a_paved_street, an_approved_passport, entry
from qala.roads.views.papers import _head
from qala.ui.templatetags.ui import day as shown_day

pytestmark = pytest.mark.django_db



def test_a_stranger_drafts_no_passport():
    street = a_paved_street()
    with pytest.raises(Refusal) as told:
        draft_passport(by=PersonFactory(), street=street)
    assert told.value.status == 403


def test_one_version_is_in_work_at_a_time():
    street = a_paved_street()
    draft_passport(by=KEEPER, street=street)
    with pytest.raises(Refusal) as told:
        draft_passport(by=KEEPER, street=street)
    assert told.value.code == "passport_in_work"


def test_each_step_is_another_hand_and_is_recorded():
    street = a_paved_street()
    passport = an_approved_passport(street)
    verbs = JournalEntry.objects.filter(verb__startswith="roads.passport.").order_by("pk")
    assert [row.verb.rpartition(".")[2] for row in verbs] == ["drafted", "surveyed", "checked", "approved"]
    assert len({row.actor for row in verbs}) == 3
    assert passport.state == "approved"


def test_who_surveyed_checks_nothing_and_who_checked_approves_nothing():
    street = a_paved_street()
    both = AppointmentFactory(role="road_engineer").person
    for role in ("road_inspector", "signer"):
        AppointmentFactory(person=both, role=role)
    passport = survey_passport(by=both, passport=draft_passport(by=both, street=street), on=today())
    with pytest.raises(Refusal):
        check_passport(by=both, passport=passport)
    inspector = AppointmentFactory(role="road_inspector").person
    AppointmentFactory(person=inspector, role="signer")
    check_passport(by=inspector, passport=passport)
    with pytest.raises(Refusal):
        approve_passport(by=inspector, passport=passport)
    assert Passport.objects.get().state == "checked"


def test_a_step_out_of_turn_is_refused():
    street = a_paved_street()
    passport = draft_passport(by=KEEPER, street=street)
    with pytest.raises(Refusal):
        approve_passport(by=Job("other"), passport=passport)
    with pytest.raises(Refusal) as told:
        survey_passport(by=KEEPER, passport=passport, on=today() + timedelta(days=1))
    assert told.value.code == "future_survey"


def test_what_is_sent_back_is_surveyed_anew():
    street = a_paved_street()
    passport = survey_passport(by=KEEPER, passport=draft_passport(by=KEEPER, street=street), on=today())
    send_back(by=Job("other"), passport=passport)
    passport.refresh_from_db()
    assert (passport.state, passport.told, passport.sha256) == ("draft", {}, "")


def test_a_newer_version_supersedes_and_both_are_found_by_their_day():
    street = a_paved_street()
    first = an_approved_passport(street)
    second = an_approved_passport(street)
    first.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "approved")
    assert approved_on_day(street, today()) == second
    assert approved_on_day(street, today() - timedelta(days=1)) is None


def test_the_database_lets_nobody_change_an_approved_passport():
    passport = an_approved_passport(a_paved_street())
    for changed in ({"told": {}}, {"sha256": "0"}, {"state": "draft"}, {"approved_on": date(2020, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Passport.objects.filter(pk=passport.pk).update(**changed)
    with pytest.raises(IntegrityError), transaction.atomic():
        Passport.objects.filter(pk=passport.pk).delete()


def test_a_passport_is_reproducible_from_the_register():
    street = a_paved_street()
    passport = an_approved_passport(street, on=date(2025, 1, 1))
    first = Segment.objects.order_by("order").first()
    register_carriageways(by=KEEPER, entries=[entry(first, since=date(2025, 6, 1), facts=GRAVEL)])
    assert passport_told(street, date(2025, 1, 1)) == passport.told
    assert passport_told(street, date(2025, 6, 1)) != passport.told


def test_an_inventory_ends_with_many_passports_at_once():
    street = a_paved_street()
    hands = {"surveyed_by": Job("one"), "checked_by": Job("two")}
    taken = take_over_passports(by=Job("three"), streets=[street], on=SINCE, **hands)
    assert [row.state for row in taken] == ["approved"]
    assert take_over_passports(by=Job("three"), streets=[street], on=SINCE, **hands) == []
    with pytest.raises(Refusal):
        take_over_passports(by=Job("two"), streets=[street], on=SINCE, **hands)


@pytest.mark.parametrize(
    ("approved", "works", "until"),
    [
        (date(2025, 2, 1), None, date(2030, 2, 1)),
        (date(2024, 2, 29), None, date(2029, 3, 1)),
        (date(2025, 2, 1), date(2027, 7, 1), date(2027, 7, 1)),
        (date(2025, 2, 1), date(2025, 1, 20), date(2025, 1, 20)),
    ],
)
def test_a_passport_holds_until_the_next_works_or_five_years(approved, works, until):
    assert valid_until(approved, works) == until


@pytest.mark.parametrize(
    ("act", "overdue"), [(None, False), (date(2025, 1, 1), True), (date(2025, 12, 1), False)]
)
def test_a_passport_is_overdue_a_year_after_an_act(act, overdue):
    assert is_overdue(act, date(2026, 11, 23)) is overdue


def test_a_passport_knows_the_works_of_its_survey_not_of_its_approval():
    """Surveyed, then works accepted, then approved: it does not know them, whatever the day of approval."""
    street = a_paved_street()
    passport = an_approved_passport(street, on=today() - timedelta(days=30))
    assert validity(passport, street, today())["act_on"] is None
    first, second = today() - timedelta(days=10), today() - timedelta(days=2)
    for day in (today() - timedelta(days=40), second, first):
        accepted_on(day)
    found = validity(passport, street, today())
    assert (found["valid_until"], found["holds"], found["overdue"]) == (first, False, False)
    later = first + timedelta(days=366)
    assert validity(passport, street, later)["overdue"] is True
    told = _head(passport, street)
    assert str(shown_day(first)) in told.values()


def accepted_on(day):
    """Works of a paper act on the first segment."""
    facts = {
        "act": f"A-{day}", "contract": "1", "contractor": "builder", "price_tiyn": 1, "area_m2": Decimal(100), "why": "worn",
    }  # fmt: skip
    first = Segment.objects.order_by("order").first()
    taken = record_past_works(by=KEEPER, entries=[entry(first, 0, 50, since=day, facts=facts)])
    assert taken.turned == []


def test_a_street_without_a_passport_does_not_hold_one():
    street = a_paved_street()
    assert validity(None, street, today())["holds"] is False
    assert validity(an_approved_passport(street), street, today())["holds"] is True


def test_completeness_counts_metres_and_assumptions_apart():
    street = a_paved_street()
    first = Segment.objects.order_by("order").first()
    whole = sum(one.measured_length_m for one in Segment.objects.all())
    register_layers(by=KEEPER, entries=[entry(first, 0, 50, facts={"order": 1, "material": "asphalt"})])
    guess = entry(first, since=date(2025, 1, 1), facts=GRAVEL, assumed=("surface",))
    register_carriageways(by=KEEPER, entries=[guess])
    told = {one.field.value: one for one in shares_of(street, stretches_on(street, today()), today())}
    assert (told["layers"].known_m, told["layers"].all_m) == (50, whole)
    assert told["surface"].known_m == whole - first.measured_length_m
    assert told["surface"].assumed_m == first.measured_length_m
    assert told["width"].known_m == whole
    assert told["condition"].known_m == 0


@pytest.mark.parametrize("day", [date(2024, 5, 31), SINCE, date(2025, 3, 1), date(2026, 11, 23)])
def test_the_city_counts_what_its_streets_count(day):
    street = a_paved_street()
    segments = list(Segment.objects.order_by("order"))
    register_layers(by=KEEPER, entries=[entry(segments[0], 0, 50, facts={"order": 1, "material": "asphalt"})])
    half = {**ASPHALT, "built_year": None}
    register_carriageways(by=KEEPER, entries=[entry(segments[1], 10, 60, since=date(2025, 1, 1), facts=half)])
    register_holdings(by=KEEPER, entries=[HoldingEntry(street.pk, "Қала", "Басқарма", date(2025, 2, 1))])
    (found,) = city_shares(day)
    assert list(found.shares) == shares_of(street, stretches_on(street, day), day)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_the_city_is_counted_in_one_pass_whatever_postgresql_guesses():
    """It guesses one row for a table emptied and filled again, and looped inside a loop for minutes."""
    with transaction.atomic():
        a_paved_street()
        transaction.set_rollback(True)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
    a_paved_street()
    plans = []

    def explain(execute, statement, values, many, context):
        if "range_agg" in statement:
            execute(f"EXPLAIN {statement}", values, many, context)
            plans.append("\n".join(row for (row,) in context["cursor"].fetchall()))
        return execute(statement, values, many, context)

    with connection.execute_wrapper(explain):
        city_shares(today())
    (plan,) = plans
    assert "Hash" in plan or "Merge" in plan  # by how large the tables once were: both read each of them once
    assert "Nested Loop" not in plan
    with connection.cursor() as cursor:
        cursor.execute("SHOW enable_nestloop")
        assert cursor.fetchone() == ("on",)


def test_a_street_has_one_holder_at_a_time():
    street = a_paved_street()
    register_holdings(by=KEEPER, entries=[HoldingEntry(street.pk, "Қала", "Басқарма", date(2024, 1, 1))])
    register_holdings(by=KEEPER, entries=[HoldingEntry(street.pk, "Қала", "Басқарма", date(2025, 1, 1))])
    register_holdings(by=KEEPER, entries=[HoldingEntry(street.pk, "Қала", "Аудан", date(2025, 1, 1))])
    assert [row.holder for row in Holding.objects.on(date(2024, 6, 1))] == ["Басқарма"]
    assert [row.holder for row in Holding.objects.on(date(2025, 1, 1))] == ["Аудан"]
    with pytest.raises(Refusal) as told:
        register_holdings(by=KEEPER, entries=[HoldingEntry(street.pk, "Қала", "Өзге", date(2020, 1, 1))])
    assert told.value.code == "later_row_there"


def test_papers_stay_and_are_what_they_say(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    street = a_paved_street()
    content = b"%PDF-1.7 an act"
    paper = keep_paper(by=KEEPER, street=street, kind=PaperKind.ACT, signed_on=SINCE, content=content, number="7")
    assert passport_told(street, today())["papers"][0]["sha256"] == paper.sha256
    with pytest.raises(Refusal) as told:
        keep_paper(by=KEEPER, street=street, kind=PaperKind.ACT, signed_on=SINCE, content=b"MZ")
    assert told.value.code == "wrong_file"
    with pytest.raises(DatabaseError, match=r"append-only|permission denied"), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(number="8")


def test_a_photo_lies_at_its_place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    a_paved_street()
    there = entry(Segment.objects.first(), 5, 5).position
    photo = keep_photo(by=KEEPER, there=there, taken_on=SINCE, content=b"\xff\xd8\xff\xe0 light")
    assert RoadPhoto.objects.get().position == there
    assert (tmp_path / photo.path).exists()


def test_an_inventory_counts_the_day_it_names():
    a_paved_street()
    before = count_inventory(by=KEEPER, on=date(2024, 5, 1))
    now = count_inventory(by=KEEPER)
    assert before.told["rows"]["carriageways"] == 0
    assert now.told["rows"]["carriageways"] == 2
    assert (now.streets, now.segments) == (1, 2)
    with pytest.raises(Refusal):
        count_inventory(by=KEEPER, on=today() + timedelta(days=1))
    with pytest.raises(DatabaseError, match=r"append-only|permission denied"), transaction.atomic():
        Inventory.objects.filter(pk=before.pk).delete()


def test_the_register_is_counted_at_night_where_it_says_something_new():
    a_paved_street()
    assert (count_register(), count_register(), Inventory.objects.count()) == (True, False, 1)
    first = Segment.objects.order_by("order").first()
    register_carriageways(by=KEEPER, entries=[entry(first, since=date(2025, 6, 1), facts=GRAVEL)])
    assert (count_register(), Inventory.objects.count()) == (True, 2)
