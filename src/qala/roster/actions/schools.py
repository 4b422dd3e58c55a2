"""Schools are founded, a year is laid out, classes open and get their teacher."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.refusals import Refusal, require
from qala.kernel.translated import Translated
from qala.people.actions import found_organisation
from qala.people.models import Organisation, Person
from qala.people.queries import holds
from qala.people.refusing import unstorable
from qala.places.models import Landmark
from qala.roster.models import School, SchoolClass, SchoolKind, SchoolYear, TeachingLanguage, Term
from qala.roster.policies import may_found, may_keep, may_keep_schools
from qala.roster.rules import FIRST_GRADE, LAST_GRADE


@transaction.atomic
def found_school(  # noqa: PLR0913 - what a school is from its first day
    *,
    by: Actor,
    slug: str,
    names: Translated,
    from_on: date,
    kind: str,
    design_capacity: int,
    number: str = "",
    bin: str = "",  # noqa: A002 - the number is called so
    parent: Organisation | None = None,
    landmark: Landmark | None = None,
    shifts: int = 1,
    days_a_week: int = 5,
    source_id: str = "",
) -> School:
    """Write down a school together with the body people are appointed in."""
    require(may_found(by))
    if kind not in SchoolKind.values or design_capacity < 1 or shifts not in (1, 2, 3) or days_a_week not in (5, 6):
        raise Refusal(
            _("A school is state or private, has places, one to three shifts and five or six days."),
            code="wrong_school",
        )
    body = found_organisation(by=by, slug=slug, kind="school", names=names, from_on=from_on, bin=bin, parent=parent)
    school = School(
        organisation=body,
        landmark=landmark,
        number=number,
        kind=kind,
        design_capacity=design_capacity,
        shifts=shifts,
        days_a_week=days_a_week,
        source_id=source_id,
    )
    with unstorable("one_school_per_source_key", _("There is a school with this key."), "source_taken"):
        school.save(force_insert=True)
    record(by, "roster.school.founded", school, organisation=body.pk, kind=kind, capacity=design_capacity)
    return school


@transaction.atomic
def open_year(  # noqa: PLR0913 - a year is its days, its terms and its source
    *,
    by: Actor,
    slug: str,
    first_on: date,
    last_on: date,
    terms: Sequence[tuple[date, date]],
    source: str,
    verified: bool = False,
) -> SchoolYear:
    """Lay out a school year for the whole city: its first and last day, and its terms in order."""
    require(may_keep_schools(by))
    ordered = all(first < last for first, last in terms) and all(a[1] < b[0] for a, b in pairwise(terms))
    if not (terms and ordered and first_on <= terms[0][0] and terms[-1][1] <= last_on and source.strip()):
        raise Refusal(_("Terms follow one another within the year, and the year names its source."), code="wrong_year")
    year = SchoolYear(slug=slug, first_on=first_on, last_on=last_on, source=source.strip(), verified=verified)
    with (
        unstorable("no_two_school_years_at_once", _("There is a school year on these days."), "year_taken"),
        unstorable("schoolyear_slug", _("There is a school year with this name."), "year_taken"),
    ):
        year.save(force_insert=True)
    Term.objects.bulk_create(
        Term(year=year, ordinal=ordinal, first_on=first, last_on=last) for ordinal, (first, last) in enumerate(terms, 1)
    )
    record(by, "roster.year.opened", year, first_on=first_on, last_on=last_on, terms=len(terms))
    return year


@transaction.atomic
def open_class(  # noqa: PLR0913 - what a class is
    *,
    by: Actor,
    school: School,
    year: SchoolYear,
    grade: int,
    letter: str,
    language: str,
    shift: int = 1,
) -> SchoolClass:
    """Open a class of a school for a year."""
    require(may_keep(by, school))
    mark = letter.strip().upper()
    if not FIRST_GRADE <= grade <= LAST_GRADE or not 1 <= len(mark) <= 4 or language not in TeachingLanguage.values:
        raise Refusal(_("A class has a grade, a letter and a language."), code="wrong_class")
    if not 1 <= shift <= school.shifts:
        raise Refusal(_("This school does not work in that shift."), code="wrong_shift")
    school_class = SchoolClass(school=school, year=year, grade=grade, letter=mark, language=language, shift=shift)
    with unstorable("one_class_per_grade_and_letter", _("There is such a class this year."), "class_taken"):
        school_class.save(force_insert=True)
    record(by, "roster.class.opened", school_class, school=school.pk, year=year.slug, grade=grade, shift=shift)
    return school_class


@transaction.atomic
def name_teacher(*, by: Actor, school_class: SchoolClass, teacher: Person | None) -> SchoolClass:
    """Say who leads a class; nobody, where the teacher left and the next is not found yet."""
    require(may_keep(by, school_class.school))
    if teacher is not None and not holds(teacher, "class_teacher", school_class.school.organisation):
        raise Refusal(_("A class is led by somebody appointed class teacher at this school."), code="not_a_teacher")
    school_class.teacher = teacher
    school_class.save(update_fields=["teacher"])
    record(by, "roster.teacher.named", school_class, teacher=teacher.pk if teacher else None)
    return school_class
