"""E-mail by SMTP, through Django's connection: plain text, its own identity, one click to stop."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from qala.proposals.letters.composing import Message
from qala.proposals.letters.outcomes import Later, Never


def is_set_up() -> bool:
    return bool(settings.EMAIL_HOST)


def send(message: Message) -> None:
    """Send one letter; returns when the mail server has taken it."""
    headers = {
        # The same letter sent twice after a crash carries the same identity, so that mailboxes fold it.
        "Message-ID": f"<{message.reference}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].strip('> ') or 'qala'}>",
        "Content-Language": message.language,
        "Auto-Submitted": "auto-generated",
    }
    if message.unsubscribe:
        headers["List-Unsubscribe"] = f"<{message.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    letter = EmailMessage(
        message.subject, message.text, to=[message.address], headers=headers, connection=get_connection()
    )
    try:
        letter.send()
    except smtplib.SMTPRecipientsRefused as refused:
        code, words = next(iter(refused.recipients.values()), (550, b""))
        raise _refused(code, words) from None
    except (smtplib.SMTPSenderRefused, smtplib.SMTPAuthenticationError) as ours:
        raise Later("our_mail_server_refuses_us", str(ours.smtp_code)) from None
    except smtplib.SMTPResponseException as answer:
        raise _refused(answer.smtp_code, answer.smtp_error) from None
    except (OSError, smtplib.SMTPException) as trouble:
        # smtplib tells of a silent server as of one that hung up, with these words.
        silent = isinstance(trouble, TimeoutError) or "timed out" in str(trouble)
        raise Later("no_answer_in_time" if silent else "no_connection", type(trouble).__name__) from None


def _refused(code: int, words: bytes | str) -> Later | Never:
    """4xx may pass, 5xx will not (RFC 5321, 4.2.1)."""
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    detail = f"{code} {said}"[:120]
    return Never("refused", detail) if code >= 500 else Later("not_now", detail)
