"""Questions about people. Roles are read once per request: they are kept with the person's instance."""

from datetime import date

from django.db.models import Q, QuerySet

from qala.kernel.actors import Actor
from qala.kernel.clock import today
from qala.people.models import (
    Appointment,
    Consent,
    ConsentText,
    Guardianship,
    Organisation,
    Person,
    RetentionRule,
)
from qala.people.rules import Keeping, keeping_on, plain
from qala.people.sealing import fingerprints


def holds(person: Actor | None, role: str, organisation: Organisation | None = None, on: date | None = None) -> bool:
    """Tell whether a person holds a role on a day (today), anywhere or in one organisation. A job holds none."""
    return isinstance(person, Person) and person.holds(role, organisation, on)


def roles_of(person: Actor | None, on: date | None = None) -> frozenset[str]:
    """Return the slugs of the roles a person holds on a day."""
    return frozenset(post.role for post in person.posts(on)) if isinstance(person, Person) else frozenset()


def organisations_of(person: Actor | None, role: str = "", on: date | None = None) -> tuple[Organisation, ...]:
    """Return where a person is appointed on a day, each place once; with a role, only where it is held."""
    posts = person.posts(on) if isinstance(person, Person) else ()
    found = {post.organisation_id: post.organisation for post in posts if role in {"", post.role}}
    return tuple(found.values())


def guardians_of(child: Person, on: date | None = None) -> QuerySet[Person]:
    """Return who answers for a child on a day."""
    return Person.objects.filter(pk__in=child.guardians.in_force(on).values("guardian"))


def wards_of(guardian: Person, on: date | None = None) -> QuerySet[Person]:
    """Return the children a person answers for on a day."""
    return Person.objects.filter(pk__in=guardian.wards.in_force(on).values("child"))


def has_consent(person: Person, purpose: str) -> bool:
    """Tell whether a person agrees to a purpose now; asked once per request and purpose."""
    kept: dict[str, bool] = person.__dict__.setdefault("_consents", {})
    if purpose not in kept:
        kept[purpose] = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at__isnull=True).exists()
    return kept[purpose]


def wording(purpose: str, on: date | None = None) -> ConsentText | None:
    """Return the text people agree to on a day, or None for a purpose the city does not ask about."""
    return ConsentText.objects.filter(purpose=purpose, from_on__lte=on or today()).order_by("-from_on").first()


def wordings(on: date | None = None) -> QuerySet[ConsentText]:
    """Return the newest text of every purpose on a day."""
    texts = ConsentText.objects.filter(from_on__lte=on or today())
    return texts.order_by("purpose", "-from_on").distinct("purpose")


def person_by_iin(iin: str) -> Person | None:
    """Return the person whose confirmed IIN this is. Claimed numbers name nobody."""
    return Person.objects.filter(
        identity__iin_fingerprint__in=fingerprints(plain(iin)),
        identity__confirmed_at__isnull=False,
        erased_at__isnull=True,
    ).first()


def contact_of(person: Person, kind: str) -> str:
    """Return a person's e-mail, phone or postal address, or an empty string."""
    return next((row.value for row in person.contacts.all() if row.kind == kind), "")


def appointments(role: str = "", organisation: str = "", ending_days: int = 0) -> QuerySet[Appointment]:
    """Return appointments in force with person and place, soonest end first where an end is asked for."""
    posts = Appointment.objects.ending_within(ending_days) if ending_days else Appointment.objects.in_force()
    if role:
        posts = posts.filter(role=role)
    if organisation:
        posts = posts.filter(organisation__slug=organisation)
    order = ["until_on", "pk"] if ending_days else ["organisation__slug", "role", "person__family", "pk"]
    return posts.select_related("person", "organisation").order_by(*order)


def keeping(on: date | None = None) -> Keeping:
    """Return the retention rule in force on a day."""
    return keeping_on(on or today(), [rule.keeping for rule in RetentionRule.objects.all()])


def free_to_erase(on: date | None = None) -> QuerySet[Person]:
    """Return persons nothing holds: no appointment and no guardianship now or to come."""
    day = on or today()
    lasting = Q(until_on__isnull=True) | Q(until_on__gt=day)
    return (
        Person.objects.living_rows()
        .exclude(pk__in=Appointment.objects.filter(lasting).values("person"))
        .exclude(pk__in=Guardianship.objects.filter(lasting).values("child"))
        .exclude(pk__in=Guardianship.objects.filter(lasting).values("guardian"))
    )
