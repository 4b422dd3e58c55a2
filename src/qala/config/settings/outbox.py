"""How letters leave the house: the Telegram bot, the SMS gateway, quiet hours. All of it from the environment.

A way without its address is not set up: a letter that would take it fails visibly and can be tried again later.
`docs/how-to/letters.md` explains each name.
Each has its type written out: without it the type checker does not see the name through `settings`.
"""

import os

_get = os.environ.get
_quiet = _get("QALA_SMS_QUIET", "21-9").partition("-")

QALA_LETTER_TIMEOUT: float = float(_get("QALA_LETTER_TIMEOUT", "10"))
EMAIL_TIMEOUT: float = QALA_LETTER_TIMEOUT
QALA_LETTER_DAYS: int = int(_get("QALA_LETTER_DAYS", "30"))

QALA_TELEGRAM_API: str = _get("QALA_TELEGRAM_API", "https://api.telegram.org")
QALA_TELEGRAM_BOT: str = _get("QALA_TELEGRAM_BOT", "")
QALA_TELEGRAM_TOKEN: str = _get("QALA_TELEGRAM_TOKEN", "")

QALA_SMS_URL: str = _get("QALA_SMS_URL", "")
QALA_SMS_USER: str = _get("QALA_SMS_USER", "")
QALA_SMS_PASSWORD: str = _get("QALA_SMS_PASSWORD", "")
QALA_SMS_SENDER: str = _get("QALA_SMS_SENDER", "Qala")
#: One JSON object or a form; `$phone`, `$text`, `$sender` and `$reference` are filled and quoted by its rules.
QALA_SMS_BODY: str = _get(
    "QALA_SMS_BODY", '{"recipient": "$phone", "text": "$text", "sender": "$sender", "reference": "$reference"}'
)
QALA_SMS_TROUBLE: str = _get("QALA_SMS_TROUBLE", "")
QALA_SMS_QUIET: tuple[int, int] = (int(_quiet[0]), int(_quiet[2]))
