"""What of a year's commitment no month can hold any more."""

from datetime import date, timedelta

from qala.ledger.models import Account
from qala.ledger.queries import balances
from qala.meals.models import Contract, Timesheet
from qala.meals.queries.accounts import committed_code, years_of
from qala.meals.queries.settings import setting


def rests(day: date) -> list[tuple[Contract, int, int]]:
    """Contracts with a budget year whose last month is final at every school, and the tiyn still committed."""
    found = {committed_code(one, year): (one, year) for one in Contract.objects.all() for year in years_of(one)}
    accounts = list(Account.objects.filter(code__in=found))
    stood = balances(accounts) if accounts else {}
    left = [(*found[one.code], stood.get(one.pk, 0)) for one in accounts]
    return [(contract, year, tiyn) for contract, year, tiyn in left if tiyn > 0 and _is_over(contract, year, day)]


def _is_over(contract: Contract, year: int, day: date) -> bool:
    first, last = max(contract.from_on, date(year, 1, 1)), min(contract.until_on, date(year, 12, 31))
    if day <= last + timedelta(days=setting("offline_days", last)):
        return False
    rows = Timesheet.objects.filter(school__kitchens__contract=contract, month__range=(first.replace(day=1), last))
    states = set(rows.order_by().values_list("state", flat=True))
    return states == {"final"}
