"""Arithmetic of the ledger: what is asked for, what is written, and what is refused. No Django, no database."""

from qala.ledger.rules.judging import Doubtful, Hold, Original, State, Verdict, hopeful, judge
from qala.ledger.rules.kinds import BUDGETS, HELD, KINDS
from qala.ledger.rules.orders import Order, close, digest, draw, hold, move, release, reversal
from qala.ledger.rules.outcomes import REASONS, Outcome, Refused, reason

__all__ = [
    "BUDGETS",
    "HELD",
    "KINDS",
    "REASONS",
    "Doubtful",
    "Hold",
    "Order",
    "Original",
    "Outcome",
    "Refused",
    "State",
    "Verdict",
    "close",
    "digest",
    "draw",
    "hold",
    "hopeful",
    "judge",
    "move",
    "reason",
    "release",
    "reversal",
]
