"""Cheap keep-alive HTTP lines: bytes out, status and body in. The client shares two cores with the server."""

import asyncio
import re

PATIENCE_S = 30.0
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Broken(Exception):
    """The line fell before an answer was whole."""


class Line(asyncio.Protocol):
    """One connection; one question at a time."""

    def __init__(self) -> None:
        self.got = bytearray()
        self.waiting: asyncio.Future[tuple[int, bytes, bytes]] | None = None
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport = None
        if self.waiting and not self.waiting.done():
            self.waiting.set_exception(Broken(str(exc)))

    def data_received(self, data: bytes) -> None:
        self.got += data
        if self.waiting and not self.waiting.done() and (answer := self._whole()):
            self.got.clear()
            self.waiting.set_result(answer)

    def _whole(self) -> tuple[int, bytes, bytes] | None:
        end = self.got.find(b"\r\n\r\n")
        if end < 0:
            return None
        head = bytes(self.got[: end + 2])
        body = bytes(self.got[end + 4 :])
        if told := _LENGTH.search(head):
            if len(body) < int(told[1]):
                return None
        elif b"chunked" in head.lower() and not body.endswith(b"0\r\n\r\n"):
            return None
        return int(head[9:12]), head, body

    async def ask(self, request: bytes) -> tuple[int, bytes, bytes]:
        if self.transport is None:
            raise Broken("closed")
        self.got.clear()
        self.waiting = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        try:
            async with asyncio.timeout(PATIENCE_S):
                return await self.waiting
        except TimeoutError:
            self.transport.abort()
            raise Broken("no answer") from None


class Lines:
    """At most `most` connections to one port; who asks takes a free one and opens a fallen one anew."""

    def __init__(self, port: int, most: int) -> None:
        self.port, self.most, self.opened = port, most, 0
        self._free: asyncio.LifoQueue[Line | None] = asyncio.LifoQueue()
        for _at in range(most):
            self._free.put_nowait(None)

    async def ask(self, request: bytes) -> tuple[int, bytes, bytes]:
        line = await self._free.get()
        try:
            if line is None or line.transport is None:
                line = await self._connected()
            return await line.ask(request)
        finally:
            self._free.put_nowait(line if line and line.transport else None)

    async def _connected(self) -> Line:
        loop = asyncio.get_running_loop()
        try:
            _transport, line = await loop.create_connection(Line, "127.0.0.1", self.port)
        except OSError as trouble:
            raise Broken(str(trouble)) from None
        self.opened += 1
        return line

    def close(self) -> None:
        while not self._free.empty():
            line = self._free.get_nowait()
            if line and line.transport:
                line.transport.close()


def get(path: str, host: str, cookies: str = "") -> bytes:
    """A GET as a phone's browser asks."""
    return (
        f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: Mozilla/5.0 (Linux; Android 10)\r\n"
        f"Accept: text/html\r\nAccept-Language: kk\r\nX-Forwarded-Proto: https\r\n"
        + (f"Cookie: {cookies}\r\n" if cookies else "")
        + "\r\n"
    ).encode()
