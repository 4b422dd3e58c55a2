"""Codes of others, said in our words."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

#: What OpenStreetMap calls surfaces, the usual ones.
SURFACES: dict[str, Promise] = {
    "asphalt": pgettext_lazy("surface", "asphalt"),
    "paved": pgettext_lazy("surface", "hard"),
    "concrete": pgettext_lazy("surface", "concrete"),
    "concrete:plates": pgettext_lazy("surface", "concrete slabs"),
    "paving_stones": pgettext_lazy("surface", "paving stones"),
    "sett": pgettext_lazy("surface", "cobbles"),
    "cobblestone": pgettext_lazy("surface", "cobbles"),
    "unpaved": pgettext_lazy("surface", "not hard"),
    "compacted": pgettext_lazy("surface", "rolled stone"),
    "gravel": pgettext_lazy("surface", "gravel"),
    "fine_gravel": pgettext_lazy("surface", "gravel"),
    "pebblestone": pgettext_lazy("surface", "pebbles"),
    "ground": pgettext_lazy("surface", "earth"),
    "dirt": pgettext_lazy("surface", "earth"),
    "sand": pgettext_lazy("surface", "sand"),
    "grass": pgettext_lazy("surface", "grass"),
    "wood": pgettext_lazy("surface", "wood"),
    "metal": pgettext_lazy("surface", "metal"),
}


def surface_words(code: str) -> Promise | str:
    """What a street is covered with; a code nobody has named yet stays as it came."""
    return SURFACES.get(code, code) or "—"
