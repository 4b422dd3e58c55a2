"""``qala log audit``: the whole database against the whole publication."""

from typing import Any

from django.core.management.base import BaseCommand

from qala.journal.sealing.audit import audit


class Command(BaseCommand):
    help = "Hold every leaf of the database against the published tiles. Exits with 1 and names what differs."

    def handle(self, *args: Any, **told: Any) -> None:
        faults = audit()
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            raise SystemExit(1)
        self.stdout.write("The database holds what was signed, and nothing was forgotten.")
