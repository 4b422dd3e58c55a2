"""Whom news of a case goes to, and the outbox as a desk sees it: what did not arrive, what is to be printed."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Count, QuerySet

from qala.kernel.clock import now
from qala.kernel.translated import Translated
from qala.proposals.models import Letter, Proposal, Subscription, Track
from qala.proposals.rules.outbox import seen_in_part

WAYS = {
    "email": Translated(kk="Электрондық пошта", ru="Электронная почта", en="E-mail"),
    "telegram": Translated(kk="Telegram", ru="Telegram", en="Telegram"),
    "sms": Translated(kk="SMS", ru="SMS", en="SMS"),
    "post": Translated(kk="Қағаз хат", ru="Бумажное письмо", en="Paper"),
}
TROUBLES = {
    "not_set_up": Translated(kk="Бұл жол бапталмаған", ru="Этот путь не настроен", en="This way is not set up"),
    "refused": Translated(kk="Мекенжай қабылдамады", ru="Адресат не принял", en="The address refused it"),
    "left_the_chat": Translated(kk="Адам боттан шыққан", ru="Человек закрыл бота", en="The person left the bot"),
    "no_answer_in_time": Translated(kk="Сервер үндемеді", ru="Сервер молчал", en="The server kept silent"),
    "no_connection": Translated(kk="Байланыс болмады", ru="Нет связи", en="No connection"),
    "not_now": Translated(kk="Сервер қазір алмайды", ru="Сервер пока не принимает", en="The server takes none now"),
    "too_many": Translated(kk="Тым жиі жібердік", ru="Отправляли слишком часто", en="We sent too fast"),
}
OTHER_TROUBLE = Translated(kk="Жетпеді", ru="Не доставлено", en="Not delivered")


@dataclass(frozen=True)
class Line:
    """One letter on the desk. The address is shown in part."""

    letter: Letter
    way: str
    trouble: str
    detail: str
    address: str


@dataclass(frozen=True)
class Counts:
    """The outbox in figures."""

    waiting: int
    late: int
    failed: int
    to_print: int
    sent_today: int


@dataclass(frozen=True)
class Reader:
    """Where news of a case goes. `key` tells it from the case's other readers."""

    way: str
    address: str
    language: str
    key: str


def readers_of(proposal: Proposal) -> list[Reader]:
    """The confirmed followers of a case; where an appeal has none, its author on paper."""
    followers = Subscription.objects.filter(proposal=proposal, confirmed_at__isnull=False, ended_at=None)
    found = [Reader(one.way, one.address, one.language, str(one.pk)) for one in followers]
    return found or _on_paper(proposal)


def _on_paper(proposal: Proposal) -> list[Reader]:
    author = getattr(proposal, "author", None) if proposal.track == Track.APPEAL else None
    if author is None or not author.postal_address:
        return []
    return [Reader(Letter.Way.POST, author.postal_address, proposal.language, "post")]


def failed() -> QuerySet[Letter]:
    return Letter.objects.filter(state=Letter.State.FAILED).select_related("proposal").order_by("-pk")


def to_print() -> QuerySet[Letter]:
    return Letter.objects.filter(state=Letter.State.QUEUED, way="post").select_related("proposal").order_by("pk")


def line(letter: Letter) -> Line:
    slug, _, detail = letter.trouble.partition(": ")
    return Line(
        letter, str(WAYS[letter.way]), str(TROUBLES.get(slug, OTHER_TROUBLE)), detail, seen_in_part(letter.address)
    )


def counts() -> Counts:
    """In one query each; a letter is late when it has waited for an hour."""
    at = now()
    by_state = dict(Letter.objects.exclude(way="post").values_list("state").annotate(n=Count("pk")).order_by("state"))
    return Counts(
        waiting=by_state.get("queued", 0),
        late=Letter.objects.waiting(at).filter(queued_at__lt=at - timedelta(hours=1)).count(),
        failed=by_state.get("failed", 0),
        to_print=to_print().count(),
        sent_today=Letter.objects.filter(sent_at__gte=at - timedelta(days=1)).count(),
    )


def missing_ways() -> list[str]:
    """Ways the city has not set up, for the desk to see."""
    there = {
        "email": bool(settings.EMAIL_HOST),
        "telegram": bool(settings.QALA_TELEGRAM_TOKEN),
        "sms": bool(settings.QALA_SMS_URL),
    }
    return [str(WAYS[way]) for way, is_there in there.items() if not is_there]
