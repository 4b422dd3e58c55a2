"""Outside readers: let in with a key and a quota, told which chance number is whose, switched off, forgotten."""

import secrets
from collections.abc import Sequence

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now, today
from qala.kernel.refusals import Refusal, require
from qala.meals.actions.serving import receive
from qala.meals.keys import is_point
from qala.meals.models import Reader, ReaderMark, Terminal
from qala.meals.policies import may_hand_in, may_keep_marks, may_keep_money, may_keep_terminals, may_speak_for
from qala.meals.queries.readers import PURPOSE, consented, key_digest
from qala.meals.queries.signed import Answer, Signed
from qala.people.actions import give_consent, withdraw_consent
from qala.people.models import Consent, Person
from qala.roster.models import Pupil, School

MOST = 20_000
SPEND = """
INSERT INTO meals_readerday (reader_id, day, presses) SELECT %(reader)s, %(day)s, %(count)s WHERE %(count)s <= %(quota)s
ON CONFLICT (reader_id, day) DO UPDATE SET presses = meals_readerday.presses + excluded.presses
WHERE meals_readerday.presses + excluded.presses <= %(quota)s
"""


@transaction.atomic
def admit_reader(*, by: Person, school: School, vendor: str, public_key: bytes, daily_quota: int) -> tuple[Reader, str]:
    """Let a vendor's reader serve at a school. Its key is told once; only a digest stays with us."""
    require(may_keep_terminals(by, school))
    if not vendor.strip() or not 0 < daily_quota <= MOST:
        raise Refusal(_("A reader has its vendor's name and a daily quota."), code="reader")
    if not is_point(public_key) or Terminal.objects.filter(public_key=public_key).exists():
        raise Refusal(_("The reader's key is no new P-256 key."), code="reader_key")
    key = f"qala_reader_{secrets.token_urlsafe(24)}"
    terminal = Terminal.objects.create(
        school=school, name=vendor.strip()[:60], public_key=public_key, enrolled_at=now(), enrolled_by=by.actor_key
    )
    reader = Reader.objects.create(
        terminal=terminal, vendor=vendor.strip()[:60], digest=key_digest(key), daily_quota=daily_quota
    )
    record(by, "meals.reader.admitted", reader, school=school.slug, daily_quota=daily_quota)
    return reader, key


@transaction.atomic
def switch_off(*, by: Person, reader: Reader) -> Reader:
    """From now on the reader's key opens nothing but the door for what it pressed before."""
    require(may_keep_terminals(by, reader.terminal.school))
    if reader.terminal.revoked_at is None:
        reader.terminal.revoked_at = now()
        reader.terminal.save(update_fields=["revoked_at"])
    record(by, "meals.reader.switched_off", reader)
    return reader


@transaction.atomic
def hear(*, by: Reader, signed: Sequence[Signed]) -> list[Answer]:
    """Take in what a reader handed in, within its day's quota, by the same rules as any counter."""
    require(may_hand_in(by.terminal))
    answers = receive(by=by.terminal, signed=signed, is_from_afar=True)
    fresh = sum(not one.is_repeated and one.outcome != "refused" for one in answers)
    if fresh:
        _spend(by, fresh)
    record(by, "meals.reader.heard", by, presses=fresh, sent=len(signed))
    return answers


def _spend(reader: Reader, count: int) -> None:
    """Only what the reader itself signed and was new counts: whoever stole its key alone spends nothing of it."""
    with connection.cursor() as cursor:
        told = {"reader": reader.pk, "day": today(), "count": count, "quota": reader.daily_quota}
        cursor.execute(SPEND, told)
        if not cursor.rowcount:
            raise Refusal(_("This reader's quota for today is spent."), code="quota", status=429)


@transaction.atomic
def make_mark(*, by: Actor, pupil: Pupil, school: School, vendor: str) -> ReaderMark:
    """Make the chance number by which a vendor's reader names a child whose parent agreed. Asked again: the same."""
    require(may_keep_marks(by, school, pupil))
    consent = consented(pupil)
    if consent is None:
        raise Refusal(_("No parent has agreed that a reader knows this child. The card works."), code="no_consent")
    ReaderMark.objects.filter(pupil=pupil).exclude(consent=consent).delete()
    mark, _made = ReaderMark.objects.get_or_create(
        vendor=vendor, pupil=pupil, defaults={"consent": consent, "made_at": now()}
    )
    record(by, "meals.readermark.made", "meals.readermark:one", vendor_at=school.slug)
    return mark


@transaction.atomic
def let_know(*, by: Person, pupil: Pupil) -> Consent:
    """A parent agrees that a reader may know the child."""
    require(may_speak_for(by, pupil))
    consent = give_consent(by=by, person=pupil.person, purpose=PURPOSE)
    record(by, "meals.reader.agreed_to", "meals.reader:any")
    return consent


@transaction.atomic
def let_forget(*, by: Person, pupil: Pupil) -> int:
    """A parent takes it back: the child's marks are erased at once. The card goes on working."""
    require(may_speak_for(by, pupil))
    withdraw_consent(by=by, person=pupil.person, purpose=PURPOSE)
    gone, _kinds = ReaderMark.objects.filter(pupil=pupil).delete()
    record(by, "meals.reader.taken_back", "meals.reader:any", count=gone)
    return gone


@transaction.atomic
def forget_marks(*, by: Actor) -> int:
    """Erase every mark whose consent was taken back: its digests in old presses point at nobody from now on."""
    require(may_keep_money(by))
    gone, _kinds = ReaderMark.objects.filter(consent__withdrawn_at__isnull=False).delete()
    record(by, "meals.readermarks.forgotten", "meals.readermark:all", count=gone)
    return gone
