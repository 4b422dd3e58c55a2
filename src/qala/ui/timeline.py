"""What the `timeline` component draws."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class TimelineLine:
    """One thing that happened. `tone` is done, confirmed, harm or now; `href` leads to its proof."""

    at: datetime
    text: str
    who: str = ""
    more: str = ""
    tone: str = "done"
    href: str = ""
