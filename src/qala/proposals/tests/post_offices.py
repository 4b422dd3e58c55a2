"""Post offices for tests: a mail server, the Bot API and an SMS gateway on loopback, with the faults they have."""

import json
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar


@dataclass
class Told:
    """What an HTTP server answers next: status, headers, body, how long it sleeps first."""

    status: int = 200
    body: Any = field(default_factory=lambda: {"ok": True, "result": {}})
    headers: dict[str, str] = field(default_factory=dict)
    sleeps: float = 0.0


@dataclass
class Heard:
    """One request."""

    path: str
    headers: dict[str, str]
    body: str

    def json(self) -> Any:
        return json.loads(self.body)


class HttpOffice(ThreadingHTTPServer):
    """Answers with what stands in `answers`, the last one for ever; keeps what it heard."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Desk)
        self.heard: list[Heard] = []
        self.answers: list[Told] = [Told()]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Desk(BaseHTTPRequestHandler):
    server: HttpOffice

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length).decode()
        self.server.heard.append(Heard(self.path, dict(self.headers), body))
        told = self.server.answers[0] if len(self.server.answers) == 1 else self.server.answers.pop(0)
        time.sleep(told.sleeps)
        words = told.body if isinstance(told.body, str) else json.dumps(told.body)
        try:
            self.send_response(told.status)
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(words.encode())))
            self.end_headers()
            self.wfile.write(words.encode())
        except OSError:
            return

    def log_message(self, *_words: Any) -> None:
        return


class MailOffice(socketserver.ThreadingTCPServer):
    """A mail server (RFC 5321) that keeps letters; `answers` maps a command to another answer than yes."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _MailDesk)
        self.letters: list[str] = []
        self.answers: dict[str, str] = {}
        self.sleeps = 0.0

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _MailDesk(socketserver.StreamRequestHandler):
    server: MailOffice

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def handle(self) -> None:
        time.sleep(self.server.sleeps)
        try:
            self._say(self.server.answers.get("HELLO", "220 here"))
            while line := self.rfile.readline().decode().strip():
                command = line.split(" ")[0].split(":")[0].upper()
                if command in ("EHLO", "HELO"):
                    self._say("250 here")
                elif command == "QUIT":
                    self._say("221 bye")
                    return
                elif command == "DATA" and "DATA" not in self.server.answers:
                    self._say("354 go on")
                    self.server.letters.append(self._letter())
                    self._say("250 taken")
                else:
                    self._say(self.server.answers.get(command, "250 well"))
        except OSError:
            return

    def _letter(self) -> str:
        lines = []
        while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
            lines.append(line)
        return "\n".join(lines)


Office = TypeVar("Office", HttpOffice, MailOffice)


@contextmanager
def open_office(office: Office) -> Iterator[Office]:
    """Let it serve while the test runs."""
    thread = threading.Thread(target=office.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield office
    finally:
        office.shutdown()
        office.server_close()
        thread.join()
