"""Words of roads in templates."""

import math
from fractions import Fraction
from typing import Any

from django import template

from qala.roads.words import MENDS, SOURCES

register = template.Library()


@register.filter
def mend(slug: str) -> Any:
    """A treatment as people say it."""
    return MENDS.get(slug, slug)


@register.filter
def source_of_money(slug: str) -> Any:
    """A source of money as people say it."""
    return SOURCES.get(slug, slug)


@register.filter
def whole(figure: Fraction) -> int:
    """A fraction without what stands behind the point."""
    return math.floor(figure)
