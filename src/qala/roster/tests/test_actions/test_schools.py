"""Each change three times: somebody may, somebody may not, it is recorded."""

from datetime import date

import pytest

from qala.kernel.actors import Job
from qala.kernel.refusals import Forbidden, Refusal
from qala.kernel.translated import Translated
from qala.people.models import Organisation
from qala.people.tests.factories import PersonFactory, administrator, colleague, iin
from qala.roster import actions
from qala.roster.models import School, SchoolClass, SchoolYear
from qala.roster.tests.factories import (
    FIRST,
    LAST,
    TERMS,
    SchoolClassFactory,
    SchoolFactory,
    SchoolYearFactory,
    officer,
)
from qala.roster.tests.journal import told

pytestmark = pytest.mark.django_db
NAMES = Translated(kk="№ 7 мектеп", ru="школа № 7", en="School No. 7")
SCHOOL = {"slug": "school-7", "names": NAMES, "from_on": FIRST, "kind": "state", "design_capacity": 900, "shifts": 2}
YEAR = {"slug": "2026-27", "first_on": FIRST, "last_on": LAST, "terms": TERMS, "source": "№ 1 бұйрық"}


def test_an_administrator_founds_a_school():
    school = actions.found_school(by=administrator(), number="7", bin=iin(born="140340"), **SCHOOL)
    assert (school.slug, school.name, school.bin) == ("school-7", NAMES, iin(born="140340"))
    entry = told("roster.school.founded")
    assert entry.facts == {"organisation": school.organisation_id, "kind": "state", "capacity": 900}


def test_a_stranger_founds_no_school():
    with pytest.raises(Forbidden):
        actions.found_school(by=colleague("education_department"), **SCHOOL)
    assert not School.objects.exists()


@pytest.mark.parametrize("wrong", [{"kind": "secret"}, {"design_capacity": 0}, {"shifts": 4}, {"days_a_week": 7}])
def test_an_impossible_school_is_refused_and_leaves_no_body(wrong):
    with pytest.raises(Refusal):
        actions.found_school(by=Job("register"), **(SCHOOL | wrong))
    assert not Organisation.objects.filter(slug="school-7").exists()


def test_a_source_key_names_one_school():
    actions.found_school(by=Job("register"), source_id="A", **SCHOOL)
    with pytest.raises(Refusal, match=r"\w"):
        actions.found_school(by=Job("register"), source_id="A", **(SCHOOL | {"slug": "other"}))


def test_a_year_is_laid_out_with_its_terms():
    year = actions.open_year(by=Job("register"), **YEAR)
    assert [(term.first_on, term.last_on) for term in year.terms.all()] == list(TERMS)
    assert told("roster.year.opened").facts["terms"] == 4


def test_a_director_lays_out_no_year():
    with pytest.raises(Forbidden):
        actions.open_year(by=officer("school_director", SchoolFactory()), **YEAR)
    assert not SchoolYear.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"terms": ()}, {"terms": (TERMS[1], TERMS[0])}, {"terms": ((date(2026, 8, 1), LAST),)}, {"source": " "}],
)
def test_terms_stand_in_order_within_a_sourced_year(wrong):
    with pytest.raises(Refusal):
        actions.open_year(by=Job("register"), **(YEAR | wrong))


def test_a_year_on_days_of_another_is_refused():
    SchoolYearFactory()
    with pytest.raises(Refusal) as no:
        actions.open_year(by=Job("register"), **(YEAR | {"slug": "again"}))
    assert no.value.code == "year_taken"


def test_a_pedagogue_opens_a_class_of_their_own_school():
    school = SchoolFactory()
    place = {"school": school, "year": SchoolYearFactory(), "grade": 1, "letter": " а ", "language": "kk"}
    made = actions.open_class(by=officer("social_pedagogue", school), **place)
    assert made.title == "1А"
    assert told("roster.class.opened").facts["school"] == school.pk
    with pytest.raises(Refusal) as no:
        actions.open_class(by=officer("school_director", school), **place)
    assert no.value.code == "class_taken"


def test_a_class_of_another_school_is_not_theirs_to_open():
    place = {"school": SchoolFactory(), "year": SchoolYearFactory(), "grade": 1, "letter": "А", "language": "kk"}
    for stranger in (officer("social_pedagogue", SchoolFactory()), officer("class_teacher", place["school"])):
        with pytest.raises(Forbidden):
            actions.open_class(by=stranger, **place)
    assert not SchoolClass.objects.exists()


@pytest.mark.parametrize("wrong", [{"grade": 13}, {"letter": ""}, {"language": "la"}, {"shift": 3}])
def test_an_impossible_class_is_refused(wrong):
    place = {"school": SchoolFactory(), "year": SchoolYearFactory(), "grade": 1, "letter": "А", "language": "kk"}
    with pytest.raises(Refusal):
        actions.open_class(by=Job("register"), **(place | wrong))


def test_a_class_gets_a_teacher_of_its_school():
    school_class = SchoolClassFactory()
    teacher = officer("class_teacher", school_class.school)
    director = officer("school_director", school_class.school)
    actions.name_teacher(by=director, school_class=school_class, teacher=teacher)
    school_class.refresh_from_db()
    assert school_class.teacher == teacher
    assert told("roster.teacher.named").facts == {"teacher": str(teacher.pk)}


def test_a_teacher_names_nobody_and_a_stranger_leads_no_class():
    school_class = SchoolClassFactory()
    with pytest.raises(Forbidden):
        actions.name_teacher(by=officer("class_teacher", school_class.school), school_class=school_class, teacher=None)
    with pytest.raises(Refusal) as no:
        actions.name_teacher(by=Job("register"), school_class=school_class, teacher=PersonFactory())
    assert no.value.code == "not_a_teacher"
