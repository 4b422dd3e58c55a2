"""What a movement and an account are called on a page; files keep the code."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from qala.kernel.cards import account_titles, movements

STEPS = {
    "hold": _("set aside for later"),
    "draw": _("drawn from what was held"),
    "close": _("the rest of what was held returns"),
    "release": _("released from what was held"),
}
TAKEN_BACK = _("a reversal")


def what_for(line: Any) -> str:
    """«Meal: drawn from what was held»."""
    known = movements().get(line.code)
    words = [known.in_language() if known else line.code.replace("_", " ")]
    if line.phase in STEPS:
        words.append(str(STEPS[line.phase]))
    if line.is_reversal:
        words.append(str(TAKEN_BACK))
    return ": ".join(words)


def titles(codes: Collection[str]) -> dict[str, str]:
    """Every one of these accounts with a title; one that no part knows keeps its code."""
    return {code: code for code in codes} | account_titles(codes)
