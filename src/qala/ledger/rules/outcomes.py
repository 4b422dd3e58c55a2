"""What came of a call: how many were written, which were known already, which were refused and why."""

from dataclasses import dataclass, field
from uuid import UUID

REASONS: dict[str, str] = {
    "key_reused": "This key was used before for another movement of money.",
    "unknown_account": "There is no such account.",
    "accounts_differ": "Money must move between two different accounts.",
    "one_currency": "Both accounts must keep the same currency.",
    "amount_above_zero": "The amount must be above zero.",
    "held_money_moves_by_holds": "Held money moves only through its hold.",
    "unknown_hold": "There is no such hold.",
    "hold_is_closed": "This hold is closed.",
    "hold_is_exhausted": "The hold has not enough left.",
    "floor_is_kept": "The account has not enough money.",
    "day_is_open": "This accounting day is closed or has not come yet.",
    "unknown_original": "There is no such transfer to reverse.",
    "reversed_once": "This transfer is reversed already.",
    "reversal_is_exact": "Only a plain transfer or a draw can be reversed, and never a reversal.",
    "closed_hold_stays_empty": "What returns to a closed hold must be released in the same event.",
    "event_stands_together": "Another movement of the same event was refused.",
    "order_is_whole": "The order leaves out what its kind needs, or says more.",
    "busy": "Too many others move the same money at this moment. Send it again.",
}
"""Every refusal by its code; the words are translated where they are shown."""


@dataclass(frozen=True, slots=True)
class Refused:
    """One order that was not carried out."""

    key: UUID
    code: str

    @property
    def reason(self) -> str:
        """The sentence for people, in English; pages and problems translate it."""
        return REASONS.get(self.code, self.code)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one call. ``written`` and ``repeated`` hold keys; together they are what now stands."""

    written: tuple[UUID, ...] = ()
    repeated: tuple[UUID, ...] = ()
    refused: tuple[Refused, ...] = field(default=())
    tiyn: int = 0
