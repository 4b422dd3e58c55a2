"""Who may do what with the register. A school's people see their own school, a parent their own child."""

from qala.kernel.actors import Actor, Job
from qala.people.models import Person
from qala.people.queries import holds
from qala.roster.models import Enrolment, School, SchoolClass

KEEPERS = ("school_director", "social_pedagogue")
STAFF = (*KEEPERS, "class_teacher")
CITY = ("education_department", "administrator")


def may_keep_schools(by: Actor) -> bool:
    """The education department and administrators write down schools, years and whole registers."""
    return isinstance(by, Job) or any(holds(by, role) for role in CITY)


def may_found(by: Actor) -> bool:
    """A school is a body of the city: administrators and registers found those."""
    return isinstance(by, Job) or holds(by, "administrator")


def may_keep(by: Actor, school: School) -> bool:
    """A school's director and social pedagogue keep its classes and pupils."""
    return may_keep_schools(by) or any(holds(by, role, school.organisation) for role in KEEPERS)


def may_move(by: Actor, enrolment: Enrolment, to: SchoolClass) -> bool:
    """Who keeps the school a pupil comes to may take the pupil in; within a school it is the same person."""
    return may_keep(by, to.school) and not enrolment.left_reason


def may_mark_day(by: Actor, school: School | None) -> bool:
    """A director closes a day of their own school; only the city marks a day for all."""
    if may_keep_schools(by):
        return True
    return school is not None and holds(by, "school_director", school.organisation)


def leads(by: Actor, school_class: SchoolClass) -> bool:
    """A class teacher leads the class that names them, while in office at that school."""
    return (
        isinstance(by, Person)
        and school_class.teacher_id == by.pk
        and holds(by, "class_teacher", school_class.school.organisation)
    )


def may_submit(by: Actor, school_class: SchoolClass) -> bool:
    """Attendance comes from whoever leads the class, or from those who keep the school."""
    return may_keep(by, school_class.school) or leads(by, school_class)


def may_watch_schools(by: Actor) -> bool:
    """The education department and auditors see every school."""
    return may_keep_schools(by) or holds(by, "auditor")


def may_see_school(by: Actor, school: School) -> bool:
    """A school's own people, and whoever sees every school."""
    return may_watch_schools(by) or any(holds(by, role, school.organisation) for role in STAFF)


def may_see_class(by: Actor, school_class: SchoolClass) -> bool:
    """Names of a class are for those who keep the school, its class teacher, and auditors."""
    return may_submit(by, school_class) or holds(by, "auditor")
