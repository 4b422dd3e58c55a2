"""Whoever is at school is not erased, whatever else has ended."""

from datetime import timedelta

import pytest

from qala.kernel.cards import still_needed
from qala.kernel.clock import today
from qala.roster.queries.pupils import at_school
from qala.roster.tests.factories import class_of

pytestmark = pytest.mark.django_db


def test_a_pupil_is_needed_until_the_last_day_at_school():
    _class, pupils = class_of(2)
    staying, leaving = (one.person_id for one in pupils)
    pupils[1].enrolments.update(until_on=today())
    assert at_school([staying, leaving]) == {staying}
    assert still_needed([staying, leaving]) == {staying}
    assert at_school([staying], today() + timedelta(days=2_000)) == set()
