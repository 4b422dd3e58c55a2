"""``qala bench roads --json``: a real network loaded, asked as of days, drawn, exported.

Runs `benchmarks/roads` in a process of its own over a throw-away database beside this city's, never in it.
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


class Command(BaseCommand):
    help = "Measure the road register; `--help` of benchmarks/roads tells more."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--quick", action="store_true", help="small numbers, to see that it works")

    def handle(self, *args: Any, **told: Any) -> None:
        settings.VAR.mkdir(parents=True, exist_ok=True)
        var = Path(tempfile.mkdtemp(prefix="bench-", dir=settings.VAR))
        var.chmod(0o755)  # the database's own account must come through
        words = ["--var", str(var), *(["--quick"] if told["quick"] else [])]

        environment = {name: word for name, word in os.environ.items() if name not in OURS}
        command = [sys.executable, str(settings.ROOT / "benchmarks" / "roads"), *words]
        try:
            code = subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 - our own
        finally:
            shutil.rmtree(var, ignore_errors=True)
        raise SystemExit(code)
