"""Organisations are founded and closed; people are appointed and their appointments end."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.refusals import Refusal, require
from qala.kernel.translated import Translated
from qala.people.models import Appointment, Organisation, OrganisationKind, Person
from qala.people.policies import may_administer, may_appoint, may_found
from qala.people.refusing import IIN_SOURCE, unstorable
from qala.people.rules import ROLES, fault_of, plain


@transaction.atomic
def found_organisation(  # noqa: PLR0913 - the six facts a body has from its first day
    *,
    by: Actor,
    slug: str,
    kind: str,
    names: Translated,
    from_on: date,
    bin: str = "",  # noqa: A002 - the number is called so
    parent: Organisation | None = None,
) -> Organisation:
    """Write down a body of the city; a department stands under a parent."""
    require(may_found(by, parent))
    number = plain(bin)
    if number and fault_of(number):
        raise Refusal(_("This BIN has a mistake."), code="wrong_bin", source=IIN_SOURCE, fields={"bin": _("Check it.")})
    if kind not in OrganisationKind.values or (kind == "department" and parent is None) or not names:
        raise Refusal(_("A body has a name and a kind; a department also a parent."), code="wrong_organisation")
    organisation = Organisation(slug=slug, kind=kind, names=names, bin=number, parent=parent, from_on=from_on)
    with (
        unstorable("organisation_slug", _("There is a body with this short name."), "slug_taken"),
        unstorable("one_organisation_per_bin", _("There is a body with this BIN."), "bin_taken"),
    ):
        organisation.save(force_insert=True)
    record(by, "people.organisation.founded", organisation, kind=kind, slug=slug)
    return organisation


@transaction.atomic
def close_organisation(*, by: Actor, organisation: Organisation, until_on: date) -> Organisation:
    """Close a body from a day on; nobody may still be appointed in it then."""
    require(may_administer(by))
    if Appointment.objects.in_force(until_on).filter(organisation=organisation).exists():
        raise Refusal(_("End the appointments in this body first."), code="still_staffed")
    if until_on <= organisation.from_on:
        raise Refusal(_("A body closes after it was founded."), code="wrong_days")
    organisation.until_on = until_on
    organisation.save(update_fields=["until_on"])
    record(by, "people.organisation.closed", organisation, until=until_on)
    return organisation


@transaction.atomic
def appoint(  # noqa: PLR0913 - the five facts of an appointment
    *,
    by: Actor,
    person: Person,
    organisation: Organisation,
    role: str,
    from_on: date,
    act: str,
    until_on: date | None = None,
) -> Appointment:
    """Give a person a role in an organisation, by a named act."""
    require(may_appoint(by, person))
    if role not in ROLES:
        raise Refusal(_("There is no such role."), code="unknown_role")
    if person.is_erased or not organisation.is_live(from_on) or not act.strip():
        raise Refusal(_("An appointment needs a living person, a live body and an act."), code="wrong_appointment")
    if until_on is not None and until_on <= from_on:
        raise Refusal(_("An appointment ends after it begins."), code="wrong_days")
    post = Appointment(
        person=person, organisation=organisation, role=role, from_on=from_on, until_on=until_on, act=act.strip()
    )
    with unstorable("no_two_same_appointments_at_once", _("This person holds this role there already."), "held"):
        post.save(force_insert=True)
    person.forget_posts()
    record(
        by,
        "people.person.appointed",
        post,
        person=person.pk,
        organisation=organisation.pk,
        role=role,
        from_on=from_on,
        until_on=until_on,
    )
    return post


@transaction.atomic
def end_appointment(*, by: Actor, appointment: Appointment, until_on: date) -> Appointment:
    """End an appointment: `until_on` is the first day it no longer holds."""
    require(may_administer(by))
    if until_on < appointment.from_on or (appointment.until_on and until_on > appointment.until_on):
        raise Refusal(_("The last day lies within the appointment."), code="wrong_days")
    appointment.until_on = until_on
    appointment.save(update_fields=["until_on"])
    appointment.person.forget_posts()
    person = appointment.person
    Person.objects.filter(pk=person.pk, needed_on__lt=until_on).update(needed_on=until_on)
    record(by, "people.appointment.ended", appointment, person=person.pk, role=appointment.role, until_on=until_on)
    return appointment
