"""Bodies are founded and closed; people are appointed."""

from datetime import date, timedelta

import pytest

from qala.kernel.actors import Job
from qala.kernel.clock import today
from qala.kernel.refusals import Forbidden, Refusal
from qala.kernel.translated import Translated
from qala.people import actions
from qala.people.queries import (
    holds,
    organisations_of,
    roles_of,
)
from qala.people.tests.factories import (
    AppointmentFactory,
    OrganisationFactory,
    PersonFactory,
    administrator,
    colleague,
)
from qala.people.tests.journal import last

pytestmark = pytest.mark.django_db
JOB = Job("people.tests")


def found(by, **facts):
    given = {"slug": "roads", "kind": "company", "names": Translated(kk="Жол"), "from_on": today()} | facts
    return actions.found_organisation(by=by, **given)


def test_an_administrator_founds_a_body_and_a_department_under_it():
    by = administrator()
    body = found(by, bin="971252 421589")
    part = found(by, slug="lamps", kind="department", parent=body)
    assert (body.bin, part.parent) == ("971252421589", body)
    assert last().facts == {"kind": "department", "slug": "lamps"}
    body.refresh_from_db()
    assert body.name.in_language() == "Жол"


@pytest.mark.parametrize(
    "wrong",
    [{"bin": "971252421580"}, {"kind": "department"}, {"kind": "ministry"}, {"names": Translated()}, {"slug": "taken"}],
)
def test_a_wrong_body_is_refused(wrong):
    OrganisationFactory(slug="taken")
    with pytest.raises(Refusal):
        found(JOB, **wrong)


def test_a_bin_belongs_to_one_body():
    found(JOB, bin="971252421589")
    with pytest.raises(Refusal) as refused:
        found(JOB, slug="other", bin="971252421589")
    assert refused.value.code == "bin_taken"


def test_others_found_and_close_nothing():
    with pytest.raises(Forbidden):
        found(colleague("signer"))
    with pytest.raises(Forbidden):
        found(JOB, parent=OrganisationFactory(closed=True))
    with pytest.raises(Forbidden):
        actions.close_organisation(by=colleague("signer"), organisation=OrganisationFactory(), until_on=today())


def test_a_body_closes_when_nobody_is_left_in_it():
    post = AppointmentFactory()
    body, tomorrow = post.organisation, today() + timedelta(days=1)
    with pytest.raises(Refusal) as refused:
        actions.close_organisation(by=JOB, organisation=body, until_on=tomorrow)
    assert refused.value.code == "still_staffed"
    actions.end_appointment(by=JOB, appointment=post, until_on=today())
    with pytest.raises(Refusal):
        actions.close_organisation(by=JOB, organisation=body, until_on=body.from_on)
    actions.close_organisation(by=JOB, organisation=body, until_on=tomorrow)
    body.refresh_from_db()
    assert body.is_live()
    assert not body.is_live(tomorrow)
    assert last().verb == "people.organisation.closed"


def appoint(by, person, body, **facts):
    given = {"role": "signer", "from_on": today(), "act": "№ 5"} | facts
    return actions.appoint(by=by, person=person, organisation=body, **given)


def test_an_appointment_gives_the_role_from_its_day_on_in_its_place():
    person, body = PersonFactory(), OrganisationFactory()
    assert roles_of(person) == frozenset()
    post = appoint(administrator(), person, body)
    assert holds(person, "signer")
    assert holds(person, "signer", body)
    assert not holds(person, "signer", OrganisationFactory())
    assert not holds(person, "inspector")
    assert not holds(person, "signer", on=today() - timedelta(days=1))
    assert organisations_of(person, "signer") == (body,)
    assert last().object == f"people.appointment:{post.pk}"
    assert last().facts["role"] == "signer"
    assert not holds(JOB, "signer")
    assert not holds(None, "signer")


def test_nobody_appoints_themselves_and_others_appoint_nobody():
    boss, body = administrator(), OrganisationFactory()
    with pytest.raises(Forbidden):
        appoint(boss, boss, body)
    with pytest.raises(Forbidden):
        appoint(colleague("signer"), PersonFactory(), body)


@pytest.mark.parametrize(
    "wrong",
    [{"role": "king"}, {"act": " "}, {"until_on": date(2020, 1, 1)}, {"from_on": date(2020, 1, 1)}],
)
def test_a_wrong_appointment_is_refused(wrong):
    with pytest.raises(Refusal):
        appoint(JOB, PersonFactory(), OrganisationFactory(), **wrong)


def test_a_tombstone_is_appointed_to_nothing():
    with pytest.raises(Refusal):
        appoint(JOB, PersonFactory(erased=True), OrganisationFactory())


def test_the_same_appointment_twice_at_once_cannot_be_stored():
    post = AppointmentFactory(ending_soon=True)
    with pytest.raises(Refusal) as refused:
        appoint(JOB, post.person, post.organisation, role=post.role)
    assert refused.value.code == "held"
    after = appoint(JOB, post.person, post.organisation, role=post.role, from_on=post.until_on)
    assert after.from_on == post.until_on


def test_an_appointment_ends_within_itself_and_takes_the_role_away():
    post = AppointmentFactory(ending_soon=True)
    person = post.person
    assert holds(person, post.role)
    for day in (post.from_on - timedelta(days=1), post.until_on + timedelta(days=1)):
        with pytest.raises(Refusal):
            actions.end_appointment(by=JOB, appointment=post, until_on=day)
    with pytest.raises(Forbidden):
        actions.end_appointment(by=person, appointment=post, until_on=today())
    actions.end_appointment(by=administrator(), appointment=post, until_on=today())
    assert not holds(person, post.role)
    person.refresh_from_db()
    assert person.needed_on == today()
    assert last().verb == "people.appointment.ended"
