"""Who may change the map of the city."""

from qala.kernel.actors import Actor, Job
from qala.people.models import Person
from qala.people.queries import holds

EDITOR = "administrator"


def may_load(by: Actor) -> bool:
    """Loaders and the demo by their own name, and people appointed to keep the registers."""
    return isinstance(by, Job) or (isinstance(by, Person) and holds(by, EDITOR))


def may_change_street(by: Actor) -> bool:
    """The same people who load the register."""
    return may_load(by)
