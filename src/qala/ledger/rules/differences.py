"""A place where the books do not agree with themselves."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Difference:
    """What a mark, the holds or a floor say of an account, and what a recount says, in tiyn.

    For `forgotten` the numbers are transfers that are neither leaves of the log nor wait to be.
    """

    what: str
    account: str
    day: date
    said: int
    counted: int

    def __str__(self) -> str:
        if self.what == "forgotten":
            return f"{self.said} transfers are neither sealed in {self.account} nor waiting"
        return f"{self.what} of {self.account}: {self.said} tiyn said, {self.counted} counted"


class BooksDisagree(Exception):
    """The nightly recount found a difference: somebody wrote past the database's rules."""
