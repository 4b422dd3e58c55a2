"""How letters leave the house: the Telegram bot, the SMS gateway, quiet hours. All of it from the environment.

A way without its address is not set up: a letter that would take it fails visibly and can be tried again later.
"""

from collections.abc import Mapping
from typing import Any

#: One JSON object; `$phone`, `$text`, `$sender` and `$reference` are filled and quoted by the rules of the format.
SMS_BODY = '{"recipient": "$phone", "text": "$text", "sender": "$sender", "reference": "$reference"}'


def outbox_settings(environ: Mapping[str, str]) -> dict[str, Any]:
    """Return the settings of the outbox; `docs/how-to/letters.md` explains each."""
    quiet_from, _, quiet_until = environ.get("QALA_SMS_QUIET", "21-9").partition("-")
    return {
        "EMAIL_TIMEOUT": int(environ.get("QALA_LETTER_TIMEOUT", "10")),
        "QALA_LETTER_TIMEOUT": int(environ.get("QALA_LETTER_TIMEOUT", "10")),
        "QALA_LETTER_DAYS": int(environ.get("QALA_LETTER_DAYS", "30")),
        "QALA_TELEGRAM_API": environ.get("QALA_TELEGRAM_API", "https://api.telegram.org"),
        "QALA_TELEGRAM_BOT": environ.get("QALA_TELEGRAM_BOT", ""),
        "QALA_TELEGRAM_TOKEN": environ.get("QALA_TELEGRAM_TOKEN", ""),
        "QALA_SMS_URL": environ.get("QALA_SMS_URL", ""),
        "QALA_SMS_USER": environ.get("QALA_SMS_USER", ""),
        "QALA_SMS_PASSWORD": environ.get("QALA_SMS_PASSWORD", ""),
        "QALA_SMS_SENDER": environ.get("QALA_SMS_SENDER", "Qala"),
        "QALA_SMS_BODY": environ.get("QALA_SMS_BODY", SMS_BODY),
        "QALA_SMS_TROUBLE": environ.get("QALA_SMS_TROUBLE", ""),
        "QALA_SMS_QUIET": (int(quiet_from), int(quiet_until)),
    }
