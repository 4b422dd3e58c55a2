"""Against floods without locking out a district: mobile carriers share addresses, so nothing here looks at an IP.

A form token proves that a page was opened and read for a moment; budgets per placard and device, and one for all who
show neither, send the excess to quarantine, never to a refusal; floods of one text are folded into one line.
"""

import base64
import hmac
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b, sha256

MIN_FILL = timedelta(seconds=3)
MAX_AGE = timedelta(hours=24)
CLOCK_SKEW = timedelta(minutes=2)
HONEYPOT = "website"  # a field people do not see


class Verdict(StrEnum):
    """What a token says. Only `OK` is published at once; all others go to quarantine and stay registered."""

    OK = "ok"
    TOO_FAST = "too_fast"
    EXPIRED = "expired"
    FUTURE = "future"
    FORGED = "forged"
    MISSING = "missing"


def _signature(body: str, key: bytes) -> str:
    digest = hmac.digest(key, b"qala form " + body.encode(), sha256)[:15]
    return base64.urlsafe_b64encode(digest).decode()


def issue_token(form: str, key: bytes, now: datetime, nonce: str) -> str:
    """A token for one opened form. ``form`` binds it to a placard or page, ``nonce`` makes it one of a kind."""
    if not re.fullmatch(r"[\w-]{4,64}", nonce, re.ASCII):
        raise ValueError("a nonce is 4 to 64 plain letters and digits")
    body = f"{int(now.timestamp())}.{nonce}"
    return f"{body}.{_signature(f'{form}.{body}', key)}"


def read_token(
    token: str, form: str, keys: Sequence[bytes], now: datetime, *, min_fill: timedelta = MIN_FILL
) -> Verdict:
    """Judge a token that came back with a form; works without scripts."""
    if not token:
        return Verdict.MISSING
    parts = token[:200].split(".")
    if len(parts) != 3 or not re.fullmatch(r"\d{1,12}", parts[0], re.ASCII):
        return Verdict.FORGED
    body = f"{parts[0]}.{parts[1]}"
    given = parts[2].encode("utf-8", "replace")
    if not any(hmac.compare_digest(given, _signature(f"{form}.{body}", key).encode()) for key in keys if key):
        return Verdict.FORGED
    age = timedelta(seconds=now.timestamp() - int(parts[0]))
    if age < -CLOCK_SKEW:
        return Verdict.FUTURE
    if age > MAX_AGE:
        return Verdict.EXPIRED
    return Verdict.TOO_FAST if age < min_fill else Verdict.OK


def fell_into_the_pot(fields: Mapping[str, str]) -> bool:
    """Whether the field that people do not see was filled in."""
    return bool(fields.get(HONEYPOT, "").strip())


@dataclass(frozen=True)
class Budget:
    """At most ``limit`` submissions within ``window`` for one source. The slug begins with the kind of the source."""

    slug: str
    limit: int
    window: timedelta

    @property
    def kind(self) -> str:
        return self.slug.partition("_")[0]

    def is_spent(self, earlier: Iterable[datetime], now: datetime) -> bool:
        """Whether one more now would be above the limit, counted over the sliding window."""
        return sum(now - self.window < at <= now for at in earlier) >= self.limit


#: “Me too” of one device, for whatever cases.
VOICES_AN_HOUR = 30

#: Stands for the device of a message that came without our cookie and not from a placard: all such share one budget.
UNNAMED = "unnamed"

#: Assumptions, kept as settings by the city: a bus at rush hour writes more than one phone does, and browsers that keep
#: no cookie are few, but a whole city's.
BUDGETS = (
    Budget("device_hour", 5, timedelta(hours=1)),
    Budget("device_day", 15, timedelta(days=1)),
    Budget("placard_hour", 40, timedelta(hours=1)),
    Budget("placard_day", 200, timedelta(days=1)),
    Budget(f"{UNNAMED}_hour", 60, timedelta(hours=1)),
    Budget(f"{UNNAMED}_day", 240, timedelta(days=1)),
)


@dataclass(frozen=True)
class Judgement:
    """Quarantine or not, and why. A quarantined appeal keeps its talon and its clock."""

    reasons: tuple[str, ...]


def judge(*, token: Verdict, pot: bool, times: Mapping[str, Sequence[datetime]], now: datetime) -> Judgement:
    """Weigh one submission; ``times`` are those of earlier ones by the kind of their source.

    Missing tokens alone are no guilt: offline drafts and old browsers send none.
    """
    reasons = []
    if pot:
        reasons.append("honeypot")
    if token in (Verdict.FORGED, Verdict.TOO_FAST, Verdict.FUTURE):
        reasons.append(f"token_{token.value}")
    reasons += [one.slug for one in BUDGETS if one.is_spent(times.get(one.kind, ()), now)]
    return Judgement(tuple(reasons))


def plain(text: str) -> str:
    """The text without case, marks and stretched letters: what a copy keeps when it is varied a little."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    words = re.findall(r"\w+", folded)
    return re.sub(r"(.)\1{2,}", r"\1\1", " ".join(words))


def fingerprint(text: str) -> str:
    """Equal for texts that differ only in case, marks, spaces and stretched letters."""
    return blake2b(plain(text).encode("utf-8", "replace"), digest_size=12).hexdigest()


def simhash(text: str, width: int = 4) -> int:
    """64 bits that differ little for texts that differ little (Charikar 2002), over character n-grams."""
    flat = plain(text)
    grams = {flat[i : i + width] for i in range(max(1, len(flat) - width + 1))}
    tally = [0] * 64
    for gram in grams:
        bits = int.from_bytes(blake2b(gram.encode("utf-8", "replace"), digest_size=8).digest(), "big")
        for place in range(64):
            tally[place] += 1 if bits >> place & 1 else -1
    return sum(1 << place for place, weight in enumerate(tally) if weight > 0)


def is_near(left: int, right: int, bits: int = 6) -> bool:
    """Whether two simhashes differ in at most ``bits`` places."""
    return (left ^ right).bit_count() <= bits


def fold(texts: Iterable[tuple[str, str]], bits: int = 6) -> list[list[str]]:
    """Group (key, text) pairs of one flood, in order of arrival: equal texts first, then near ones."""
    groups: list[tuple[int, list[str]]] = []
    by_print: dict[str, list[str]] = {}
    for key, text in texts:
        known = by_print.get(mark := fingerprint(text))
        if known is None:
            sketch = simhash(text)
            known = next((keys for other, keys in groups if is_near(sketch, other, bits)), None)
            if known is None:
                known = []
                groups.append((sketch, known))
            by_print[mark] = known
        known.append(key)
    return [keys for _, keys in groups]
