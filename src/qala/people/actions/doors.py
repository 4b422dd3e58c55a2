"""Accounts open; an administrator asks for more power for some minutes, and every request under it is noted."""

from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now, today
from qala.kernel.refusals import Refusal, require
from qala.people.actions.erasing import keep
from qala.people.actions.persons import enrol
from qala.people.models import Account, AdminSession, Person
from qala.people.policies import (
    may_administer,
    may_change_keys,
    may_close,
    may_open_admin_session,
    may_run_retention,
    may_use,
)
from qala.people.refusing import unstorable
from qala.people.rules import Newcomer, clean_contact, clean_text, contact_fault

SHORTEST_REASON = 10
LONGEST_MINUTES = 30


def _password_checked(password: str, account: Account) -> None:
    try:
        validate_password(password, account)
    except ValidationError as weak:
        raise Refusal(weak.messages[0], code="weak_password", fields={"password": weak.messages[0]}) from weak


@transaction.atomic
def open_account(*, by: Actor, person: Person, email: str = "", password: str = "") -> Account:
    """Let a person sign in: by e-mail and password, or without either only through the identity provider."""
    require(may_administer(by) and not person.is_erased)
    address = clean_contact("email", email)
    if address and contact_fault("email", address):
        raise Refusal(_("An e-mail address looks like name@example.kz."), code="wrong_email")
    account = Account(person=person, email=address or None)
    if password:
        _password_checked(password, account)
    account.set_password(password or None)
    with unstorable("people_account", _("There is an account for this person or e-mail."), "account_taken"):
        account.save(force_insert=True)
    record(by, "people.account.opened", account, person=person.pk, by_email=bool(address))
    return account


@transaction.atomic
def engage(*, by: Actor, newcomer: Newcomer, email: str, password: str) -> Account:
    """Write down a colleague with an account, both or neither; what they may do follows from an appointment."""
    require(may_administer(by))
    account = open_account(by=by, person=enrol(by=by, newcomer=newcomer), email=email, password=password)
    record(by, "people.colleague.engaged", account, person=account.person_id)
    return account


@transaction.atomic
def welcome(*, by: Actor, newcomer: Newcomer, known: Person | None = None) -> Account:
    """Let in whom the identity provider vouches for: enrolled if new, with an account if there is none."""
    require(may_run_retention(by))
    person = known or enrol(by=by, newcomer=newcomer)
    account = Account.objects.filter(person=person).first() or open_account(by=by, person=person)
    keep(by=by, person=person, needed_on=today())
    record(by, "people.resident.welcomed", account, person=person.pk)
    return account


@transaction.atomic
def open_admin_session(*, by: Actor, reason: str, minutes: int) -> AdminSession:
    """Give an administrator more power for at most half an hour, for a reason in words."""
    require(may_open_admin_session(by))
    assert isinstance(by, Person)
    why = clean_text(reason)
    if len(why) < SHORTEST_REASON:
        raise Refusal(_("Say why in a sentence."), code="no_reason", fields={"reason": _("Say why in a sentence.")})
    if not 1 <= minutes <= LONGEST_MINUTES:
        raise Refusal(_("An administrator's session lasts from 1 to 30 minutes."), code="too_long")
    at = now()
    session = AdminSession.objects.create(
        person=by, reason=why[:300], opened_at=at, until_at=at + timedelta(minutes=minutes)
    )
    record(by, "people.admin_session.opened", session, minutes=minutes)
    return session


@transaction.atomic
def close_admin_session(*, by: Actor, session: AdminSession) -> AdminSession:
    """Give the power back before its time."""
    require(may_close(by, session))
    session.closed_at = session.closed_at or now()
    session.save(update_fields=["closed_at"])
    record(by, "people.admin_session.closed", session)
    return session


@transaction.atomic
def note_admin_request(*, by: Actor, session: AdminSession, method: str, route: str) -> AdminSession:
    """Note one request made under more power: its method and the template of its path, never what was in it."""
    require(may_use(by, session))
    record(by, "people.admin_request.made", session, method=method, route=route)
    return session


@transaction.atomic
def note_key_change(*, by: Actor, account: Account, key: str) -> Account:
    """Note that a person changed how they come in: `password`, `totp`, `webauthn` or `recovery_codes`."""
    require(may_change_keys(by, account))
    record(by, "people.key.changed", account, person=account.person_id, key=key)
    return account
