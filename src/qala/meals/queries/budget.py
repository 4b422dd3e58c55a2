"""A year's programme: what it was given, what contracts have of it, what came back, what is left."""

from dataclasses import dataclass

from django.db.models import Sum

from qala.kernel.clock import today
from qala.ledger.models import Account, Transfer
from qala.ledger.queries import balance, balances
from qala.meals.models import Contract
from qala.meals.queries.accounts import committed_code, programme_code


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
    shares = _shares(row, year)
    returned = Transfer.objects.filter(debit=row).exclude(code="appropriation").aggregate(sum=Sum("tiyn"))["sum"]
    return Programme(
        year, sum(one.tiyn for one in acts), sum(one.committed for one in shares), returned or 0, balance(row),
        shares, acts,
    )  # fmt: skip


def _shares(row: Account, year: int) -> list[Share]:
    rows = Transfer.objects.filter(credit=row, code="commitment").order_by().values("debit__code")
    given: dict[int, int] = {}
    for code, tiyn in rows.annotate(sum=Sum("tiyn")).values_list("debit__code", "sum"):
        number = int(code.split(":")[2])
        given[number] = given.get(number, 0) + tiyn
    contracts = list(Contract.objects.filter(pk__in=given).select_related("supplier").order_by("number"))
    codes = {committed_code(one, year): one.pk for one in contracts}
    accounts = list(Account.objects.filter(code__in=codes))
    stood = balances(accounts) if accounts else {}
    free = {codes[one.code]: stood.get(one.pk, 0) for one in accounts}
    return [Share(one, given[one.pk], free.get(one.pk, 0)) for one in contracts]
