"""Telegram: the Bot API over HTTPS. https://core.telegram.org/bots/api (sendMessage, getUpdates)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from qala.proposals.letters.composing import Message
from qala.proposals.letters.http import Answer, post
from qala.proposals.letters.outcomes import Later, Never


@dataclass(frozen=True)
class Said:
    """A private message to the bot."""

    update: int
    chat: str
    text: str
    language: str


def is_set_up() -> bool:
    return bool(settings.QALA_TELEGRAM_TOKEN)


def send(message: Message) -> None:
    """Send one message; returns when Telegram has taken it."""
    say(message.address, message.text)


def say(chat: str, text: str) -> None:
    """Write into a chat, without a preview of the link: a preview would fetch the page."""
    _call("sendMessage", {"chat_id": chat, "text": text, "link_preview_options": {"is_disabled": True}})


def heard(offset: int | None = None, *, wait: int = 0) -> Iterator[Said]:
    """Messages people wrote to the bot since `offset`; asking with an offset takes the earlier ones away for good."""
    asked: dict[str, Any] = {"timeout": wait, "allowed_updates": ["message"]}
    if offset is not None:
        asked["offset"] = offset
    for update in _call("getUpdates", asked, timeout=settings.QALA_LETTER_TIMEOUT + wait):
        message = update.get("message") or {}
        chat = message.get("chat") or {}
        private = chat.get("type", "private") == "private"
        language = str((message.get("from") or {}).get("language_code", ""))[:2]
        text = str(message.get("text", ""))[:200] if private else ""
        yield Said(int(update["update_id"]), str(chat.get("id", "")), text, language)


def _call(method: str, values: dict[str, Any], *, timeout: float | None = None) -> Any:
    """One call of the Bot API. The token stands in the address and is never told in a trouble."""
    address = f"{settings.QALA_TELEGRAM_API.rstrip('/')}/bot{settings.QALA_TELEGRAM_TOKEN}/{method}"
    headers = {"Content-Type": "application/json"}
    answer = post(address, json.dumps(values).encode(), headers, timeout=timeout or settings.QALA_LETTER_TIMEOUT)
    body = answer.json()
    if answer.status == 200 and isinstance(body, dict) and body.get("ok"):
        return body.get("result", [])
    raise _trouble(answer, body if isinstance(body, dict) else {})


def _trouble(answer: Answer, body: dict[str, Any]) -> Later | Never:
    told = str(body.get("description", ""))[:120]
    if answer.status == 429:
        asked = (body.get("parameters") or {}).get("retry_after", answer.retry_after)
        return Later("too_many", told, after=float(asked or 30), ours=True)
    if answer.status == 403:
        return Never("left_the_chat", told, gone=True)
    if answer.status == 400:
        return Never("refused", told, gone="chat not found" in told)
    if answer.status in (401, 404):
        return Later("our_token_is_refused")
    return Later(f"status_{answer.status}", told)
