"""What another part must tell a person becomes a letter, by the best way the register knows."""

from uuid import UUID

from django.conf import settings
from django.db import transaction

from qala.journal.log import record
from qala.kernel import cards
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.models import Announcement
from qala.kernel.refusals import require
from qala.people.models import Person
from qala.people.queries import contact_of
from qala.proposals.models import Letter
from qala.proposals.policies import may_load

#: The register's kinds of contact and the ways they stand for, the best first.
WAYS = (("email", "email"), ("phone", "sms"), ("post", "post"))


@transaction.atomic
def write_notice(*, by: Actor, announcement: Announcement) -> int:
    """Queue one letter to the person named, in that person's language. Returns 0 where nobody can be reached."""
    require(may_load(by))
    about, person = str(announcement.payload["about"]), _person(str(announcement.payload["person"]))
    queued = _queue(announcement, about, person) if person else 0
    record(by, "proposals.notice.queued", about, announcement=announcement.pk, letters=queued)
    return queued


def _person(key: str) -> Person | None:
    return Person.objects.filter(pk=UUID(key), erased_at=None).prefetch_related("contacts").first()


def _queue(announcement: Announcement, about: str, person: Person) -> int:
    reached = next(((way, to) for kind, way in WAYS if (to := contact_of(person, kind))), None)
    if reached is None or not announcement.said:
        return 0
    subject, _line, text = announcement.said.partition("\n")
    found, at = cards.reference(about, person), now()
    _letter, is_new = Letter.objects.get_or_create(
        dedup=f"notice:{announcement.pk}",
        defaults={
            "way": reached[0], "address": reached[1], "language": person.language, "template": "notice",
            "slots": {
                "subject": subject, "text": text.strip(),
                "link": settings.PUBLIC_URL.rstrip("/") + (found.address if found else "/"),
            },
            "queued_at": at, "next_try_at": at,
        },
    )  # fmt: skip
    return int(is_new)
