"""The invented people one can step into, what each may try, and how far the city's own work has come."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from qala.demo.city.lexicon import rows
from qala.demo.models import Seal
from qala.kernel.translated import Translated
from qala.people.models import Account, Organisation
from qala.people.rules import ROLES
from qala.proposals.models import Photo, Placard, Statement
from qala.proposals.rules.placards import make_code

#: Where a role begins: the first of these addresses that this city has.
_FIRST_PAGES = {
    "resident_bolat": ("people:me",),
    "operator_109": ("proposals:enter",),
    "executor": ("proposals:desk_works",),
    "translator": ("proposals:desk_translations",),
    "journalist": ("proposals:statistics",),
    "administrator": ("people:admin_session",),
    "akim": ("proposals:meetings", "proposals:statistics"),
    "photo_redactor": ("proposals:desk_photos",),
    "placard_keeper": ("proposals:placards",),
    "routing_editor": ("proposals:routing", "proposals:desk"),
    "protocol_controller": ("proposals:desk_meetings",),
    "auditor": ("people:appointments",),
    "road_engineer": ("roads:desk_works",),
    "road_inspector": ("roads:desk_works",),
    "road_director": ("roads:desk_programme", "roads:desk_works"),
    "contractor": ("roads:desk_works",),
    "utility_operator": ("roads:desk_digs",),
    "parent": ("meals:my", "roster:children"),
    "parent_of_several": ("meals:my", "roster:children"),
    "canteen_worker": ("meals:terminal", "people:me"),
    "supplier": ("meals:supply",),
    "education_payer": ("meals:close",),
} | dict.fromkeys(("class_teacher", "social_pedagogue", "school_director", "education_officer"), ("roster:schools",))
_GROUPS = (
    ("city", ("resident_aigerim", "resident_bolat", "journalist")),
    ("desk", ("operator_109", "triage_officer", "photo_redactor", "dispatcher", "translator", "signer")),
    ("street", ("executor", "inspector", "placard_keeper")),
    ("roads", ("road_engineer", "road_inspector", "road_director", "contractor", "utility_operator")),
    (
        "school",
        (
            "parent",
            "parent_of_several",
            "class_teacher",
            "social_pedagogue",
            "school_director",
            "canteen_worker",
            "education_officer",
            "education_payer",
            "supplier",
        ),
    ),
    ("house", ("akim", "protocol_controller", "routing_editor", "administrator", "auditor")),
)


@dataclass(frozen=True)
class DemoRole:
    """One person to try: who they are, where they work, what to try first and where that is."""

    slug: str
    account: int
    name: str
    title: str
    office: str
    organisation: str
    try_this: str
    address: str


@dataclass(frozen=True)
class RoleGroup:
    """Roles that belong together."""

    slug: str
    title: str
    about: str
    roles: tuple[DemoRole, ...]


@cache
def _told() -> dict[str, tuple[str, str, Translated, Translated]]:
    """Each role of the plan: office, organisation, title, what to try."""
    return {
        slug: (office, body, Translated(*texts[:3]), Translated(*texts[3:]))
        for slug, office, body, *texts in (*rows("demo_roles"), *rows("school_roles"))
    }


def email_of(slug: str) -> str:
    """The account of a role is found by its address."""
    return f"{slug.replace('_', '-')}@qala.example"


def demo_roles() -> list[DemoRole]:
    """Everybody one may step into, in the order of the plan."""
    addresses = {email_of(slug): slug for slug in _told()}
    bodies = {body.slug: str(body) for body in Organisation.objects.all()}
    accounts = Account.objects.filter(email__in=addresses, is_active=True).select_related("person")
    found = {addresses[str(account.email)]: account for account in accounts}
    return [_role(slug, found[slug], bodies) for slug in _told() if slug in found]


def _role(slug: str, account: Account, bodies: dict[str, str]) -> DemoRole:
    office, body, title, try_this = _told()[slug]
    return DemoRole(
        slug=slug,
        account=account.pk,
        name=str(account.person),
        title=str(title),
        office=str(ROLES[office].title) if office else "",
        organisation=bodies.get(body, ""),
        try_this=str(try_this),
        address=first_page(slug),
    )


def role_of(account: Account) -> str:
    """The slug of the role an account plays, or an empty string."""
    return next((slug for slug in _told() if email_of(slug) == account.email), "")


def first_page(slug: str) -> str:
    """Where a role begins its day."""
    if slug == "resident_aigerim":
        return placard_page()
    for name in _FIRST_PAGES.get(slug, ("proposals:desk",)):
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return "/"


def placard_page() -> str:
    """The page behind a code that hangs in a bus."""
    placard = Placard.objects.hanging().filter(kind="bus").order_by("serial").first()
    if placard is None:
        return "/"
    return reverse("proposals:placard", args=[make_code(placard.serial, settings.PLACARD_KEYS[0].encode())])


def role_groups() -> list[RoleGroup]:
    """The roles as a page shows them."""
    found = {role.slug: role for role in demo_roles()}
    words = {
        "city": (_("People of the city"), _("They write, follow, ask for a proof and read the figures.")),
        "desk": (_("The desk"), _("Each message is read, named and answered here, in its legal time.")),
        "street": (_("In the street"), _("Works are done, shown, and looked at by other eyes.")),
        "roads": (_("On the roads"), _("Nobody accepts what they made, nobody permits what they asked for.")),
        "school": (_("The school"), _("Who is in class today, and which days are school days.")),
        "house": (_("The house behind it"), _("Rules, offices and what everybody did.")),
    }
    return [
        RoleGroup(slug, *words[slug], tuple(found[role] for role in roles if role in found)) for slug, roles in _GROUPS
    ]


@dataclass(frozen=True)
class Progress:
    """One piece of work that goes on behind the pages."""

    slug: str
    title: str
    done: int
    total: int

    @property
    def is_done(self) -> bool:
        return self.done >= self.total


def progress() -> list[Progress]:
    """What the city still makes for itself while it is open."""
    return list(_works())


def _works() -> Iterator[Progress]:
    seal = Seal.objects.first()
    yield Progress("city", _("Streets, people and two years of proposals"), int(bool(seal and seal.filled_at)), 1)
    texts = Statement.objects.count()
    waiting = Statement.objects.filter(embedded_at=None).count()
    yield Progress("texts", _("Texts read for their meaning"), texts - waiting, texts)
    photos = Photo.objects.count()
    unready = Photo.objects.filter(state=Photo.State.WAITING).count()
    yield Progress("photos", _("Photos turned upright and cleaned"), photos - unready, photos)
    tiles = Path(settings.VAR) / "tiles" / "places.pmtiles"
    yield Progress("map", _("The map drawn from our own streets"), int(tiles.exists()), 1)
