"""Passports of streets: drafted, surveyed, checked by a second person, approved and frozen, superseded."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record, record_many
from qala.kernel.actors import Actor
from qala.kernel.clock import today
from qala.kernel.refusals import Refusal, require
from qala.places.models import Street
from qala.roads.models import Passport
from qala.roads.policies import (
    may_approve_passport,
    may_check_passport,
    may_keep_register,
    may_survey_passport,
)
from qala.roads.queries.passport import in_work, passport_told
from qala.roads.queries.register import stretches_of
from qala.roads.rules.canonical import fingerprint
from qala.roads.rules.passport import WORKFLOW


@transaction.atomic
def draft_passport(*, by: Actor, street: Street) -> Passport:
    """Begin a street's next version. There is one in work at a time."""
    require(may_keep_register(by))
    Street.objects.select_for_update().get(pk=street.pk)
    if in_work(street) is not None:
        raise Refusal(_("A version of this passport is already in work."), code="passport_in_work")
    passport = Passport.objects.create(
        street=street, version=_next_version(street), as_of_on=today(), drafted_by=by.actor_key
    )
    record(by, "roads.passport.drafted", passport, version=passport.version)
    return passport


@transaction.atomic
def survey_passport(*, by: Actor, passport: Passport, on: date) -> Passport:
    """Say that the street was compared with the register on a day: from now on the version tells that day."""
    require(may_survey_passport(by, passport))
    passport.state = WORKFLOW.after(_fresh(passport).state, "survey")
    if on > today():
        raise Refusal(_("A survey cannot be dated in the future."), code="future_survey")
    passport.as_of_on, passport.surveyed_by = on, by.actor_key
    passport.told = passport_told(passport.street, on)
    passport.sha256 = fingerprint(passport.told)
    passport.save(update_fields=["state", "as_of_on", "surveyed_by", "told", "sha256"])
    record(by, "roads.passport.surveyed", passport, sha256=passport.sha256, as_of_on=on)
    return passport


@transaction.atomic
def check_passport(*, by: Actor, passport: Passport) -> Passport:
    """A second person has compared what the version tells with the papers and the street."""
    require(may_check_passport(by, passport), _("A passport is checked by a second person."))
    passport.state = WORKFLOW.after(_fresh(passport).state, "check")
    passport.checked_by = by.actor_key
    passport.save(update_fields=["state", "checked_by"])
    record(by, "roads.passport.checked", passport, sha256=passport.sha256)
    return passport


@transaction.atomic
def send_back(*, by: Actor, passport: Passport) -> Passport:
    """Something is wrong: back to the draft, which will tell a newer day."""
    require(may_check_passport(by, passport) or may_approve_passport(by, passport))
    passport.state = WORKFLOW.after(_fresh(passport).state, "send_back")
    passport.surveyed_by = passport.checked_by = passport.sha256 = ""
    passport.told = {}
    passport.save(update_fields=["state", "surveyed_by", "checked_by", "told", "sha256"])
    record(by, "roads.passport.sent_back", passport)
    return passport


@transaction.atomic
def approve_passport(*, by: Actor, passport: Passport) -> Passport:
    """Put the version in force: what it tells is frozen, the one before is superseded on this day."""
    require(may_approve_passport(by, passport), _("A passport is approved by neither its surveyor nor its checker."))
    passport.state = WORKFLOW.after(_fresh(passport).state, "approve")
    if fingerprint(passport.told) != passport.sha256:
        raise Refusal(_("What this version tells is not what was checked."), code="passport_was_changed")
    day = today()
    Passport.objects.filter(street=passport.street, state="approved").update(state="superseded", superseded_on=day)
    passport.approved_by, passport.approved_on = by.actor_key, day
    passport.save(update_fields=["state", "approved_by", "approved_on"])
    record(by, "roads.passport.approved", passport, sha256=passport.sha256, version=passport.version)
    return passport


@transaction.atomic
def take_over_passports(
    *, by: Actor, streets: Sequence[Street], on: date, surveyed_by: Actor, checked_by: Actor
) -> list[Passport]:
    """Approve the first passports of many streets at once, as an inventory ends: three hands, one act.

    Streets that have a version already are left alone.
    """
    require(may_keep_register(surveyed_by) and _three_hands(by, surveyed_by, checked_by))
    known = set(Passport.objects.filter(street__in=streets).values_list("street", flat=True))
    bare = [street for street in streets if street.pk not in known]
    ground = stretches_of(bare, on)
    rows = [_taken_over(street, passport_told(street, on, ground[street.pk]), on) for street in bare]
    for row in rows:
        row.drafted_by = row.surveyed_by = surveyed_by.actor_key
        row.checked_by, row.approved_by = checked_by.actor_key, by.actor_key
    Passport.objects.bulk_create(rows, batch_size=500)
    told = [(row, {"sha256": row.sha256, "surveyed_by": row.surveyed_by, "checked_by": row.checked_by}) for row in rows]
    record_many(by, "roads.passports.approved", told, approved=len(rows), as_of_on=on)
    return rows


def _three_hands(by: Actor, surveyed_by: Actor, checked_by: Actor) -> bool:
    trial = Passport(surveyed_by=surveyed_by.actor_key)
    checked = may_check_passport(checked_by, trial)
    trial.checked_by = checked_by.actor_key
    return checked and may_approve_passport(by, trial)


def _taken_over(street: Street, told: dict[str, Any], on: date) -> Passport:
    return Passport(
        street=street,
        version=1,
        state="approved",
        as_of_on=on,
        told=told,
        sha256=fingerprint(told),
        approved_on=on,
    )


def _next_version(street: Street) -> int:
    newest = Passport.objects.filter(street=street).order_by("-version").first()
    return newest.version + 1 if newest else 1


def _fresh(passport: Passport) -> Passport:
    """The row as it stands now, held until the end: two hands at once see one another's step."""
    return Passport.objects.select_for_update().get(pk=passport.pk)
