"""The whole small city moves in, or nothing of it."""

import pytest
from django.conf import settings

from qala.demo.city.plan import city_plan
from qala.demo.city.schools import TOLD_UNTIL
from qala.demo.fill import city, fill
from qala.demo.fill.corners import KNOWN
from qala.demo.models import Seal
from qala.demo.seal import write_seal
from qala.journal.models import Entry
from qala.ledger.queries import balances
from qala.meals.models import (
    Appeal,
    Dispute,
    DoubleServing,
    Flag,
    Invoice,
    Meal,
    MenuDay,
    Provisional,
    Rating,
    ServiceEvent,
    Timesheet,
)
from qala.meals.queries.removals import off_list
from qala.people.models import Person
from qala.places.models import Street
from qala.proposals.models import Meeting, Photo, Proposal, RoutingTable, WorksOrder
from qala.proposals.queries.clocks import clock_of
from qala.proposals.rules.process import WORKFLOW
from qala.roster.models import Enrolment, Pupil

pytestmark = pytest.mark.django_db
LATER = ("_roads", "_passports", "_road_works", "_schools", "_meals", "_proposals", "_programme")


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


def test_an_interrupted_filling_leaves_only_the_seal(monkeypatch):
    write_seal("small")

    def cut(*_told, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr(city, "furnish", cut)
    with pytest.raises(KeyboardInterrupt):
        fill("small")
    assert Seal.objects.get().filled_at is None
    assert not Person.objects.exists()
    assert not Street.objects.exists()
    assert not Entry.objects.exists()


def test_the_big_city_keeps_whole_stages_and_goes_on_with_the_one_it_lost(monkeypatch):
    write_seal("small")
    told: list[str] = []
    real = city.settle

    def cut(plan):
        real(plan)
        raise KeyboardInterrupt

    monkeypatch.setattr(city, "IN_ONE_GO", frozenset())
    monkeypatch.setattr(city, "settle", cut)
    with pytest.raises(KeyboardInterrupt):
        fill("small")
    assert Seal.objects.get().stages == ["places"]
    assert Street.objects.exists()
    assert not Person.objects.exists()

    monkeypatch.setattr(city, "settle", real)
    for later in LATER:
        monkeypatch.setattr(city, later, lambda *_more, name=later: told.append(name) or {})
    assert "places" not in fill("small").stages
    assert Seal.objects.get().filled_at is not None
    assert Person.objects.filter(identity__isnull=False).count() == len(city_plan("small").people)
    assert told == [*LATER]


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_small_city_moves_in_once():
    write_seal("small")
    done = fill("small")
    assert Seal.objects.get().filled_at is not None
    assert 1_800 <= Proposal.objects.count() <= 2_000
    assert Person.objects.filter(identity__isnull=False).count() == len(city_plan("small").people)
    assert 1_500 <= Enrolment.objects.in_force(TOLD_UNTIL).count() == done.counts["pupils"] <= 1_700
    assert not Pupil.objects.filter(person__guardians=None).exists()
    assert RoutingTable.objects.get().state == "active"
    assert Meeting.objects.filter(held_at=None).exists()
    assert Photo.objects.shown().exists()
    assert {*Proposal.objects.values_list("state", flat=True)} == set(WORKFLOW.states)
    assert not WorksOrder.objects.filter(proposals=None).exists()
    for case in Proposal.objects.order_by("pk")[::17]:
        assert case.due_on == clock_of(case).due_on, case.number
        assert case.hops == case.assignments.count()
        assert case.state == (case.steps.last().after if case.steps.exists() else "received")
    for photo in Photo.objects.shown()[:5]:
        assert (settings.MEDIA_ROOT / photo.public).exists()
    _school_meals()
    assert fill("small").stages == {}
    assert done.counts["proposals"] == Proposal.objects.count()


def _school_meals():
    """A term through the counters: closed months balance, one is paid, questions found something, nothing exceeds."""
    assert 12_000 <= Meal.objects.count() <= 50_000
    assert ServiceEvent.objects.filter(outcome="duplicate").exists()
    assert DoubleServing.objects.filter(cause="two_counters").exists()
    assert ServiceEvent.objects.filter(how="vendor", outcome="accepted").count() == KNOWN
    assert Provisional.objects.filter(state="opened", event__day__month=11).exists()
    assert not Provisional.objects.filter(state="opened", event__day__month__lt=11).exists()
    assert {*Timesheet.objects.filter(month__month__lt=11).values_list("state", flat=True)} == {"final"}
    assert {*Invoice.objects.values_list("state", flat=True)} >= {"paid", "matched"}
    assert {*Dispute.objects.values_list("state", flat=True)} == {"opened", "upheld"}
    assert {*Flag.objects.values_list("rule", flat=True)} >= {"P4", "P6"}
    back, waits = Appeal.objects.order_by("pk")
    assert off_list(back.pupil) is None, "upheld: on the list again"
    assert off_list(waits.pupil) is not None
    assert Rating.objects.exists()
    assert MenuDay.objects.exists()
    assert sum(balances().values()) == 0
