"""Who may read the books, who may open accounts and close days. Parts above ask their own policies before they post."""

from qala.kernel.actors import RESIDENT, Actor, Job
from qala.kernel.keys import key_of
from qala.ledger.models import Account
from qala.people.queries import organisations_of, roles_of

READERS = frozenset({"auditor", "education_department", "administrator"})
CLOSERS = frozenset({"education_department"})


def may_read_books(person: Actor | None) -> bool:
    """Auditors read everything; the department that pays and the administrator see the same pages."""
    return bool(READERS & roles_of(person))


def may_read_account(person: Actor | None, account: Account) -> bool:
    """Whoever reads the books; and who works for the body whose account it is reads its statement."""
    owners = {key_of(body) for body in organisations_of(person)}
    return may_read_books(person) or account.owner in owners


def may_post(by: Actor) -> bool:
    """Somebody with a name; whoever audits the books never writes in them."""
    return by.actor_key != RESIDENT.actor_key and "auditor" not in roles_of(by)


def may_open_account(by: Actor) -> bool:
    """The same hand that may post."""
    return may_post(by)


def may_close_days(by: Actor) -> bool:
    """The nightly job, or the department that closes its month."""
    return isinstance(by, Job) or bool(CLOSERS & roles_of(by))
