"""Every change of the ledger. Parts above come through `qala.ledger.book`, which repeats what lost a race."""

from qala.ledger.actions.accounts import open_account
from qala.ledger.actions.closing import close_days
from qala.ledger.actions.posting import enter

__all__ = ["close_days", "enter", "open_account"]
