"""The city's own server as a process beside us, and the bare one with the same web server settings."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from qala.config.serving import BIN, granian

HERE = Path(__file__).parent


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@contextlib.contextmanager
def serving(workers: int, extra: Mapping[str, str] | None = None, *, bare: bool = False) -> Iterator[int]:
    """`qala serve` without its jobs, or granian over `bare.py`; gives the port and ends the process after."""
    port = free_port()
    command = [str(BIN / "qala"), "serve", "--port", str(port), "--workers", str(workers), "--no-jobs"]
    if bare:
        command = granian(host="127.0.0.1", port=port, workers=workers)
        command[-1] = "bare:application"
    environment = {**os.environ, **(extra or {}), "PYTHONPATH": str(HERE) if bare else os.environ.get("PYTHONPATH", "")}
    child = subprocess.Popen(command, env=environment, cwd=HERE, stdout=subprocess.DEVNULL)
    try:
        _wait(port, child)
        yield port
    finally:
        child.send_signal(signal.SIGTERM)
        try:
            child.wait(timeout=30)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _wait(port: int, child: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 240
    while time.monotonic() < until:
        if child.poll() is not None:
            raise SystemExit("the server did not start")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            time.sleep(0.5)
            return
        time.sleep(0.1)
    raise SystemExit("the server does not answer")
