"""Words of roads that several pages and papers say the same way."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qala.places.models import PositionFields
from qala.roads.rules.completeness import Field

SIDES = dict(PositionFields.SIDES)
FIELDS = {
    Field.LENGTH.value: _("length measured"),
    Field.WIDTH.value: _("width"),
    Field.LANES.value: _("lanes"),
    Field.SURFACE.value: pgettext_lazy("roads", "surface"),
    Field.PAVEMENT.value: _("kind of pavement"),
    Field.CATEGORY.value: _("category"),
    Field.YEAR.value: _("year"),
    Field.LAYERS.value: _("layers"),
    Field.ELEMENTS.value: _("elements"),
    Field.HOLDER.value: _("holder"),
    Field.CONDITION.value: _("condition surveyed"),
}
COLLECTION_WORDS = {
    "segments": _("Street segments"),
    "carriageways": _("Carriageways"),
    "layers": _("Layers of the pavement"),
    "elements": _("Elements"),
    "structures": _("Structures"),
    "lines": _("Buried lines, for reference"),
    "condition": _("Condition, with the day of its survey"),
    "programme": _("The programme of repairs, year by year"),
    "works": _("Works with their state, contractor and guarantee"),
    "digs": _("Digs permitted, open, covered and inspected"),
    "guarantees": _("Guarantees that run, with their last day"),
}
# The nouns of `places` differences.
DIFFERENCE_WORDS = {
    "streets": pgettext_lazy("difference", "streets"),
    "segments": pgettext_lazy("difference", "street segments"),
    "landmarks": pgettext_lazy("difference", "places"),
    "house numbers": pgettext_lazy("difference", "house numbers"),
    "districts": pgettext_lazy("difference", "districts"),
}
MENDS = {
    "seal": _("surface sealed"),
    "thin_overlay": _("thin layer of asphalt"),
    "overlay": _("new layer of asphalt"),
    "mill_and_overlay": _("old asphalt milled off, new laid"),
    "rebuild": _("built anew from the base"),
}
SOURCES = {"local": _("city budget"), "republic": _("republic's budget")}
