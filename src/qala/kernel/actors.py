"""Say who: everything done in the city is done by somebody with an opaque key."""

from dataclasses import dataclass
from typing import Protocol


class Actor(Protocol):
    """Whoever acts. The key is opaque: it names a row that can be erased, never a person."""

    @property
    def actor_key(self) -> str: ...


@dataclass(frozen=True)
class Job:
    """A nightly job or loader; it has a name too."""

    name: str

    @property
    def actor_key(self) -> str:
        return f"job:{self.name}"


@dataclass(frozen=True)
class Resident:
    """A resident who gave no name. Two cases of the same hand are not linkable by this key."""

    @property
    def actor_key(self) -> str:
        return "resident"


RESIDENT = Resident()
