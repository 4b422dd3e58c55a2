"""Phones become terminals by a one-time code, get their roster, and stop being terminals."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record
from qala.kernel.clock import now
from qala.kernel.refusals import Refusal, require
from qala.meals.keys import is_point
from qala.meals.models import EnrolmentCode, Terminal
from qala.meals.policies import may_enrol, may_keep_terminals, may_serve
from qala.meals.queries.doors import code_digest
from qala.meals.queries.rosters import SignedRoster, signed_roster
from qala.people.models import Person
from qala.roster.models import School

LASTS = timedelta(minutes=30)
#: No vowels, no letters that look like figures: read out across a kitchen and typed with one finger.
LETTERS, LENGTH = "BCDFGHJKLMNPQRSTVWXZ23456789", 10


@transaction.atomic
def make_enrolment_code(*, by: Person, school: School) -> str:
    """Make a code that turns one phone into a terminal of this school. It is told once; only its digest stays."""
    require(may_keep_terminals(by, school))
    code = "".join(secrets.choice(LETTERS) for _letter in range(LENGTH))
    kept = EnrolmentCode.objects.create(
        digest=code_digest(code), school=school, made_by=by.actor_key, expires_at=now() + LASTS
    )
    record(by, "meals.enrolment_code.made", kept, school=school.pk)
    return f"{code[:5]}-{code[5:]}"


@transaction.atomic
def enrol(*, by: EnrolmentCode, name: str, public_key: bytes) -> Terminal:
    """Make the phone that holds a code a terminal. Its key is its own; the code is used up."""
    require(may_enrol(by), _("This code was used or its time is over. Ask for a new one."))
    held = EnrolmentCode.objects.select_for_update().get(pk=by.pk)
    if held.used_at is not None:
        raise Refusal(_("This code was used or its time is over. Ask for a new one."), code="enrolment_code_used")
    if not is_point(public_key) or Terminal.objects.filter(public_key=public_key).exists():
        raise Refusal(_("The phone's key is no new P-256 key."), code="enrolment_key")
    held.used_at = now()
    held.save(update_fields=["used_at"])
    terminal = Terminal.objects.create(
        school=held.school,
        name=name.strip()[:60] or str(_("Terminal")),
        public_key=public_key,
        enrolled_at=held.used_at,
        enrolled_by=held.made_by,
    )
    record(by, "meals.terminal.enrolled", terminal, school=held.school_id)
    return terminal


@transaction.atomic
def revoke(*, by: Person, terminal: Terminal) -> Terminal:
    """Nothing this phone presses from now on is taken in. What it pressed before it may hand in for a few days more."""
    require(may_keep_terminals(by, terminal.school))
    if terminal.revoked_at is None:
        terminal.revoked_at = now()
        terminal.save(update_fields=["revoked_at"])
    record(by, "meals.terminal.revoked", terminal, school=terminal.school_id)
    return terminal


@transaction.atomic
def hand_out_roster(*, by: Terminal) -> SignedRoster:
    """Give a terminal the names its worker needs, signed by the city, for a few school days."""
    require(may_serve(by))
    by.seen_at = now()
    by.save(update_fields=["seen_at"])
    roster = signed_roster(by)
    record(by, "meals.roster.handed_out", by, pupils=roster.pupils, until=roster.until)
    return roster
