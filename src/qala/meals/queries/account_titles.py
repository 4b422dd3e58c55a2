"""What people call the accounts of school meals."""

import re
from collections.abc import Collection

from django.utils.translation import gettext as _

from qala.meals.models import Contract
from qala.meals.queries.accounts import LOSS, TREASURY

PROGRAMME = re.compile(r"meals:(\d{4}):programme")
OF_CONTRACT = re.compile(r"meals:contract:(\d+):(committed|held|payable|disputed|paid)(?::(\d{4}))?")


def account_titles(codes: Collection[str]) -> dict[str, str]:
    """A title for each account this part opened."""
    found = {}
    told = {match[0]: (int(match[1]), match[2], match[3]) for code in codes if (match := OF_CONTRACT.fullmatch(code))}
    contracts = Contract.objects.select_related("supplier").in_bulk({pk for pk, _what, _year in told.values()})
    for code in codes:
        if match := PROGRAMME.fullmatch(code):
            found[code] = _("School meals, %(year)s") % {"year": match[1]}
        elif code in told and told[code][0] in contracts:
            pk, what, year = told[code]
            title = f"{contracts[pk].number}, {contracts[pk].supplier.name}: {_what(what)}"
            found[code] = f"{title}, {year}" if year else title
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
