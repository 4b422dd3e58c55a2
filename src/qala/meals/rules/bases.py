"""Why a child eats free: an entitlement, not a queue. Priority only decides which basis is written down.

Source: `meals.md`, section 4 (Shymkent practice 2022–2025). The order of bases is a proposal of that page, unverified.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

GRADE, ORPHAN, NO_CARE, ASSISTANCE, LOW_INCOME, EMERGENCY, COLLEGIAL = BASES = (
    "grade", "orphan", "no_care", "assistance", "low_income", "emergency", "collegial",
)  # fmt: skip


#: Why a person takes a child off a draft; what the register tells by itself stands beside it. Never free text.
REMOVALS = ("parent_refused", "left_school", "written_twice", "proof_doubted")
#: Why a voucher rests, and why somebody ends one. Known words only: the journal keeps them for ever, parents read them.
PAUSES = ("long_absence", "learns_at_home", "proof_doubted", "used_by_another")
ENDINGS = ("parent_refused", "left_school", "left_city_schools", "no_longer_entitled", "written_twice")
#: Why the school contests a meal, and why the department takes one back, paid or not.
CONTESTS = ("child_was_absent", "another_child", "school_contests")
TAKEN_BACK = ("child_did_not_eat", "child_was_absent", "another_child", "found_by_audit")
#: A parent began this rest, and only a parent ends it.
WITHDRAWN = "consent_withdrawn"


@dataclass(frozen=True)
class Claim:
    """A proof that holds for a child from a day, until another (open: None)."""

    basis: str
    from_on: date
    until_on: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


def beyond_cap(decided: Iterable[tuple[date, str]], most: int) -> list[str]:
    """Who of the body's children stands beyond the cap: (day of the decision, key); earlier comes first."""
    return [key for _day, key in sorted(decided)[most:]]


def basis_of(grade: int, claims: Iterable[Claim], day: date, *, last_free_grade: int = 4) -> str:
    """The basis to write down on a day, or "" where the child is not entitled."""
    if 1 <= grade <= last_free_grade:
        return GRADE
    held = {claim.basis for claim in claims if claim.holds_on(day)}
    return next((basis for basis in BASES if basis in held), "")
