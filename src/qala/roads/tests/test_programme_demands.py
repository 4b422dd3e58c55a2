"""What a programme is held to: floors of districts, streets held to their years; and what is said when nothing fits."""

import json

import pytest
from django.db import OperationalError
from django.urls import reverse

from qala.people.tests.conftest import signed_in
from qala.places.models import Segment
from qala.places.tests.factories import a_district
from qala.planning.actions import ask
from qala.planning.models import Plan
from qala.planning.queries import document_of
from qala.planning.rules.solving import Effort, solve
from qala.planning.rules.stages import Stage
from qala.roads.programming import reckon, solve_programme
from qala.roads.queries.network import KIND, district_shares
from qala.roads.rules.asked import UnsoundAskingError, Wish, asked_of
from qala.roads.rules.programme import Promise
from qala.roads.tasks import solve_programmes
from qala.roads.templatetags.roads_words import stage
from qala.roads.tests.factories import a_paved_street
from qala.roads.tests.test_programme import asked, solved
from qala.roads.tests.test_programme_pages import engineer, form, in_force, street  # noqa: F401
from qala_verify import plan as checker

pytestmark = pytest.mark.django_db


def held(*wishes, **more):
    told = asked(**more).told()
    return asked_of(told | {"wishes": [[one.key, one.first, one.last, list(one.fixed)] for one in wishes]})


def keys(street):  # noqa: F811
    return [f"places.segment:{pk}" for pk in Segment.objects.filter(street=street).values_list("pk", flat=True)]


def test_each_district_is_owed_its_share_unless_it_was_promised_more():
    told = asked(money=100, promises=(Promise("district", "north", 250),), years=4)
    floors = told.with_floors(50, {"north": 0.75, "south": 0.25})
    assert {one.value: one.tiyn for one in floors.promises} == {"north": 250, "south": 50}


def test_a_street_of_no_district_leaves_its_share_to_nobody(street):  # noqa: F811
    assert district_shares() == {}
    street.districts.add(a_district())
    assert list(district_shares().values()) == [1.0]


@pytest.mark.parametrize(
    "wish",
    [Wish("a", first=2026), Wish("a", last=2031), Wish("a", 2029, 2028), Wish("a", fixed=((2040, "overlay"),))],
)
def test_a_wish_outside_the_years_is_refused(wish):
    with pytest.raises(UnsoundAskingError) as why:
        held(wish)
    assert why.value.field == "wishes"


def test_a_street_waits_until_its_year_and_is_mended_in_it_for_sure(street, engineer):  # noqa: F811
    first, second = keys(street)
    plan = solved(engineer, held(Wish(first, first=2029), Wish(second, fixed=((2028, "mill_and_overlay"),))))
    assert all(one.year >= 2029 for one in plan.choices.filter(group=first))
    assert (2028, "mill_and_overlay") in plan.choices.filter(group=second).values_list("year", "option")
    assert checker.check(json.loads(document_of(plan))).faults == []


def test_a_repair_fixed_without_money_is_told_by_street_and_year(street, engineer):  # noqa: F811
    _first, second = keys(street)
    plan = solved(engineer, held(Wish(second, fixed=((2028, "mill_and_overlay"),)), money=0))
    assert (plan.state, plan.conflict) == ("failed", ["budget:2028:local", second])
    text = signed_in(engineer).get(reverse("roads:desk_plan", args=[plan.pk])).content.decode()
    assert str(street) in text
    assert second not in text
    assert "budget:" not in text


def test_a_repair_fixed_where_nothing_can_be_planned_is_named(engineer):  # noqa: F811
    bare = a_paved_street()
    plan = solved(engineer, held(Wish(keys(bare)[0], fixed=((2028, "overlay"),))))
    assert (plan.state, plan.conflict) == ("failed", [f"unplanned:{keys(bare)[0]}"])
    assert signed_in(engineer).get(reverse("roads:desk_plan", args=[plan.pk])).status_code == 200


def test_demands_that_only_parts_of_streets_could_meet_are_named_too(street, engineer):  # noqa: F811
    district = a_district()
    street.districts.add(district)
    cheapest = min(choice.tiyn for choice in solved(engineer, asked(years=1)).choices.all())
    promise = Promise("district", district.pk, cheapest // 1_000)
    plan = solved(engineer, asked(money=cheapest // 100, promises=(promise,), years=1))
    assert (plan.state, plan.conflict) == ("failed", ["budget:2027:local", promise.key])


def test_the_asker_sees_how_far_it_is_and_stops_it(street, engineer, monkeypatch):  # noqa: F811
    desk = signed_in(engineer)
    plan = ask(by=engineer, kind=KIND, title="Four years", asked=asked().told())
    page, lines = reverse("roads:desk_plan", args=[plan.pk]), reverse("roads:desk_programme")
    assert "data-look" in desk.get(page).content.decode()
    seen = []

    def pressed(model, effort, tell):
        tell(Stage("prices", 7, 0.01234))
        seen.extend(desk.get(address, headers={"accept-language": "en"}).content.decode() for address in (page, lines))
        desk.post(reverse("roads:desk_plan_step", args=[plan.pk, "set_aside"]))
        tell(Stage("whole"))
        pytest.fail("it went on")

    monkeypatch.setattr("qala.roads.programming.solve", pressed)
    assert solve_programme(plan).state == "set_aside"
    assert all("round 7" in text and "1.234" in text for text in seen)
    plan.refresh_from_db()
    assert (plan.state, plan.sha256) == ("set_aside", "")
    assert "data-look" not in desk.get(lines).content.decode()


@pytest.mark.parametrize("told", ["", "columns 0 0.0", "prices 3 0.5", "whole 0 0.0", "conflict 0 0.0"])
def test_every_stage_has_its_words(told):
    assert stage(Plan(progress=told))


def test_a_network_of_which_nothing_is_known_gives_an_empty_plan(engineer):  # noqa: F811
    a_paved_street()
    plan = solved(engineer, asked())
    assert (plan.state, plan.value, plan.gap) == ("solved", 0, 0.0)
    assert checker.check(json.loads(document_of(plan))).faults == []
    promise = Promise("district", a_district().pk, 10**9)
    assert solved(engineer, asked(promises=(promise,))).conflict == [promise.key]


def test_when_time_runs_out_the_best_checked_plan_is_kept_with_its_true_gap(street, engineer):  # noqa: F811
    signed_in(engineer).post(reverse("roads:desk_programme"), form())
    plan = solve_programme(Plan.objects.of(KIND).get(), Effort(seconds=0.0, whole_seconds=0.3))
    found = checker.check(json.loads(document_of(plan)))
    assert (plan.state, found.faults, float(found.gap)) == ("solved", [], plan.gap)


def test_the_engineer_names_streets_as_people_say_them(street, engineer):  # noqa: F811
    typed = {"wish-0-street": str(street), "wish-0-stretch": 1, "wish-0-first": 2028, "wish-0-last": 2030}
    signed_in(engineer).post(reverse("roads:desk_programme"), form(**typed))
    (wish,) = Plan.objects.get().asked["wishes"]
    assert (wish[0] in keys(street), wish[1:]) == (True, [2028, 2030, []])


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"street": "Nowhere at all", "first": 2028}, "street"),
        ({"first": 2028}, "street"),
        ({"street": "Тәуке хан", "stretch": 99, "first": 2028}, "stretch"),
        ({"street": "Тәуке хан"}, "first"),
        ({"street": "Тәуке хан", "year": 2028}, "mend"),
        ({"street": "Тәуке хан", "first": 2030, "last": 2028}, "last"),
        ({"street": "Тәуке хан", "first": 2029, "year": 2028, "mend": "overlay"}, "year"),
        ({"street": "Тәуке хан", "first": 2026}, "first"),
        ({"street": "Тәуке хан", "last": 2031}, "last"),
        ({"street": "Тәуке хан", "year": 2040, "mend": "overlay"}, "year"),
    ],
)
def test_a_wish_typed_wrong_is_refused_beside_its_field(street, engineer, typed, field):  # noqa: F811
    told = form(**{f"wish-0-{name}": one for name, one in typed.items()})
    page = signed_in(engineer).post(reverse("roads:desk_programme"), told)
    assert page.status_code == 422
    assert set(page.context["wishes"].forms[0].errors) == {field}
    assert not Plan.objects.exists()


def two_lines(first, second):
    """Two lines of the form about the same street."""
    lines = enumerate(({"street": "Тәуке хан"} | first, {"street": "Тәуке хан"} | second))
    return form(**{"wish-TOTAL_FORMS": 2}, **{f"wish-{at}-{name}": one for at, told in lines for name, one in told.items()})


def test_two_lines_about_one_stretch_hold_together(street, engineer):  # noqa: F811
    told = two_lines({"first": 2028}, {"stretch": 1, "year": 2029, "mend": "overlay"})
    signed_in(engineer).post(reverse("roads:desk_programme"), told)
    wishes = sorted(told for _key, *told in Plan.objects.get().asked["wishes"])
    assert wishes == [[2028, None, []], [2028, None, [[2029, "overlay"]]]]


@pytest.mark.parametrize(
    "second", [{"last": 2027}, {"year": 2027, "mend": "overlay"}, {"year": 2029, "mend": "mill_and_overlay"}]
)
def test_two_lines_that_contradict_each_other_are_told_beside_the_second(street, engineer, second):  # noqa: F811
    told = two_lines({"first": 2028, "year": 2029, "mend": "overlay"}, second)
    page = signed_in(engineer).post(reverse("roads:desk_programme"), told)
    assert page.status_code == 422
    assert [set(one.errors) for one in page.context["wishes"].forms] == [set(), {"street"}]
    assert not Plan.objects.exists()


def test_wishes_of_one_stretch_are_read_together():
    one, other = Wish("a", first=2028, fixed=((2029, "overlay"),)), Wish("a", first=2027, last=2030)
    assert held(one, other).wishes == (Wish("a", 2028, 2030, ((2029, "overlay"),)),)
    with pytest.raises(UnsoundAskingError):
        held(one, Wish("a", fixed=((2029, "rebuild"),)))


def test_what_cannot_be_reckoned_is_told_and_keeps_no_other_waiting(street, engineer, monkeypatch):  # noqa: F811
    unsound = ask(by=engineer, kind=KIND, title="A slip", asked=asked().told() | {"wishes": [["a", 2099, None, []]]})
    broken = ask(by=engineer, kind=KIND, title="Broken", asked=asked(years=3).told())
    sound = ask(by=engineer, kind=KIND, title="Sound", asked=asked().told())

    def solved_unless_broken(model, _effort, tell):
        if len(model.rows) == 3:
            raise RuntimeError("out of memory")
        return solve(model, Effort(whole_seconds=3), tell)

    monkeypatch.setattr("qala.roads.programming.solve", solved_unless_broken)
    solve_programmes()
    states = {plan.pk: (plan.state, plan.conflict) for plan in Plan.objects.all()}
    assert states == {
        unsound.pk: ("failed", ["unsound:wishes"]), broken.pk: ("failed", ["broken:RuntimeError"]),
        sound.pk: ("solved", []),
    }  # fmt: skip
    desk = signed_in(engineer)
    for plan in (unsound, broken):
        page = desk.get(reverse("roads:desk_plan", args=[plan.pk]), headers={"accept-language": "en"})
        assert "It could not be reckoned" in page.content.decode()


def test_whoever_finds_the_database_away_begins_again(engineer, monkeypatch):  # noqa: F811
    plan = ask(by=engineer, kind=KIND, title="Four years", asked=asked().told())

    def away(_plan):
        raise OperationalError

    monkeypatch.setattr("qala.roads.programming.solve_programme", away)
    with pytest.raises(OperationalError):
        reckon(plan)
    assert Plan.objects.get().state == "asked"


def test_scenarios_stand_side_by_side_with_worst_first_and_the_hindmost_district(in_force, engineer):  # noqa: F811
    page = signed_in(engineer).get(reverse("roads:desk_programme"))
    (line,) = page.context["plans"]
    assert line.listed_gap == in_force.told["worst_first"]["gap"]
    assert line.condition >= line.listed_condition
    assert line.hindmost == ""


def test_another_district_shows_as_hindmost(street, engineer):  # noqa: F811
    street.districts.add(a_district())
    plan = solved(engineer, asked())
    page = signed_in(engineer).get(reverse("roads:desk_programme"))
    (line,) = page.context["plans"]
    assert line.hindmost_condition == line.foremost_condition == pytest.approx(plan.told["outlook"]["condition"][-1])
