"""Questions to the books."""

from qala.ledger.queries.balances import balance, balance_at, balances, budget_lines, trial_balance
from qala.ledger.queries.holds import HoldState, hold_states
from qala.ledger.queries.leaves import leaves
from qala.ledger.queries.statements import Line, Statement, lines, statement

__all__ = [
    "HoldState",
    "Line",
    "Statement",
    "balance",
    "balance_at",
    "balances",
    "budget_lines",
    "hold_states",
    "leaves",
    "lines",
    "statement",
    "trial_balance",
]
