"""``qala log key``: make the log's first key, or with --rotate the next one; print the public keys."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from qala.journal.sealing.keys import NoKey, add_key, read_signers
from qala.kernel.clock import now


class Command(BaseCommand):
    help = "Make the log's private key where there is none, or add a newer one with --rotate. Prints public keys only."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        told = "add a key: it signs from now on, the old ones too for 30 days"
        parser.add_argument("--rotate", action="store_true", help=told)

    def handle(self, *args: Any, rotate: bool, **told: Any) -> None:
        file = Path(settings.LOG_KEY_FILE)
        try:
            if rotate or not file.exists():
                add_key(file, settings.LOG_ORIGIN, now())
                self.stderr.write(f"Made a key in {file}. Keep a copy away from the database and the web server.")
            for signer in read_signers(file):
                self.stdout.write(str(signer.key))
        except NoKey as trouble:
            raise CommandError(str(trouble)) from trouble
