"""Works and the programme in force: a year set for works is compared with the plan's, and another needs a reason."""

import pytest
from django.urls import reverse

from qala.journal.models import Entry
from qala.kernel.clock import today
from qala.kernel.tests.refusing import refused
from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import AppointmentFactory
from qala.places.models import Segment
from qala.planning.actions import adopt
from qala.roads.actions.works import note_need, programme_works, select_works
from qala.roads.queries.ahead import planned_for
from qala.roads.tests.test_programme import asked, engineer, solved, street  # noqa: F401 - fixtures
from qala.roads.tests.works_factories import need, stretch

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def in_force(street, engineer):  # noqa: F811
    return adopted(engineer, asked())


def adopted(by, terms):
    plan = solved(by, terms)
    return adopt(by=AppointmentFactory(role="road_director").person, plan=plan, reason="The council agreed.")


def candidate(by, group, **told):
    """A candidate on the segment of a plan's step."""
    segment = Segment.objects.get(pk=int(group.split(":")[1]))
    works = note_need(by=by, need=need(places=[stretch(segment)], **told))
    return select_works(by=by, works=works)


def test_another_year_than_the_plans_needs_a_reason(in_force, engineer):  # noqa: F811
    step = in_force.choices.order_by("year").first()
    works = candidate(engineer, step.group)
    years = planned_for(works).years
    assert step.year in years
    other = max(years) + 1
    with refused("against_programme"):
        programme_works(by=engineer, works=works, year=other)
    works.refresh_from_db()
    assert (works.state, works.programmed_year) == ("candidate", None)
    programme_works(by=engineer, works=works, year=other, reason="The sewer is renewed that year.")
    assert works.steps.get(verb="programme").reason == "The sewer is renewed that year."
    assert Entry.objects.get(verb="roads.works.programmed").facts["plan"] == in_force.pk


def test_the_plans_own_year_needs_none_and_is_offered_first(in_force, engineer):  # noqa: F811
    step = in_force.choices.order_by("year").first()
    works = candidate(engineer, step.group)
    desk = signed_in(engineer)
    case = desk.get(reverse("roads:desk_work", args=[works.pk]), headers=ENGLISH).content.decode()
    assert "The programme in force" in case
    assert str(step.year) in case
    page = desk.get(reverse("roads:desk_work_step", args=[works.pk, "programme"]), headers=ENGLISH)
    assert f"mends this place in {step.year}" in page.content.decode()
    assert page.context["form"].fields["year"].initial == planned_for(works).years[0]
    told = {"year": step.year, "reason": ""}
    assert desk.post(reverse("roads:desk_work_step", args=[works.pk, "programme"]), told).status_code == 302
    works.refresh_from_db()
    assert (works.state, works.programmed_year) == ("programmed", step.year)


def test_where_the_plan_leaves_a_place_alone_works_need_a_reason_too(street, engineer):  # noqa: F811
    adopted(engineer, asked(money=0))
    works = candidate(engineer, f"places.segment:{Segment.objects.filter(street=street).first().pk}")
    assert planned_for(works).years == []
    with refused("against_programme"):
        programme_works(by=engineer, works=works, year=today().year + 1)


def test_patching_and_a_city_without_a_plan_are_asked_nothing(in_force, engineer):  # noqa: F811
    patch = candidate(engineer, in_force.choices.first().group, area_m2=10)
    assert (patch.kind, planned_for(patch)) == ("current", None)
    assert programme_works(by=engineer, works=patch, year=today().year).state == "programmed"


def test_without_a_plan_any_year_will_do(street, engineer):  # noqa: F811
    works = candidate(engineer, f"places.segment:{Segment.objects.filter(street=street).first().pk}")
    assert programme_works(by=engineer, works=works, year=today().year + 2).state == "programmed"
