"""Nothing personal outlives its reason: contacts go first, then words and pictures; a tombstone stays.

The tombstone keeps number, dates, category, place and outcome. Each call takes one portion in one transaction, so a
run that is cut off goes on where it stopped. The journal gets keys only.
"""

from datetime import date

from django.db import connection, transaction

from qala.journal.log import record_many
from qala.kernel.actors import Actor
from qala.kernel.clock import now, today
from qala.kernel.refusals import require
from qala.kernel.translated import Translated
from qala.proposals.models import (
    Arrival,
    Author,
    Decision,
    Evidence,
    Extension,
    Letter,
    Pause,
    Photo,
    Plan,
    Proposal,
    Registration,
    Remark,
    Reply,
    Statement,
    Subscription,
    Support,
    TelegramChat,
    WorksOrder,
)
from qala.proposals.picture_files import forget
from qala.proposals.policies import may_run_nightly
from qala.proposals.queries.meaning import TABLE, is_here
from qala.proposals.queries.retention import contacts_due, orders_erased, seats_due, texts_due

CHUNK = 500
NOTHING = Translated()
ERASED = "—"
"""Where the table insists on words: there were some, and their time is over."""


@transaction.atomic
def erase_contacts(*, by: Actor, on: date | None = None, limit: int = CHUNK) -> int:
    """Erase who sent a case and where news of it went. Returns how many cases; zero means nothing is left."""
    require(may_run_nightly(by))
    cases = _locked(contacts_due(on)[:limit].values_list("pk", flat=True))
    _forget_people(cases)
    if cases:
        record_many(by, "proposals.author.erased", _keys(cases), on=on or today())
    return len(cases)


@transaction.atomic
def erase_texts(*, by: Actor, on: date | None = None, limit: int = CHUNK) -> int:
    """Erase what was said and shown in a case, by anybody. Returns how many cases; zero means nothing is left."""
    require(may_run_nightly(by))
    cases = _locked(texts_due(on)[:limit].values_list("pk", flat=True))
    _forget_people(cases)
    _forget_words(cases)
    _forget_pictures(cases)
    _forget_meaning(cases)
    Proposal.objects.filter(pk__in=cases).update(erased_at=now())
    _forget_orders(cases)
    if cases:
        record_many(by, "proposals.proposal.erased", _keys(cases), on=on or today())
    return len(cases)


@transaction.atomic
def erase_seats(*, by: Actor, on: date | None = None, limit: int = CHUNK) -> int:
    """Erase who sat in meetings long past and what they asked without its becoming a case."""
    require(may_run_nightly(by))
    seats = list(seats_due(on).select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True)[:limit])
    Registration.objects.filter(pk__in=seats).update(name="", contact="", question="")
    if seats:
        record_many(
            by, "proposals.seat.erased", [f"proposals.registration:{seat}" for seat in seats], on=on or today()
        )
    return len(seats)


def _keys(cases: list[int]) -> list[str]:
    return [f"proposals.proposal:{case}" for case in cases]


def _locked(chosen: object) -> list[int]:
    """Hold these cases to the end, so that nobody writes into one that is being erased."""
    held = Proposal.objects.select_for_update(skip_locked=True).filter(pk__in=list(chosen))  # type: ignore[call-overload]
    return list(held.order_by("pk").values_list("pk", flat=True))


def _forget_people(cases: list[int]) -> None:
    Author.objects.filter(proposal__in=cases).delete()
    Subscription.objects.filter(proposal__in=cases).delete()
    Letter.objects.filter(proposal__in=cases).update(address="", slots={}, trouble="")
    Letter.objects.filter(proposal__in=cases, state=Letter.State.QUEUED).update(state=Letter.State.DROPPED)
    Registration.objects.filter(proposal__in=cases).update(name="", contact="")
    Support.objects.filter(proposal__in=cases).update(device="", person=None)
    followed = Subscription.objects.filter(way=Subscription.Way.TELEGRAM).values("address")
    TelegramChat.objects.exclude(chat__in=followed).delete()


def _forget_words(cases: list[int]) -> None:
    """Every free text that hangs on a case; kinds, grounds, days and numbers stay."""
    Statement.objects.filter(proposal__in=cases).update(
        text="", public_text="", place_text="", spelling="", suggested=[], embedded_at=now()
    )
    Registration.objects.filter(proposal__in=cases).update(question="")
    Remark.objects.filter(proposal__in=cases).update(text="")
    Pause.objects.filter(proposal__in=cases).update(question="", answer="")
    Decision.objects.filter(proposal__in=cases).update(
        reason=NOTHING, translation={}, act_number="", forwarded_to="", their_number=""
    )
    plans = Plan.objects.filter(proposal__in=cases)
    plans.update(reason=NOTHING)
    plans.exclude(money_source="").update(money_source=ERASED)
    plans.exclude(place="").update(place=ERASED)
    Extension.objects.filter(proposal__in=cases).update(reason=NOTHING)
    Reply.objects.filter(proposal__in=cases).update(text=NOTHING, translation={})
    Arrival.objects.filter(proposal__in=cases).update(attributes={}, media_url="")


def _forget_pictures(cases: list[int]) -> None:
    for photo in Photo.objects.filter(proposal__in=cases):
        forget(photo.original, photo.upright, photo.public)
    Photo.objects.filter(proposal__in=cases).delete()


def _forget_meaning(cases: list[int]) -> None:
    """A vector tells much of its text, so it goes with it."""
    if cases and is_here():
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {TABLE} WHERE proposal_id = ANY(%s)", [cases])  # noqa: S608 - a constant


def _forget_orders(cases: list[int]) -> None:
    """Words of an order go with the last of its cases; what was done, by whom and when stays."""
    orders = list(orders_erased(cases).values_list("pk", flat=True))
    if orders:
        WorksOrder.objects.filter(pk__in=orders).update(task="", money_source=ERASED, contract="")
        Evidence.objects.filter(order__in=orders).update(note="")
        Evidence.objects.filter(order__in=orders).exclude(act="").update(act=ERASED)
