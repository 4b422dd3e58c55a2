"""Ready texts with places in braces: filled from the case, and never sent half empty."""

import re
from collections.abc import Mapping

SLOT = re.compile(r"\{([a-z_]+)\}")


def filled(text: str, words: Mapping[str, str]) -> str:
    """The text with every known place filled; an unknown or empty one stays visible in its braces."""
    return SLOT.sub(lambda found: words.get(found[1]) or found[0], text)


def open_slots(text: str) -> tuple[str, ...]:
    """The places that nobody has filled yet."""
    return tuple(dict.fromkeys(SLOT.findall(text)))
