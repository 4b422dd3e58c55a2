"""What a plan calls a segment: its own key, or that of the one it was cut from, joined of or drawn after."""

from collections.abc import Iterable

from qala.places.queries import ancestors_of


def groups_of(segments: Iterable[int]) -> dict[int, list[str]]:
    """The groups of a plan that may speak for each segment, the likeliest first: the first that a plan knows does."""
    return {one: [f"places.segment:{key}" for key in line] for one, line in ancestors_of(segments).items()}
