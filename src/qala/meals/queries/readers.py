"""Outside readers: whose key a request bears, and which child a mark stands for while its consent holds."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qala.kernel.refusals import Refusal
from qala.meals.models import Reader, ReaderMark, Terminal
from qala.meals.rules.events import Event
from qala.meals.rules.readers import blinded
from qala.people.models import Consent
from qala.roster.models import Pupil, School

PURPOSE = "outside-reader"
BEARER = "Bearer "


def key_digest(key: str) -> bytes:
    """How a reader's key is kept."""
    return sha256(key.encode()).digest()


def reader_of(header: str) -> Reader:
    """The reader whose key stands in an Authorization header."""
    rows = Reader.objects.select_related("terminal__school__organisation")
    found = rows.filter(digest=key_digest(header.removeprefix(BEARER))).first() if header.startswith(BEARER) else None
    if found is None:
        raise Refusal(_("No reader of ours holds this key."), code="unsigned", status=401)
    return found


def readers_at(school: School) -> list[Reader]:
    """A school's readers, those that work first."""
    rows = Reader.objects.filter(terminal__school=school).select_related("terminal")
    return sorted(rows, key=lambda one: (one.terminal.revoked_at is not None, one.vendor))


def marked(terminal: Terminal, events: list[Event], marks: Mapping[UUID, UUID]) -> dict[UUID, int]:
    """Which pupil each press of a reader names: the mark beside it, its digest inside, a consent that holds."""
    vendor = Reader.objects.filter(terminal=terminal).values_list("vendor", flat=True).first()
    if vendor is None or not marks:
        return {}
    rows = ReaderMark.objects.filter(vendor=vendor, mark__in=set(marks.values()), consent__withdrawn_at=None)
    pupils = dict(rows.values_list("mark", "pupil"))
    named = {event.uid: event.identifier for event in events if event.who == "mark"}
    return {
        uid: pupils[mark]
        for uid, mark in marks.items()
        if mark in pupils and named.get(uid) == blinded(uid, mark)
    }


def consented(pupil: Pupil) -> Consent | None:
    """The consent by which a reader may know a child."""
    return Consent.objects.filter(person=pupil.person, purpose=PURPOSE, withdrawn_at=None).first()


def is_asked_for(pupil: Pupil, day: date) -> bool:
    """Whether a reader works at the child's school, so that its parents have something to decide."""
    live = Reader.objects.filter(terminal__revoked_at=None)
    return live.filter(
        terminal__school__classes__enrolments__pupil=pupil, terminal__school__classes__enrolments__from_on__lte=day,
        terminal__school__classes__enrolments__until_on__gt=day,
    ).exists()  # fmt: skip


def may_be_marked(school: School, day: date) -> QuerySet[Pupil]:
    """Children of a school whose parents said yes to a reader."""
    agreed = Consent.objects.filter(purpose=PURPOSE, withdrawn_at=None).values("person")
    seats = Pupil.objects.filter(
        person__in=agreed, enrolments__school_class__school=school, enrolments__from_on__lte=day,
        enrolments__until_on__gt=day,
    )  # fmt: skip
    return seats.select_related("person").prefetch_related("reader_marks").order_by("person__family", "pk").distinct()
