"""The list line by line: a child is taken off a draft with a reason that its parents read."""

import pytest
from django.urls import reverse

from qala.meals.actions.lists import approve, check, enforce, form_list
from qala.meals.models import ListLine
from qala.meals.tests.factories import JOB, NOVEMBER, meal_school
from qala.people.tests.conftest import signed_in
from qala.roster.tests.factories import parent_of

pytestmark = pytest.mark.django_db
ENGLISH = {"headers": {"Accept-Language": "en"}}


@pytest.fixture
def town():
    town = meal_school(pupils=2, active=False)
    town.pedagogue = town.officer("social_pedagogue")
    town.formed = form_list(by=town.pedagogue, school=town.school, month=NOVEMBER)
    return town


def to(name, town, *more):
    return reverse(f"meals:{name}", args=[town.school.slug, *more])


def test_a_child_is_taken_off_with_a_reason_and_put_back(town):
    line = town.formed.lines.first()
    client = signed_in(town.pedagogue)
    page = client.get(to("desk_lines", town) + "?month=2026-11", **ENGLISH).content.decode()
    assert to("desk_line", town, line.pk) in page
    assert client.post(to("desk_line", town, line.pk), {"reason": "he is rude"}).status_code == 422
    assert client.post(to("desk_line", town, line.pk), {"reason": "written_twice"}).status_code == 302
    page = client.get(to("desk_lines", town) + "?month=2026-11", **ENGLISH).content.decode()
    assert "the register has the child twice" in page
    assert client.post(to("desk_line", town, line.pk), {"verb": "put_back"}).status_code == 302
    assert ListLine.objects.get(pk=line.pk).removed_because == ""


def test_the_parents_read_why(town):
    line = town.formed.lines.first()
    signed_in(town.pedagogue).post(to("desk_line", town, line.pk), {"reason": "proof_doubted"})
    approve(by=town.officer("school_director"), formed=town.formed)
    check(by=JOB, approved=town.formed)
    enforce(by=JOB, checked=town.formed)
    parent = signed_in(parent_of(line.pupil))
    page = parent.get(reverse("meals:child", args=[line.pupil.key]), **ENGLISH).content.decode()
    assert "the proof is doubted and looked at again" in page
    assert signed_in(town.pedagogue).post(to("desk_line", town, line.pk), {"reason": "left_school"}).status_code == 409


def test_the_list_asks_as_often_for_many(town, django_assert_max_num_queries):
    client = signed_in(town.pedagogue)
    with django_assert_max_num_queries(14):
        client.get(to("desk_lines", town) + "?month=2026-11")
