"""The city as running processes: the web server and the jobs beside it, stopped together."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

BIN = Path(sys.executable).parent


def granian(*, host: str, port: int, workers: int, certificate: tuple[Path, Path] | None = None) -> list[str]:
    """The command line of the web server."""
    command = [
        str(BIN / "granian"),
        "--interface", "wsgi",
        "--host", host,
        "--port", str(port),
        "--workers", str(workers),
        "--blocking-threads", "8",
        "--backlog", "2048",
        "--backpressure", "256",
        "--no-ws",
        "--log-level", "warning",
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
    """Run several processes until one ends or somebody says stop; then stop the others. Returns the exit code."""
    children = [subprocess.Popen(list(command), env=os.environ) for command in commands]  # noqa: S603 - our own

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        pid, status = os.wait()
        code = os.waitstatus_to_exitcode(status)
        for child in children:
            if child.pid == pid:
                child.returncode = code
    except KeyboardInterrupt:
        code = 0
    for child in children:
        if child.returncode is None:
            child.terminate()
    for child in children:
        if child.returncode is None:
            child.wait(timeout=20)
    return code
