"""Who stands behind slugs and keys: bodies by their title for everybody, colleagues by name for officers."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from qala.journal.queries.lines import Line
from qala.people.models import Appointment, Organisation, Person
from qala.people.queries import organisations_of
from qala.ui.timeline import TimelineLine

PERSON = "person:"


def bodies_called(slugs: Iterable[str]) -> dict[str, str]:
    """Titles of organisations by slug; a slug nobody founded stays out."""
    return {one.slug: str(one) for one in Organisation.objects.filter(slug__in=[slug for slug in slugs if slug])}


def body_called(slug: str) -> str:
    """The title of one organisation, or the slug where nobody founded it."""
    return bodies_called([slug]).get(slug, slug)


def bodies_with(role: str) -> list[tuple[str, str]]:
    """Organisations in which somebody holds a role today, for a choice."""
    posts = Appointment.objects.in_force().filter(role=role)
    return [(one.slug, str(one)) for one in Organisation.objects.filter(pk__in=posts.values("organisation"))]


def bodies_of(person: Person, role: str) -> list[tuple[str, str]]:
    """Organisations in which this person holds a role, for a choice."""
    return [(one.slug, str(one)) for one in organisations_of(person, role)]


def colleagues(keys: Iterable[str]) -> dict[str, str]:
    """Short names behind the actors' keys."""
    people = Person.objects.filter(pk__in=[key.removeprefix(PERSON) for key in keys if key.startswith(PERSON)])
    return {person.actor_key: person.name.short for person in people}


def told_lines(lines: list[Line]) -> list[TimelineLine]:
    """The journal of a case for its timeline, with colleagues by name."""
    names = colleagues({line.actor for line in lines})
    return [TimelineLine(line.at, line.sentence, names.get(line.actor, _("the platform"))) for line in lines]
