"""Where the money of meals stands in the ledger, by code. What is committed stands apart for each budget year."""

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


def years_of(contract: Contract) -> range:
    """The budget years a contract runs in."""
    return range(contract.from_on.year, contract.until_on.year + 1)


def committed_code(contract: Contract, year: int) -> str:
    """The account of what one year's programme committed to a contract. The first year's has the bare name."""
    return f"{contract.account_root}:committed" + ("" if year == contract.from_on.year else f":{year}")


def committed(contract: Contract, year: int) -> int:
    """The number of that account. A month holds of its own year's: money never goes from one budget to the next."""
    return account(committed_code(contract, year))


def programme_behind(contract: Contract, code: str) -> int:
    """The number of the programme whose money stands on one of a contract's commitment accounts."""
    year = code.removeprefix(f"{contract.account_root}:committed").removeprefix(":")
    return account(programme_code(year or str(contract.from_on.year)))


def payable(contract: Contract) -> int:
    """What the city owes the supplier for meals that counted."""
    return of_contract(contract, "payable")


def left_in(year: int) -> int:
    """Tiyn of a year's programme that no contract has yet."""
    return balance(account(programme_code(str(year))))
