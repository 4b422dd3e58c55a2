"""Which schools there are, whose they are, and their classes."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from qala.kernel.actors import Actor
from qala.kernel.clock import today
from qala.people.queries import organisations_of
from qala.roster.models import School, SchoolClass, SchoolYear
from qala.roster.policies import STAFF, may_watch_schools


def schools() -> QuerySet[School]:
    """Return every school with its name."""
    return School.objects.select_related("organisation")


def school_by_slug(slug: str) -> School | None:
    """Return the school whose organisation has this short name."""
    return schools().filter(organisation__slug=slug).first()


def schools_of(by: Actor | None) -> QuerySet[School]:
    """Return the schools somebody works in; all of them for the city's own officers."""
    if by is None:
        return schools().none()
    if may_watch_schools(by):
        return schools()
    bodies = {body.pk for role in STAFF for body in organisations_of(by, role)}
    return schools().filter(organisation__in=bodies)


def year_on(day: date | None = None) -> SchoolYear | None:
    """Return the school year a day belongs to."""
    asked = day or today()
    return SchoolYear.objects.filter(first_on__lte=asked, last_on__gte=asked).first()


def classes_of(school: School, day: date | None = None) -> QuerySet[SchoolClass]:
    """Return the classes of the year a day belongs to, each with `pupils`, how many are in it that day."""
    asked = day or today()
    there = Q(enrolments__from_on__lte=asked, enrolments__until_on__gt=asked)
    return (
        SchoolClass.objects.filter(school=school, year__first_on__lte=asked, year__last_on__gte=asked)
        .select_related("school__organisation", "year", "teacher")
        .annotate(pupils=Count("enrolments", filter=there))
        .order_by("grade", "letter")
    )
