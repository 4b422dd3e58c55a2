"""When a plate becomes a meal that is paid. The child ate in every case; only the money is decided here.

Sources: `meals.md`, sections 6–9. Reasons are slugs, their words stand in `words.REASON_WORDS`.
"""

from dataclasses import dataclass
from datetime import date

from qala.meals.rules.price import Price

ACCEPTED, PROVISIONAL, DUPLICATE, UNCLAIMED = "accepted", "provisional", "duplicate", "unclaimed"


@dataclass(slots=True)
class Plate:
    """What is known of one press when it arrives."""

    day: date
    how: str
    is_child_known: bool
    is_day_open: bool
    is_at_school: bool
    has_voucher: bool
    has_contract: bool
    price: Price | None
    is_held: bool
    was_served: bool
    is_token_good: bool = True
    is_future: bool = False
    is_clock_right: bool = True
    fits_chain: bool = True
    is_by_hand: bool = False
    is_in_time: bool = True


def counted(plate: Plate) -> tuple[str, str]:  # noqa: PLR0911 - a reason each
    """The outcome of a press and its reason ("" where it simply counts)."""
    if plate.is_future:
        return UNCLAIMED, "day_to_come"
    if not plate.is_day_open:
        return UNCLAIMED, "closed_day"
    if not plate.is_child_known:
        return PROVISIONAL, "unknown_child"
    if plate.was_served:
        return DUPLICATE, "served_before"
    if plate.how == "paper":
        return PROVISIONAL, "on_paper"
    if plate.how == "teacher" or plate.is_by_hand:
        return PROVISIONAL, "vouched_for"
    if not plate.is_token_good:
        return PROVISIONAL, "doubtful_code"
    checks = (
        (plate.is_clock_right, "clock_skew"),
        (plate.fits_chain, "switched_off"),
        (plate.is_in_time, "handed_in_late"),
        (plate.is_at_school, "other_school"),
        (plate.has_voucher, "no_voucher"),
        (plate.has_contract, "no_contract"),
        (plate.price is not None, "no_tariff"),
        (plate.is_held, "no_money_held"),
    )
    missing = next((reason for there, reason in checks if not there), "")
    return (PROVISIONAL, missing) if missing else (ACCEPTED, "")
