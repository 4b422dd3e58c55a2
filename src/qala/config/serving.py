"""The city as running processes: the web server and the jobs beside it, stopped together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

BIN = Path(sys.executable).parent

#: A worker computes in one thread at a time and waits for the database in the others. More of them only hand the
#: interpreter to and fro: with eight the storm of the benchmark took a fifth more processor time a message.
THREADS = "4"
#: Seconds before a helper that fell (its database was killed under it) is started again.
RISES_AFTER_S = 2.0
_LOOK_EVERY_S = 0.2
_PATIENCE_S = 10


def granian(*, host: str, port: int, workers: int, certificate: tuple[Path, Path] | None = None) -> list[str]:
    """The command line of the web server; `certificate` is (certificate, key) in PEM files."""
    command = [
        str(BIN / "granian"),
        "--interface", "wsgi",
        "--host", host,
        "--port", str(port),
        "--workers", str(workers),
        "--blocking-threads", THREADS,
        "--backlog", "2048",
        "--backpressure", "256",
        "--no-ws",
        "--log-level", "error",
        "--respawn-failed-workers",
        "qala.config.wsgi:application",
    ]  # fmt: skip
    if certificate:
        command[1:1] = ["--ssl-certificate", str(certificate[0]), "--ssl-keyfile", str(certificate[1])]
    return command


def jobs() -> list[str]:
    """The command line of the job worker (queues and periodic tasks in PostgreSQL)."""
    return [str(BIN / "qala"), "jobs"]


def run_together(commands: Sequence[Sequence[str]]) -> int:
    """Run several processes until the first one ends or somebody says stop; then stop them all.

    The first command is the city itself; the others help it and are started again when they fall. Returns the
    city's exit code. Children are polled one by one: other threads of this process have children of their own.
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _say_stop)
    children = [_start(command) for command in commands]
    fell: dict[int, float] = {}
    try:
        while (code := children[0].poll()) is None:
            for place in range(1, len(children)):
                if children[place].poll() is None:
                    continue
                since = fell.setdefault(place, time.monotonic())
                if time.monotonic() - since > RISES_AFTER_S:
                    children[place] = _start(commands[place])
                    del fell[place]
            time.sleep(_LOOK_EVERY_S)
    except KeyboardInterrupt:
        code = 0
    _stop(children)
    return code


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(list(command), env=os.environ)  # noqa: S603 - our own


def _say_stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _stop(children: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask all, wait for each; whoever does not hear is ended."""
    # A second Ctrl-C while we wait must not leave children behind.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=_PATIENCE_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
