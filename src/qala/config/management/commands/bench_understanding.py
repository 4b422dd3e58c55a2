"""``qala bench understanding --json``: how well messages are understood, beside plain baselines. Needs no database."""

import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Measure languages, categories and duplicates on the gold set's test split."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one line of JSON (it is JSON in any case)")

    def handle(self, *args: Any, **told: Any) -> None:
        command = [sys.executable, str(settings.ROOT / "benchmarks" / "understanding.py")]
        raise SystemExit(subprocess.run(command, check=False).returncode)  # noqa: S603 - our own
