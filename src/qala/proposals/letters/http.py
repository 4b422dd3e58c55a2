"""One small HTTP client for the adapters: a POST with a timeout, and every failure told apart."""

import http.client
import json
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from qala.kernel.clock import now
from qala.proposals.letters.outcomes import Later

MOST_BYTES = 64 * 1024


@dataclass(frozen=True)
class Answer:
    """What came back, at most `MOST_BYTES` of it."""

    status: int
    text: str
    retry_after: float | None = None

    def json(self) -> Any:
        """The answer's object; empty where it is none."""
        try:
            return json.loads(self.text)
        except ValueError:
            return {}


def post(address: str, body: bytes, headers: dict[str, str], *, timeout: float) -> Answer:
    """POST and read the answer. A silent or broken line is `Later`; nothing of the address is told."""
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    line = kind(parts.hostname or "", parts.port, timeout=timeout)
    target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    try:
        line.request("POST", target, body, {"User-Agent": "qala", **headers})
        answer = line.getresponse()
        text = answer.read(MOST_BYTES).decode("utf-8", "replace")
        return Answer(answer.status, text, _seconds(answer.getheader("Retry-After", "")))
    except TimeoutError:
        raise Later("no_answer_in_time") from None
    except (OSError, http.client.HTTPException) as trouble:
        raise Later("no_connection", type(trouble).__name__) from None
    finally:
        line.close()


def _seconds(header: str) -> float | None:
    """`Retry-After` in seconds, whether it names seconds or a moment (RFC 9110, 10.2.3)."""
    if header.strip().isdigit():
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except (ValueError, TypeError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max((aware - now()).total_seconds(), 0.0)
