"""Who may do what with people. A job is the city's own program: it is trusted by its name in the journal."""

from qala.kernel.actors import Actor, Job
from qala.people.models import Account, AdminSession, Organisation, Person
from qala.people.queries import holds, wards_of

DESKS = ("operator", "triage_officer", "protocol_controller", "administrator")


def may_enrol(by: Actor) -> bool:
    """Those who write down what residents say, and the city's own jobs."""
    return isinstance(by, Job) or any(holds(by, role) for role in DESKS)


def may_administer(by: Actor) -> bool:
    """Administrators keep organisations, accounts and appointments."""
    return isinstance(by, Job) or holds(by, "administrator")


def may_appoint(by: Actor, person: Person) -> bool:
    """An administrator appoints others, never themselves."""
    return may_administer(by) and by.actor_key != person.actor_key


def may_found(by: Actor, parent: Organisation | None) -> bool:
    """Administrators found bodies, and only below a body that still exists."""
    return may_administer(by) and (parent is None or parent.is_live())


def may_speak_for(by: Actor, person: Person) -> bool:
    """A person speaks for themselves; a guardian for their child."""
    if isinstance(by, Job):
        return True
    return isinstance(by, Person) and (by.pk == person.pk or wards_of(by).filter(pk=person.pk).exists())


def may_keep_guardianship(by: Actor) -> bool:
    """Guardianship follows a document: a register's job or an administrator writes it down."""
    return may_administer(by)


def may_erase(by: Actor, person: Person) -> bool:
    """A person asks for their own erasure; an administrator carries one out; retention is a job."""
    return may_administer(by) or by.actor_key == person.actor_key


def may_run_retention(by: Actor) -> bool:
    """Retention is nobody's whim: only the named job runs it."""
    return isinstance(by, Job)


def may_open_admin_session(by: Actor) -> bool:
    """Only an administrator asks for more power."""
    return holds(by, "administrator")


def may_use(by: Actor, session: AdminSession) -> bool:
    """An administrator's session works for that person alone, while it lasts."""
    return session.person.actor_key == by.actor_key and session.is_live() and holds(by, "administrator")


def may_close(by: Actor, session: AdminSession) -> bool:
    """Whoever opened a session closes it; a job closes what was left open."""
    return isinstance(by, Job) or session.person.actor_key == by.actor_key


def may_change_keys(by: Actor, account: Account) -> bool:
    """Only the owner changes how they come in."""
    return account.person.actor_key == by.actor_key


def may_see_appointments(by: Actor) -> bool:
    """Administrators and auditors read who holds what."""
    return holds(by, "administrator") or holds(by, "auditor")
