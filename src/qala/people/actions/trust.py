"""Consent is worded, given and withdrawn; guardianship begins and ends."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record, record_many
from qala.kernel.actors import Actor
from qala.kernel.announcements import announce
from qala.kernel.clock import now
from qala.kernel.refusals import Refusal, require
from qala.kernel.translated import Translated
from qala.people.models import Consent, ConsentText, Guardianship, GuardianshipBasis, Person
from qala.people.policies import may_administer, may_keep_guardianship, may_speak_for
from qala.people.queries import wording
from qala.people.refusing import unstorable


@transaction.atomic
def word_consent(  # noqa: PLR0913 - a wording has these five parts
    *, by: Actor, purpose: str, version: str, title: Translated, text: Translated, from_on: date
) -> ConsentText:
    """Ask people for a purpose in these words from a day on. Earlier wordings stay as they were agreed to."""
    require(may_administer(by))
    if not (title.kk and title.ru and text.kk and text.ru):
        raise Refusal(_("People are asked in Kazakh and in Russian."), code="untranslated")
    wording_row = ConsentText(purpose=purpose, version=version, titles=title, texts=text, from_on=from_on)
    with unstorable("one_consent_text", _("This wording is there already."), "worded"):
        wording_row.save(force_insert=True)
    record(by, "people.consent.worded", wording_row, purpose=purpose, version=version, from_on=from_on)
    return wording_row


@transaction.atomic
def give_consent(*, by: Actor, person: Person, purpose: str) -> Consent:
    """Agree to a purpose in today's words."""
    require(may_speak_for(by, person))
    text = wording(purpose)
    if text is None:
        raise Refusal(_("The city does not ask for this."), code="unknown_purpose", status=404)
    consent = Consent(person=person, purpose=purpose, text_version=text.version, given_at=now())
    with unstorable("one_live_consent_per_purpose", _("You have agreed to this already."), "agreed"):
        consent.save(force_insert=True)
    person.__dict__.pop("_consents", None)
    record(by, "people.consent.given", consent, person=person.pk, purpose=purpose, version=text.version)
    return consent


@transaction.atomic
def withdraw_consent(*, by: Actor, person: Person, purpose: str) -> Consent:
    """Take consent back; what it allowed stops from now on. The parts that act on it are told."""
    require(may_speak_for(by, person))
    consent = (
        Consent.objects.select_for_update().filter(person=person, purpose=purpose, withdrawn_at__isnull=True).first()
    )
    if consent is None:
        raise Refusal(_("There is no consent to take back."), code="not_agreed")
    consent.withdrawn_at = now()
    consent.save(update_fields=["withdrawn_at"])
    person.__dict__.pop("_consents", None)
    announce("consent_withdrawn", {"person": str(person.pk), "purpose": purpose})
    record(by, "people.consent.withdrawn", consent, person=person.pk, purpose=purpose)
    return consent


@transaction.atomic
def add_guardianship(*, by: Actor, guardian: Person, child: Person, basis: str, from_on: date) -> Guardianship:
    """Write down that a grown person answers for a child, on a documented basis."""
    require(may_keep_guardianship(by))
    if basis not in GuardianshipBasis.values or guardian.is_erased or child.is_erased:
        raise Refusal(_("A guardianship needs two living persons and a basis."), code="wrong_guardianship")
    if guardian.pk == child.pk or guardian.is_minor(from_on):
        raise Refusal(_("A guardian is another person of full age."), code="guardian_minor")
    if not child.is_minor(from_on):
        raise Refusal(_("A guardianship is for a child whose birth date is known."), code="child_grown")
    bond = Guardianship(guardian=guardian, child=child, basis=basis, from_on=from_on)
    with unstorable("no_two_same_guardianships_at_once", _("This guardianship is there already."), "guarded"):
        bond.save(force_insert=True)
    record(by, "people.guardianship.added", bond, guardian=guardian.pk, child=child.pk, basis=basis, from_on=from_on)
    return bond


@transaction.atomic
def add_guardianships(*, by: Actor, bonds: Sequence[tuple[Person, Person]], basis: str, from_on: date) -> int:
    """Write down many guardianships (guardian, child) that begin on one day, as a register holds them; all or none."""
    require(may_keep_guardianship(by))
    wrong = any(guardian.pk == child.pk or guardian.is_minor(from_on) for guardian, child in bonds)
    if wrong or basis not in GuardianshipBasis.values or not all(child.is_minor(from_on) for _grown, child in bonds):
        raise Refusal(_("A guardian is another person of full age."), code="guardian_minor")
    rows = [Guardianship(guardian=grown, child=child, basis=basis, from_on=from_on) for grown, child in bonds]
    with unstorable("no_two_same_guardianships_at_once", _("This guardianship is there already."), "guarded"):
        made = Guardianship.objects.bulk_create(rows, batch_size=5_000)
    record_many(by, "people.guardianship.added", made, basis=basis, from_on=from_on)
    return len(made)


@transaction.atomic
def close_guardianship(*, by: Actor, guardianship: Guardianship, until_on: date) -> Guardianship:
    """End a guardianship: `until_on` is the first day it no longer holds."""
    require(may_keep_guardianship(by))
    if until_on < guardianship.from_on:
        raise Refusal(_("A guardianship ends after it begins."), code="wrong_days")
    guardianship.until_on = until_on
    guardianship.save(update_fields=["until_on"])
    record(by, "people.guardianship.closed", guardianship, until_on=until_on)
    return guardianship
