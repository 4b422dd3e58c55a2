"""What people type, made safe to keep: broken letters, control signs and endless texts get an answer, never a fault.

HTML, SQL and every script stay as they are: they are words of the resident, and pages escape them.
"""

import re
import unicodedata
import uuid
from dataclasses import dataclass

from qala.proposals.rules.sheet import LONGEST, SHORTEST

BROKEN = "\N{REPLACEMENT CHARACTER}"
LONGEST_LINE = 300
# Control signs (NUL among them), direction overrides, invisible marks and lone surrogates; line ends are kept.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\n{3,}")
_STRANGE = re.compile("[\xc0-\xff]")


def unscrambled(text: str) -> str:
    """Letters that an old browser sent in another alphabet, read anew; everything else as it is."""
    strange = len(_STRANGE.findall(text))
    if strange * 2 <= sum(map(str.isalpha, text)):
        return text
    for alphabet in ("utf-8", "cp1251"):
        try:
            return text.encode("latin-1").decode(alphabet)
        except UnicodeError:
            continue
    return text


def tidy(text: str) -> str:
    """One composition, no unseen signs, single spaces, at most one empty line between paragraphs."""
    if not text:  # most fields of a form
        return ""
    flat = _UNSEEN.sub("", unscrambled(text).replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))
    flat = _SPACES.sub(" ", unicodedata.normalize("NFC", flat))
    kept = _LINES.sub("\n\n", "\n".join(line.strip() for line in flat.split("\n"))).strip()
    # An unseen sign may have hidden that the letters are scrambled.
    return kept if unscrambled(kept) == kept else tidy(kept)


def tidy_line(text: str, longest: int = LONGEST_LINE) -> str:
    """The same for a short field: one line, cut to what its column holds."""
    return " ".join(tidy(text[: 4 * longest]).split())[:longest].strip()


def is_broken(text: str) -> bool:
    """Whether so many letters were lost on the way that people would read only gaps."""
    return text.count(BROKEN) * 5 > len(text) if text else False


def problem_of(text: str) -> str:
    """Why a tidied text cannot be taken as it is: `empty`, `broken`, `short`, `long`, or nothing."""
    if not text:
        return "empty"
    if is_broken(text):
        return "broken"
    if sum(map(str.isalnum, text)) < SHORTEST:
        return "short"
    return "long" if len(text) > LONGEST else ""


def read_uid(text: str) -> uuid.UUID | None:
    """The sender's key of one message; None where it is none."""
    try:
        return uuid.UUID(text.strip()[:64])
    except ValueError:
        return None


def uid_of_another(uid: uuid.UUID, print_of_text: str) -> uuid.UUID:
    """A page kept open was sent again with other words: a new message, and the same one each time it is resent."""
    return uuid.uuid5(uid, print_of_text)


@dataclass(frozen=True)
class Point:
    """Degrees on the earth."""

    longitude: float
    latitude: float


def read_point(text: str) -> Point | None:
    """`lon,lat` as the map writes it; None for anything that is no place on earth (null island among them)."""
    words = text.strip()[:60].split(",")
    if len(words) != 2:
        return None
    try:
        longitude, latitude = (float(word) for word in words)
    except ValueError:
        return None
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90) or (longitude == 0 and latitude == 0):
        return None
    return Point(longitude, latitude)
