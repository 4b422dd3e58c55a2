"""Programs that write through Open311: their keys, how much they wrote, and what they sent as a sheet."""

import re
from datetime import timedelta
from hashlib import sha256
from uuid import NAMESPACE_URL, UUID, uuid5

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from qala.kernel.clock import now, today
from qala.proposals.models import ApiKey, ApiUse, Category, Tally
from qala.proposals.queries import budgets
from qala.proposals.queries.georeport import language
from qala.proposals.queries.reception import RECEPTION, language_of
from qala.proposals.queries.understanding import model
from qala.proposals.queries.whereabouts import NOWHERE, at_choice, together
from qala.proposals.rules.abuse import Verdict
from qala.proposals.rules.georeport.nouns import Problem
from qala.proposals.rules.georeport.questions import answered
from qala.proposals.rules.georeport.submissions import Submission
from qala.proposals.rules.sheet import LONGEST, AuthorSheet, Sheet
from qala.proposals.rules.typed import Point, tidy, tidy_line

PHONE = re.compile(r"\+?[0-9][0-9 ()-]{4,18}[0-9]")
LONGEST_LINK = 500
LEAST_AN_HOUR = 20


def digest_of(secret: str) -> str:
    """All that is kept of a key; keys are long and random, so a plain digest cannot be guessed back."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def key_of(secret: str) -> ApiKey | None:
    """The living key behind a secret."""
    return ApiKey.objects.filter(digest=digest_of(secret), revoked_at=None).first() if secret else None


def keys() -> QuerySet[ApiKey]:
    """All keys, living ones first, with today's and the last thirty days' count."""
    since = today() - timedelta(days=30)
    mine = ApiUse.objects.filter(key=OuterRef("pk")).order_by().values("key").annotate(n=Sum("times")).values("n")
    return ApiKey.objects.annotate(
        used_today=Coalesce(Subquery(mine.filter(day=today())), 0),
        used_lately=Coalesce(Subquery(mine.filter(day__gt=since)), 0),
    ).order_by(F("revoked_at").asc(nulls_first=True), "name")


def hour_source(key: int) -> str:
    return f"apikey:{key}"


def held_for(key: ApiKey, device: str, text: str) -> str:
    """Why a program's message waits for an officer, or nothing: the same budgets and floods as for everyone.

    A key vouches for the moment (there is no form token), and has a budget of its own an hour: a quarter of its day.
    """
    common = budgets.held_for(token=Verdict.MISSING, pot=False, device=device, placard=None, text=text)
    recent = Tally.objects.filter(source=hour_source(key.pk), hour__gt=now() - timedelta(hours=1))
    spent = (recent.aggregate(n=Sum("times"))["n"] or 0) >= max(LEAST_AN_HOUR, key.daily_quota // 4)
    return ",".join(reason for reason in (common, "key_hour" if spent else "") if reason)[:60]


def uid_of(key: ApiKey, fields: list[tuple[str, str]]) -> UUID:
    """The same form from the same key on the same day is a resend: it is answered with the first case."""
    said = sorted((name, value) for name, value in fields if name != "api_key")
    return uuid5(NAMESPACE_URL, f"open311:{key.pk}:{today()}:{said!r}")


def device_of(key: ApiKey, sent: Submission) -> str:
    """A digest of the device a program speaks for; never the same under two keys."""
    return sha256(f"{key.digest}:{sent.device_id}".encode()).hexdigest()[:32] if sent.device_id else ""


def problems_of(sent: Submission) -> list[Problem]:
    """What only the city can see to be wrong: addresses that are none, places it does not know."""
    found = []
    if sent.email and not _is_valid(validate_email, sent.email):
        found.append(Problem(400, "email is not an e-mail address."))
    if sent.phone and not PHONE.fullmatch(sent.phone):
        found.append(Problem(400, "phone is not a phone number."))
    if sent.media_url and not (len(sent.media_url) <= LONGEST_LINK and _is_valid(_WEB, sent.media_url)):
        found.append(Problem(400, "media_url must be an http or https address of at most 500 characters."))
    if sent.address_id and at_choice(sent.address_id) is None:
        found.append(Problem(400, "address_id was not found; requests show it as landmark:…, street:… or district:…."))
    return found


_WEB = URLValidator(schemes=["http", "https"])


def _is_valid(validate: object, value: str) -> bool:
    try:
        validate(value)  # type: ignore[operator]
    except ValidationError:
        return False
    return True


def sheet_of(sent: Submission, key: ApiKey) -> Sheet:
    """A signal, never an appeal. Names reach the officer, e-mail and phone only wait to be confirmed."""
    category = Category.objects.get(pk=sent.service_code)
    lines = answered(sent.service_code, dict(sent.attributes), language())
    words = tidy(sent.description) or category.title.in_language()
    text = "\n".join((words, *lines))[: LONGEST + 1000]
    point = None if sent.lat is None or sent.long is None else Point(sent.long, sent.lat)
    place = together(NOWHERE, at_choice(sent.address_id), point)
    device = device_of(key, sent)
    return Sheet(
        text=text,
        language=language_of(words),
        track="signal",
        channel="open311",
        category=category.pk,
        suggested=tuple((one.category, round(one.probability, 3)) for one in model().suggest(text, "")),
        landmark_id=place.landmark_id,
        street_id=place.street_id,
        district_id=place.district_id,
        longitude=sent.long,
        latitude=sent.lat,
        place_text=tidy_line(sent.address_string),
        author=AuthorSheet(name=tidy_line(f"{sent.first_name} {sent.last_name}", 200)),
        device=device,
        held_for=held_for(key, device, text),
        accepted_by=RECEPTION,
    )
