"""Where the money of meals stands in the ledger, by code."""

from qala.ledger.models import Account
from qala.ledger.queries import balance
from qala.meals.models import Contract

TREASURY, LOSS = "treasury", "meals:loss"
OF_CONTRACT = {
    "committed": "commitment", "held": "held", "payable": "payable", "disputed": "disputed", "paid": "paid",
}  # fmt: skip


def programme_code(year: str) -> str:
    """The account of a year's programme."""
    return f"meals:{year}:programme"


def account(code: str) -> int:
    """The number of an account; a city without it has not opened the programme."""
    return Account.objects.values_list("pk", flat=True).get(code=code)


def of_contract(contract: Contract, what: str) -> int:
    """The number of one of a contract's accounts (`OF_CONTRACT`)."""
    return account(f"{contract.account_root}:{what}")


def payable(contract: Contract) -> int:
    """What the city owes the supplier for meals that counted."""
    return of_contract(contract, "payable")


def left_in(year: int) -> int:
    """Tiyn of a year's programme that no contract has yet."""
    return balance(account(programme_code(str(year))))
