"""Who may do what with school meals, one sentence each."""

from qala.kernel.actors import Actor, Job
from qala.kernel.clock import now
from qala.meals.models import EnrolmentCode, Terminal, Voucher
from qala.people.models import Person
from qala.people.queries import wards_of
from qala.roster.models import Pupil, School

DEPARTMENT = "education_department"


def may_serve(by: Actor) -> bool:
    """A terminal that is not revoked hands in what it signed."""
    return isinstance(by, Terminal) and by.revoked_at is None


def works_at(by: Actor, role: str, school: School) -> bool:
    """A person holds a role in a school."""
    return isinstance(by, Person) and by.holds(role, school.organisation)


def may_form_list(by: Actor, school: School) -> bool:
    """The social pedagogue of the school forms its list."""
    return works_at(by, "social_pedagogue", school)


def may_approve_list(by: Actor, school: School) -> bool:
    """The director of the school approves it."""
    return works_at(by, "school_director", school)


def may_keep_money(by: Actor) -> bool:
    """The education department, or its nightly job, opens and closes months."""
    return isinstance(by, Job) or (isinstance(by, Person) and by.holds(DEPARTMENT))


def may_audit(by: Actor) -> bool:
    """The auditor and the department read everything of the programme."""
    return isinstance(by, Person) and (by.holds("auditor") or by.holds(DEPARTMENT))


def may_keep_terminals(by: Actor, school: School) -> bool:
    """The director of the school, or the education department, says which phones serve at its counter."""
    return works_at(by, "school_director", school) or (isinstance(by, Person) and by.holds(DEPARTMENT))


def may_enrol(by: Actor) -> bool:
    """Whoever holds a code that nobody used, in its time."""
    return isinstance(by, EnrolmentCode) and by.used_at is None and now() < by.expires_at


def may_show_code(by: Actor, voucher: Voucher) -> bool:
    """The child itself, or who answers for it."""
    return isinstance(by, Person) and (voucher.pupil.person_id == by.pk or may_speak_for(by, voucher.pupil))


def may_speak_for(by: Actor, pupil: Pupil) -> bool:
    """Who answers for the child."""
    return isinstance(by, Person) and wards_of(by).filter(pk=pupil.person_id).exists()
