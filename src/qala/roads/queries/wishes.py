"""Streets an engineer holds to their years, found by the names she types."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from qala.kernel.keys import row_number
from qala.places.models import Street
from qala.places.queries import segments_of, street_lines
from qala.places.rules.names import folded
from qala.roads.queries.programme import SEGMENT
from qala.roads.rules.asked import Wish


@dataclass(frozen=True)
class UnknownWishError(Exception):
    """A wish that names no street, several, or no stretch; ``field`` is where it was typed."""

    field: str
    why: str


def wishes_named(typed: Mapping[str, Any]) -> list[Wish]:
    """The wishes of one line of the form, a stretch each. Raises UnknownWishError."""
    street = street_named(typed["street"])
    segments = list(segments_of(street))
    if typed["stretch"] is not None:
        segments = [one for one in segments if one.order == typed["stretch"]]
    if not segments:
        raise UnknownWishError("stretch", _("The street has no such stretch."))
    fixed = ((typed["year"], typed["mend"]),) if typed["year"] else ()
    return [Wish(f"{SEGMENT}{one.pk}", typed["first"], typed["last"], fixed) for one in segments]


def street_named(name: str) -> Street:
    """The one street of this name in any language and script, or the only one like it; or the one of this number."""
    if number := row_number(name):
        numbered = Street.objects.filter(pk=number, valid_to=None).first()
        if numbered is not None:
            return numbered
    found = list(street_lines(name)[:5])
    exact = [one for one in found if folded(name) in {folded(word) for word in _names(one)}]
    if len(exact) == 1 or len(found) == 1:
        return (exact or found)[0]
    if not found:
        raise UnknownWishError("street", _("No street is called so."))
    told = ", ".join(f"{one} ({one.pk})" for one in found)
    why = _("Several streets are called so; give the number in brackets: %(streets)s.") % {"streets": told}
    raise UnknownWishError("street", why)


def _names(street: Street) -> tuple[str, ...]:
    return (str(street), street.names.kk, street.names.ru, street.names.en)
