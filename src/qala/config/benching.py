"""What every ``qala bench`` command does: run a program of `benchmarks/` in a process and a database of its own.

The throw-away database stands beside this city's, never in it; nothing of this city's environment reaches it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "DJANGO_SETTINGS_MODULE", "QALA_VAR")


class Benchmark(BaseCommand):
    """``name`` is the folder of `benchmarks/`; ``more`` names options that are handed on with what was said."""

    name = ""
    more: tuple[str, ...] = ()
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Every benchmark has these two."""
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--quick", action="store_true", help="small numbers, to see that it works")

    def handle(self, *_args: Any, **told: Any) -> None:
        """Run it and end with its code."""
        settings.VAR.mkdir(parents=True, exist_ok=True)
        var = Path(tempfile.mkdtemp(prefix="bench-", dir=settings.VAR))
        var.chmod(0o755)  # the database's own account must come through
        words = ["--var", str(var), *(["--quick"] if told["quick"] else [])]
        for option in self.more:
            words += [f"--{option}", str(told[option])] if told[option] else []
        environment = {name: word for name, word in os.environ.items() if name not in OURS}
        command = [sys.executable, str(settings.ROOT / "benchmarks" / self.name), *words]
        try:
            code = subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 - our own
        finally:
            shutil.rmtree(var, ignore_errors=True)
        raise SystemExit(code)
