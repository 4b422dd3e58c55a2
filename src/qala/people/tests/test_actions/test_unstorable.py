"""The wrong thing is unstorable."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from qala.kernel.clock import now
from qala.people.models import Appointment
from qala.people.tests.factories import (
    AccountFactory,
    AdminSessionFactory,
    AppointmentFactory,
    ConsentFactory,
    ContactFactory,
    GuardianshipFactory,
    OrganisationFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("constraint", "store"),
    [
        ("a_tombstone_holds_no_name", lambda: PersonFactory(erased=True, given="Әлия")),
        ("an_erasure_has_its_reason", lambda: PersonFactory(erased=True, erasure_reason="")),
        ("contact_is_erased_before_the_person", lambda: PersonFactory(erased=True, contact_erased_at=None)),
        ("a_person_speaks_kk_ru_or_en", lambda: PersonFactory(language="de")),
        ("a_department_has_a_parent", lambda: OrganisationFactory(kind="department")),
        ("a_bin_has_twelve_digits", lambda: OrganisationFactory(bin="12")),
        ("an_organisation_ends_after_it_begins", lambda: OrganisationFactory(until_on=date(2024, 1, 1))),
        ("an_appointment_has_a_known_role", lambda: AppointmentFactory(role="king")),
        ("an_appointment_names_its_act", lambda: AppointmentFactory(act="")),
        ("an_appointment_ends_after_it_begins", lambda: AppointmentFactory(until_on=date(2024, 1, 1))),
        ("a_guardianship_ends_after_it_begins", lambda: GuardianshipFactory(until_on=date(2010, 1, 1))),
        ("a_consent_names_its_text", lambda: ConsentFactory(text_version="")),
        ("a_contact_has_a_known_kind", lambda: ContactFactory(kind="pigeon")),
        ("a_contact_is_not_empty", lambda: ContactFactory(value="")),
        ("an_account_email_is_absent_or_filled", lambda: AccountFactory(email="")),
        (
            "an_admin_session_lasts_half_an_hour_at_most",
            lambda: AdminSessionFactory(until_at=now() + timedelta(minutes=31)),
        ),
    ],
)
def test_the_wrong_thing_is_unstorable(constraint, store):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        store()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE people_appointment SET role = 'administrator'",
        "UPDATE people_appointment SET from_on = from_on - 30",
        "UPDATE people_appointment SET act = 'another'",
        "UPDATE people_appointment SET person_id = (SELECT id FROM people_person WHERE id <> person_id LIMIT 1)",
        "DELETE FROM people_appointment",
    ],
)
def test_an_appointment_is_ended_and_never_rewritten(change):
    AppointmentFactory(role="inspector")
    PersonFactory()
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert caught.value.__cause__.diag.constraint_name == "an_appointment_stays"


def test_an_appointment_may_end():
    post = AppointmentFactory()
    Appointment.objects.filter(pk=post.pk).update(until_on=post.from_on + timedelta(days=3))
    post.refresh_from_db()
    assert post.until_on
