"""Stored presses are read again: an invented one, which the database cannot judge, is found and asked about."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from qala.kernel.refusals import Forbidden
from qala.meals.actions.flags import recheck_signatures
from qala.meals.models import Flag, ServiceEvent
from qala.meals.queries.flags.resigned import RULE, Unsound, asked_of
from qala.meals.tests.factories import FRIDAY, JOB, THURSDAY, department, meal_school
from qala.meals.tests.stories import serve
from qala.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db

INVENTED = """
INSERT INTO meals_serviceevent (uid, terminal_id, sequence, previous, digest, signature, body, happened_at, day,
  service_id, school_id, pupil_id, how, outcome, reason)
SELECT gen_random_uuid(), terminal_id, sequence + 1000, previous, digest, {signature}, body, happened_at, day,
  service_id, school_id, pupil_id, how, 'provisional', 'vouched_for' FROM meals_serviceevent WHERE id = %s
RETURNING id
"""


@pytest.fixture
def town():
    school = meal_school(pupils=2)
    serve(school, THURSDAY, FRIDAY)
    return school


def invent(event, signature):
    with connection.cursor() as cursor:
        cursor.execute(INVENTED.format(signature=signature), [event.pk])
        return cursor.fetchone()[0]


def test_what_terminals_signed_holds(town):
    assert recheck_signatures(by=JOB) == []
    told = StringIO()
    call_command("meals_recheck_signatures", stdout=told)
    assert "every stored press was signed" in told.getvalue()
    assert not Flag.objects.filter(rule=RULE).exists()


@pytest.mark.parametrize(
    ("signature", "wrong"),
    [("decode(repeat('01', 64), 'hex')", "signature"), ("signature", "row")],
    ids=["a signature of nobody", "another's press copied"],
)
def test_an_invented_press_is_found_named_and_asked_about(town, signature, wrong):
    event = ServiceEvent.objects.filter(day=FRIDAY).first()
    made = ServiceEvent.objects.get(pk=invent(event, signature))
    (found,) = recheck_signatures(by=JOB)
    assert found == Unsound(made.pk, made.uid, town.school.pk, FRIDAY, wrong)
    (flag,) = Flag.objects.filter(rule=RULE)
    assert (flag.school, flag.day, flag.count, flag.about) == (town.school, FRIDAY, 1, wrong)
    with pytest.raises(CommandError, match="1 presses"):
        call_command("meals_recheck_signatures", stdout=StringIO())
    assert Flag.objects.filter(rule=RULE).count() == 1, "asked once"


def test_only_the_days_or_the_newest_that_were_named_are_read(town):
    event = ServiceEvent.objects.filter(day=THURSDAY).first()
    invent(event, "decode(repeat('01', 64), 'hex')")
    assert recheck_signatures(by=JOB, since=FRIDAY) == []
    assert len(recheck_signatures(by=JOB, since=FRIDAY - timedelta(days=1))) == 1
    assert len(recheck_signatures(by=JOB, newest=1)) == 1
    serve(meal_school(pupils=1))
    assert recheck_signatures(by=JOB, newest=1) == []


def test_the_question_holds_the_meals_of_the_presses(town):
    event = ServiceEvent.objects.filter(day=FRIDAY).select_related("meal").first()
    (one,) = asked_of([Unsound(event.pk, event.uid, town.school.pk, FRIDAY, "signature")])
    assert (one.rule, one.meals, one.tiyn) == (RULE, (event.pk,), event.meal.tiyn)


def test_only_the_department_or_a_job_reads_again(town):
    with pytest.raises(Forbidden):
        recheck_signatures(by=PersonFactory())
    with pytest.raises(Forbidden):
        recheck_signatures(by=town.officer("school_director"))
    assert recheck_signatures(by=department()) == []
