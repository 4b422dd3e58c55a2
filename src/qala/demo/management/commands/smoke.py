"""`qala smoke`: start the demo, walk it as every role over HTTP, say what passed, stop it."""

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from qala.demo.smoke import walk
from qala.demo.smoke.walk import CODE

_WITHIN_S = 600


class Command(BaseCommand):
    help = "Start the demo on a free port, walk the pages of every role and each journey, print what passed."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=0, help="a free one where none is named")

    def handle(self, *args: object, port: int, **options: object) -> None:
        server = _Demo(port or _free_port())
        try:
            root, code = server.opened()
            done = walk(root, code, lambda line: self.stderr.write(f"· {line}"))
        finally:
            server.stop()
        for line in done.failed:
            self.stdout.write(f"  failed  {line}")
        self.stdout.write(f"{done.passed} passed, {len(done.failed)} failed")
        if done.failed:
            sys.exit(1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class _Demo:
    """`qala demo` as a process of its own, in English, so that its lines can be read."""

    def __init__(self, port: int) -> None:
        environment = {**os.environ, "LANG": "en", "PORT": str(port), "HOST": "127.0.0.1"}
        environment.pop("QALA_URL", None)
        command = [str(Path(sys.executable).parent / "qala"), "demo"]
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own
        self.lines: list[str] = []
        self.is_open = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)
            if "Ctrl-C" in line:
                self.is_open.set()
        self.is_open.set()

    def opened(self) -> tuple[str, str]:
        """The address and a placard's page, once the city is open."""
        self.is_open.wait(_WITHIN_S)
        said = "".join(self.lines)
        address = next((line.split()[-1] for line in self.lines if "The city is open" in line), "")
        code = CODE.search(said)
        if not address or not code:
            raise CommandError(f"The demo did not open:\n{said[-2000:]}")
        return address.rstrip("/"), code[0]

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
