"""The one console command: `qala`, with Django's commands and the parts' own."""

import os
import sys

from django.core.management import execute_from_command_line

from qala.config.database.trouble import DatabaseTrouble

# `qala load places FILE` reads as people say it; Django knows it as `load_places FILE`.
GROUPS = ("load", "bench", "log", "backtest", "meals")


def main() -> None:
    """Run a command. Two words make one name: ``qala bench proposals`` is ``bench_proposals``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qala.config.settings.demo")
    # Said before numpy loads: the city's processes share two cores, and one of them must not take both.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    arguments = sys.argv[:]
    if len(arguments) > 2 and arguments[1] in GROUPS and not arguments[2].startswith("-"):
        arguments[1:3] = [f"{arguments[1]}_{arguments[2]}".replace("-", "_")]
    try:
        execute_from_command_line(arguments)
    except DatabaseTrouble as trouble:
        sys.exit(str(trouble))
