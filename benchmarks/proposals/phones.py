"""Phones without scripts: each opens its page once before the storm and keeps what a browser keeps."""

import asyncio
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from lines import Broken, Lines, get

COOKIE = re.compile(rb"\r\nset-cookie: *([\w-]+=[^;\r]*)", re.IGNORECASE)
TOKEN = re.compile(rb'name="token" value="([^"]*)"')
CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]*)"')
BORDER = "----qala"


@dataclass(frozen=True)
class Phone:
    """A device with its cookies, the token of the page it opened, and the place it speaks from."""

    path: str
    cookies: str
    token: str
    csrf: str
    point: str = ""
    place: str = ""


@dataclass(frozen=True)
class Message:
    """One submission, ready to be sent any number of times."""

    uid: uuid.UUID
    first: bytes
    sure: bytes
    """The same with `different=1`: the tap on “mine is another matter” after the twin page."""
    has_photo: bool = False


async def opened(lines: Lines, host: str, spots: Sequence[tuple[str, str, str]]) -> list[Phone]:
    """One GET a phone; (path, point, place) says from where. Sixteen phones open their pages at a time."""
    turn = asyncio.Semaphore(16)

    async def one(path: str, point: str, place: str) -> Phone:
        async with turn:
            for _try in range(5):
                try:
                    status, head, body = await lines.ask(get(path, host))
                except Broken:
                    await asyncio.sleep(0.3)
                    continue
                if status == 200:
                    break
                await asyncio.sleep(0.3)
            else:
                raise SystemExit(f"{path} cannot be opened")
        token, csrf = TOKEN.search(body), CSRF.search(body)
        assert token, body[:300]
        assert csrf, body[:300]
        cookies = "; ".join(found.decode() for found in COOKIE.findall(head))
        return Phone(path, cookies, token[1].decode(), csrf[1].decode(), point, place)

    return list(await asyncio.gather(*(one(*spot) for spot in spots)))


def message(phone: Phone, host: str, text: str, photo: bytes = b"", uid: uuid.UUID | None = None) -> Message:
    """The form as a browser posts it: multipart, with every field of the page."""
    uid = uid or uuid.uuid4()
    fields = {
        "csrfmiddlewaretoken": phone.csrf, "uid": str(uid), "token": phone.token, "opened": "", "website": "",
        "text": text, "place_text": "", "point": phone.point, "place": phone.place,
        "name": "", "iin": "", "postal_address": "", "phone": "", "email": "",
    }  # fmt: skip
    first = _posted(phone, host, fields, photo)
    # Nobody with a photo is asked about twins: it would be lost on the way.
    sure = first if photo else _posted(phone, host, fields | {"different": "1"}, photo)
    return Message(uid, first, sure, bool(photo))


def _posted(phone: Phone, host: str, fields: dict[str, str], photo: bytes) -> bytes:
    parts = [
        f'--{BORDER}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    named, kind = ("IMG_1.jpg", "image/jpeg") if photo else ("", "application/octet-stream")
    parts += [
        f'--{BORDER}\r\nContent-Disposition: form-data; name="photo"; filename="{named}"\r\n'
        f"Content-Type: {kind}\r\n\r\n".encode(),
        photo,
        f"\r\n--{BORDER}--\r\n".encode(),
    ]
    body = b"".join(parts)
    head = (
        f"POST {phone.path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: Mozilla/5.0 (Linux; Android 10)\r\n"
        f"Accept: text/html\r\nAccept-Language: kk\r\nX-Forwarded-Proto: https\r\nOrigin: https://{host}\r\n"
        f"Cookie: {phone.cookies}\r\nContent-Type: multipart/form-data; boundary={BORDER}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
