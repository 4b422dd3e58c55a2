"""What people call the accounts of school meals."""

import re
from collections.abc import Collection

from django.utils.translation import gettext as _

from qala.meals.models import Contract
from qala.meals.queries.accounts import LOSS, TREASURY

PROGRAMME = re.compile(r"meals:(\d{4}):programme")
OF_CONTRACT = re.compile(r"meals:contract:(\d+):(committed|held|payable|disputed|paid)")


def account_titles(codes: Collection[str]) -> dict[str, str]:
    """A title for each account this part opened."""
    found = {}
    numbers = {match[0]: (int(match[1]), match[2]) for code in codes if (match := OF_CONTRACT.fullmatch(code))}
    contracts = Contract.objects.select_related("supplier").in_bulk({pk for pk, _what in numbers.values()})
    for code in codes:
        if year := PROGRAMME.fullmatch(code):
            found[code] = _("School meals, %(year)s") % {"year": year[1]}
        elif code in numbers and numbers[code][0] in contracts:
            contract = contracts[numbers[code][0]]
            found[code] = f"{contract.number}, {contract.supplier.name}: {_what(numbers[code][1])}"
    known = {TREASURY: _("City treasury"), LOSS: _("School meals: losses")}
    return found | {code: title for code, title in known.items() if code in codes}


def _what(slug: str) -> str:
    return {
        "committed": _("committed to the contract"),
        "held": _("held for vouchers"),
        "payable": _("owed for meals"),
        "disputed": _("contested, set aside"),
        "paid": _("paid to the supplier"),
    }[slug]
