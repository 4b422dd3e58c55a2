"""From a filled form to a sheet: everything a message carries, read once."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language

from qala.kernel.clock import now
from qala.kernel.translated import Translated
from qala.people.models import Person
from qala.proposals.models import Category, Proposal
from qala.proposals.queries.budgets import held_for
from qala.proposals.queries.understanding import model
from qala.proposals.queries.whereabouts import Whereabouts
from qala.proposals.rules import abuse
from qala.proposals.rules.sheet import AuthorSheet, Sheet
from qala.proposals.rules.typed import uid_of_another

#: Whose name stands on a talon given by the machine (assumption: the law speaks of an official).
RECEPTION = "job:proposals.reception"


@dataclass(frozen=True)
class Suggested:
    """A category the words sound like."""

    slug: str
    title: Translated
    probability: float


def suggested(text: str, placard_kind: str = "") -> list[Suggested]:
    """Up to three categories for buttons, likeliest first."""
    said = {one.category: one.probability for one in model().suggest(text, placard_kind)}
    titles = dict(Category.objects.filter(slug__in=said, active=True).values_list("slug", "title"))
    return [Suggested(slug, titles[slug], chance) for slug, chance in said.items() if slug in titles]


def form_keys() -> list[bytes]:
    """The keys that sign page tokens."""
    return [settings.SECRET_KEY.encode()]


def token_for(page: str, nonce: str) -> str:
    """A token that says when a page was opened."""
    return abuse.issue_token(page, form_keys()[0], now(), nonce)


def language_of(text: str) -> str:
    """The language to answer in: that of the words, or of the page where they are too few to tell."""
    if sum(map(str.isalpha, text)) < 12:
        return (get_language() or "kk")[:2]
    told: str = model().voices.language(text)
    return told


@dataclass(frozen=True)
class Opened:
    """What the page itself says of a message: its token's age, the pot, the device."""

    token: abuse.Verdict
    pot: bool
    device: str
    was_counted: bool


def sheet_of(  # noqa: PLR0913 - a message is exactly these
    *, words: str, category: str, place_text: str, official: bool, author: AuthorSheet, person: Person | None,
    place: Whereabouts, opened: Opened,
) -> Sheet:  # fmt: skip
    """One submission from the site or a placard."""
    confirmed = person is not None and official and is_confirmed(person)
    language = language_of(words)
    return Sheet(
        text=words,
        language=language,
        track="appeal" if official else "signal",
        channel="placard" if place.placard_id else "site",
        category=category,
        placard_id=place.placard_id,
        landmark_id=place.landmark_id,
        street_id=place.street_id,
        district_id=place.district_id,
        longitude=place.point.longitude if place.point else None,
        latitude=place.point.latitude if place.point else None,
        place_text=place_text,
        author=author,
        identity=("provider" if confirmed else "unconfirmed") if official else "anonymous",
        by_minor=person is not None and person.is_minor(),
        device=opened.device,
        was_opened=opened.was_counted,
        held_for=held_for(
            token=opened.token, pot=opened.pot, device=opened.device, placard=place.placard_id, text=words
        ),
        # Where authors may be children nobody asks for their age: every text waits for an officer.
        visibility="outline" if place.authors_may_be_minors else "public",
        accepted_by=RECEPTION,
    )


def is_confirmed(person: Person) -> bool:
    """Whether the identity provider or a register has confirmed who this is."""
    identity = getattr(person, "identity", None)
    return identity is not None and identity.confirmed_at is not None


def author_from(person: Person, typed: AuthorSheet) -> AuthorSheet:
    """The signed-in author with what was typed; the register's own name where none was."""
    identity = getattr(person, "identity", None)
    return AuthorSheet(
        person_id=str(person.pk),
        name=typed.name or person.name.full,
        iin=typed.iin or (identity.iin if identity and identity.confirmed_at else ""),
        postal_address=typed.postal_address,
        phone=typed.phone,
        email=typed.email,
    )


def other_uid(uid: UUID, earlier: Proposal, words: str) -> UUID | None:
    """A key for a second message sent from a page that was kept open; None where it is the first one again."""
    statement = getattr(earlier, "statement", None)
    if statement is None or not statement.text or statement.text == words:
        return None
    return uid_of_another(uid, abuse.fingerprint(words))


def registered(category: str) -> str:
    """The slug where it names a live category, else nothing."""
    known = category and Category.objects.filter(slug=category, active=True).exists()
    return category if known else ""
