"""SMS through a gateway that speaks HTTP: one POST with basic authentication. The body is the city's own template."""

import json
import re
from base64 import b64encode
from string import Template
from urllib.parse import quote_plus

from django.conf import settings

from qala.proposals.letters.composing import Message
from qala.proposals.letters.http import Answer, post
from qala.proposals.letters.outcomes import Later, Never


def is_set_up() -> bool:
    return bool(settings.QALA_SMS_URL)


def send(message: Message) -> None:
    """Hand one short message to the gateway; returns when it has taken it."""
    body, kind = _body(message)
    headers = {"Content-Type": kind, "Accept": "application/json"}
    if settings.QALA_SMS_USER:
        pair = f"{settings.QALA_SMS_USER}:{settings.QALA_SMS_PASSWORD}".encode()
        headers["Authorization"] = f"Basic {b64encode(pair).decode()}"
    answer = post(settings.QALA_SMS_URL, body, headers, timeout=settings.QALA_LETTER_TIMEOUT)
    trouble = _trouble(answer)
    if trouble is not None:
        raise trouble


def _body(message: Message) -> tuple[bytes, str]:
    """The template with its places filled, quoted as JSON or as a form."""
    template: str = settings.QALA_SMS_BODY
    is_json = template.lstrip().startswith("{")
    values = {
        "phone": message.address,
        "text": message.text,
        "sender": settings.QALA_SMS_SENDER,
        "reference": message.reference,
    }
    quoted = {name: json.dumps(value)[1:-1] if is_json else quote_plus(value) for name, value in values.items()}
    kind = "application/json" if is_json else "application/x-www-form-urlencoded"
    return Template(template).safe_substitute(quoted).encode(), kind


def _trouble(answer: Answer) -> Later | Never | None:
    told = answer.text[:120].strip()
    if answer.status == 429:
        return Later("too_many", after=answer.retry_after or 60, ours=True)
    if answer.status in (401, 403):
        return Later("our_password_is_refused")
    if answer.status in (400, 404, 410, 422):
        return Never("refused", told)
    if not 200 <= answer.status < 300:
        return Later(f"status_{answer.status}", told, after=answer.retry_after)
    # Some gateways say no with status 200 and a word in the body.
    if settings.QALA_SMS_TROUBLE and re.search(settings.QALA_SMS_TROUBLE, answer.text):
        return Never("refused", told)
    return None
