"""A year's programme: what it was given, what contracts have of it, what came back, what is left."""

from dataclasses import dataclass

from django.db.models import Sum

from qala.kernel.clock import today
from qala.ledger.models import Account, Transfer
from qala.ledger.queries import balance, balances
from qala.meals.models import Contract
from qala.meals.queries.accounts import programme_code


@dataclass(frozen=True)
class Share:
    """What a contract got of a programme, and what of it no voucher's month holds yet. Tiyn."""

    contract: Contract
    committed: int
    free: int


@dataclass(frozen=True)
class Programme:
    """The money of a year, in tiyn: given − committed + returned = left."""

    year: int
    given: int
    committed: int
    returned: int
    left: int
    shares: list[Share]
    acts: list[Transfer]


def years() -> list[int]:
    """The years whose programme is open, the newest first."""
    codes = Account.objects.filter(kind="programme", code__startswith="meals:").values_list("code", flat=True)
    return sorted((int(code.split(":")[1]) for code in codes), reverse=True)


def year_asked(told: str) -> int:
    """The year an address asks for; without one this year's programme, or the newest."""
    opened = years()
    usual = today().year if today().year in opened or not opened else opened[0]
    return next((year for year in opened if str(year) == told), usual)


def programme(year: int) -> Programme | None:
    """A year's programme down to each act and contract; None while nobody opened it."""
    row = Account.objects.filter(code=programme_code(str(year))).first()
    if row is None:
        return None
    acts = list(Transfer.objects.filter(debit=row, code="appropriation").order_by("pk"))
    shares = _shares(row)
    returned = Transfer.objects.filter(debit=row).exclude(code="appropriation").aggregate(sum=Sum("tiyn"))["sum"]
    return Programme(
        year, sum(one.tiyn for one in acts), sum(one.committed for one in shares), returned or 0, balance(row),
        shares, acts,
    )  # fmt: skip


def _shares(row: Account) -> list[Share]:
    rows = Transfer.objects.filter(credit=row, code="commitment").values_list("debit").annotate(sum=Sum("tiyn"))
    committed = dict(rows.values_list("debit", "sum"))
    free = balances(list(committed)) if committed else {}
    codes = dict(Account.objects.filter(pk__in=committed).values_list("code", "pk"))
    contracts = Contract.objects.select_related("supplier").order_by("number")
    named = [(one, codes.get(f"{one.account_root}:committed")) for one in contracts]
    return [Share(one, committed[pk], free.get(pk, 0)) for one, pk in named if pk is not None]
