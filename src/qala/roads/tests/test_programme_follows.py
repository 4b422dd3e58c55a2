"""The programme follows the ground: segments cut by a newer map keep their turn; works under contract are not paid twice."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from qala.kernel.clock import today
from qala.kernel.refusals import Refusal
from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import AppointmentFactory
from qala.places.actions import merge_segments, split_segment
from qala.places.models import Segment, Succession
from qala.places.queries import ancestors_of
from qala.planning.actions import adopt
from qala.roads.actions.cuts import request_cut
from qala.roads.actions.drafting import carry_over
from qala.roads.actions.works import design_works, note_need, programme_works, select_works, tender_works
from qala.roads.forms.programme import ProgrammeForm
from qala.roads.models import Works
from qala.roads.programming import strangers
from qala.roads.queries.conflicts import conflicts_of
from qala.roads.queries.groups import groups_of
from qala.roads.queries.network import programme_for, standing_steps, wishes_of
from qala.roads.queries.taken_ground import Taken, steps_on_taken_ground
from qala.roads.queries.turns import turn_in_force
from qala.roads.rules.asked import Asked, Wish
from qala.roads.tests.factories import KEEPER
from qala.roads.tests.test_programme import asked, engineer, solved, street  # noqa: F401 - fixtures
from qala.roads.tests.works_factories import Offices, dig, need, signed, stretch

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_force(street, engineer):  # noqa: F811
    plan = solved(engineer, asked())
    return adopt(by=AppointmentFactory(role="road_director").person, plan=plan, reason="The council agreed.")


@pytest.fixture
def cut_up(in_force):
    """A segment that the plan in force mends, now in two pieces."""
    step = in_force.choices.order_by("year").first()
    before = Segment.objects.get(pk=int(step.group.split(":")[1]))
    split_segment(by=KEEPER, segment=before, at_m=[Decimal(60)])
    return step, list(Segment.objects.present().filter(inheritances__predecessor=before).order_by("order", "pk"))


def key(segment):
    return f"places.segment:{segment.pk}"


def held_to(terms, segments):
    lines = groups_of(segment.pk for segment in segments)
    return wishes_of(terms, lines, standing_steps(terms, lines), Taken({}, frozenset(), {}))


def test_a_segment_descends_from_what_it_was_cut_from_and_joined_of_but_from_no_sliver(street):  # noqa: F811
    first, second = Segment.objects.filter(street=street).order_by("order")
    split_segment(by=KEEPER, segment=first, at_m=[Decimal(60)])
    head, tail = Segment.objects.present().filter(inheritances__predecessor=first).order_by("pk")
    joined = merge_segments(by=KEEPER, segments=[tail, second])
    assert ancestors_of([head.pk, joined.pk]) == {
        head.pk: [head.pk, first.pk], joined.pk: [joined.pk, second.pk, tail.pk, first.pk],
    }  # fmt: skip
    Succession.objects.create(predecessor=head, successor=joined, from_m=0, to_m=5, onto_from_m=0, onto_to_m=5)
    assert head.pk not in ancestors_of([joined.pk])[joined.pk]
    assert ancestors_of([]) == {}


def test_the_pieces_of_a_street_have_its_turn_and_are_paid_for_once(cut_up, in_force, street):  # noqa: F811
    step, pieces = cut_up
    told = turn_in_force(street, list(Segment.objects.present().filter(street=street)))
    turns = {turn.segment.pk: turn for turn in told.turns}
    assert all(step in turns[piece.pk].steps and turns[piece.pk].reason for piece in pieces)
    assert [turn.redrawn for turn in told.turns].count(True) == len(pieces) == 2
    assert sum(tiyn for *_, tiyn in told.steps) == sum(one.tiyn for one in in_force.choices.all())
    english = {"accept-language": "en"}
    found = Client().get(reverse("roads:when"), {"q": str(street)}, headers=english).content.decode()
    assert str(step.year) in found
    page = Client().get(reverse("roads:street", args=[street.pk]), headers=english).content.decode()
    assert page.count("The map was drawn anew since") == 2


def test_a_dig_into_a_piece_still_meets_the_programme(cut_up, in_force):
    step, pieces = cut_up
    day = date(step.year, 6, 1)
    asked_for = dig(places=[stretch(pieces[1], 5, 15)], from_on=day, until_on=day)
    cut = request_cut(by=Offices().operator, dig=asked_for)
    assert [one.about for one in conflicts_of(cut)] == [f"planning.plan:{in_force.pk}"]


def test_a_new_programme_holds_the_pieces_to_what_was_kept_and_asked(cut_up):
    step, pieces = cut_up
    terms = asked(keep_years=4)
    held = held_to(terms, pieces)
    assert all((step.year, step.option) in held[key(piece)].fixed for piece in pieces)
    wish = Wish(step.group, first=2029)
    typed = Asked(terms.horizon, terms.budgets, wishes=(wish,))
    assert [one.first for one in held_to(typed, pieces).values()] == [2029, 2029]


def test_a_repair_fixed_before_the_cut_is_no_stranger(street):  # noqa: F811
    first = Segment.objects.filter(street=street).order_by("order").first()
    terms = asked()
    typed = Asked(terms.horizon, terms.budgets, wishes=(Wish(key(first), fixed=((2028, "overlay"),)),))
    split_segment(by=KEEPER, segment=first, at_m=[Decimal(60)])
    carry_over(by=KEEPER)
    programme, _network = programme_for(typed)
    assert (len(programme.roads), [road.key for road in programme.roads if road.key == key(first)]) == (3, [])
    assert strangers(typed, programme) == []


def test_a_stretch_under_contract_waits_for_the_guarantee_it_will_have(street, engineer):  # noqa: F811
    works = signed(Offices())
    own = key(Segment.objects.get(source_id="tauke-1"))
    programme, network = programme_for(asked())
    assert {road.key: road.first for road in programme.roads if road.first} == {own: today().year + 3 + 1}
    assert (network.under_way, network.left_out) == (1, {"unpaved": 0, "unsurveyed": 0})
    plan = solved(engineer, asked(years=3))
    assert not plan.choices.filter(group=own).exists()
    assert plan.choices.exists()
    page = signed_in(engineer).get(reverse("roads:desk_plan", args=[plan.pk]), headers={"accept-language": "en"})
    assert "1 stretch waits for works programmed or under contract" in page.content.decode()
    Works.objects.filter(pk=works.pk).update(programmed_year=today().year - 2)
    assert [road.first for road in programme_for(asked())[0].roads if road.first] == [today().year + 3 + 1]


def test_a_step_kept_is_not_kept_twice_where_its_works_are_contracted(in_force, engineer):  # noqa: F811
    step = in_force.choices.filter(year=2027).first()
    signed(Offices(), places=[stretch(Segment.objects.get(pk=int(step.group.split(":")[1])))])
    again = solved(engineer, asked(keep_years=1))
    assert (again.state, again.choices.filter(group=step.group, year=2027).exists()) == ("solved", False)


def thought_of(offices, segment, year, state="tendered", **told):
    """Works that are programmed for a year, and put out to tender at most; nobody has signed anything."""
    works, by = note_need(by=offices.engineer, need=need(places=[stretch(segment)], **told)), offices.engineer
    select_works(by=by, works=works)
    programme_works(by=by, works=works, year=year, reason="The pipe comes first.")
    if state != "programmed":
        design_works(by=by, works=works, answers={})
    if state == "tendered":
        tender_works(by=by, works=works)
    return works


@pytest.mark.parametrize("state", ["programmed", "designed", "tendered"])
def test_a_stretch_with_works_ahead_waits_for_them_too(street, engineer, state):  # noqa: F811
    first, second = Segment.objects.filter(street=street).order_by("order")
    offices = Offices()
    thought_of(offices, first, 2028, state)
    thought_of(offices, second, 2040, state)
    programme, network = programme_for(asked())
    assert {road.key: road.first for road in programme.roads} == {key(first): 2028 + 3 + 1, key(second): None}
    assert network.under_way == 1


def test_works_that_carry_out_the_programme_in_force_stay_in_the_next_one(in_force, engineer):  # noqa: F811
    """Programmed from the plan's own step: the street keeps its turn although nobody asked for years to stay."""
    step = in_force.choices.order_by("-year").first()
    segment = Segment.objects.get(pk=int(step.group.split(":")[1]))
    thought_of(Offices(), segment, step.year)
    again = solved(engineer, asked(money=20_000_000_00))
    assert (step.year, step.option) in again.choices.filter(group=step.group).values_list("year", "option")
    assert steps_on_taken_ground(again) == []


def test_works_moved_to_another_year_take_the_place_of_the_step_they_carry_out(in_force, engineer):  # noqa: F811
    step = in_force.choices.filter(year=2027).first()
    thought_of(Offices(), Segment.objects.get(pk=int(step.group.split(":")[1])), 2028)
    again = solved(engineer, asked(keep_years=1))
    assert again.state == "solved"
    assert not again.choices.filter(group=step.group).exists()


def test_a_patch_that_is_only_thought_of_moves_no_programme(street):  # noqa: F811
    patch = thought_of(Offices(), Segment.objects.get(source_id="tauke-1"), 2028, area_m2=Decimal(20), top_cm=Decimal(0))
    assert patch.kind == "current"
    assert programme_for(asked())[1].under_way == 0


def test_a_programme_reckoned_before_a_contract_on_its_ground_is_not_adopted(street, engineer):  # noqa: F811
    plan = solved(engineer, asked())
    step = plan.choices.filter(year=2027).first()
    director = AppointmentFactory(role="road_director").person
    signed(Offices(), places=[stretch(Segment.objects.get(pk=int(step.group.split(":")[1])))])
    page = signed_in(director).get(reverse("roads:desk_plan", args=[plan.pk]), headers={"accept-language": "en"})
    assert "It can no longer be put in force" in page.content.decode()
    assert page.context["adopt"] is None
    with pytest.raises(Refusal) as why:
        adopt(by=director, plan=plan, reason="The council agreed.")
    assert why.value.code == "stale_plan"
    assert "2027" in str(why.value.reason)
    again = solved(engineer, asked())
    assert adopt(by=director, plan=again, reason="The council agreed.").state == "adopted"


def test_pieces_of_what_the_programme_mends_are_its_ground_too(cut_up, in_force):
    step, pieces = cut_up
    signed(Offices(), places=[stretch(pieces[1], 0, 10)])
    assert step in steps_on_taken_ground(in_force)


def test_a_programme_in_force_stays_for_two_years_unless_somebody_says_otherwise(street, engineer):  # noqa: F811
    assert ProgrammeForm()["keep_years"].initial == 0
    plan = solved(engineer, asked())
    adopt(by=AppointmentFactory(role="road_director").person, plan=plan, reason="The council agreed.")
    assert ProgrammeForm()["keep_years"].initial == 2
