"""``qala close books --until DAY``: close every day up to this one for good, and carry the balances."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from qala.kernel.actors import Job
from qala.kernel.refusals import Refusal
from qala.ledger.actions import close_days
from qala.ledger.models import Mark


class Command(BaseCommand):
    help = "Close days of the books for good. What arrives later gets an open day. Exits with 1 where it is refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--until", type=date.fromisoformat, required=True, help="the last day, like 2026-10-31")

    def handle(self, *_args: Any, until: date, **_options: Any) -> None:
        """Say how many balances were carried."""
        try:
            period = close_days(by=Job("ledger.close"), until=until)
        except Refusal as refusal:
            raise CommandError(str(refusal.reason), returncode=1) from refusal
        carried = Mark.objects.filter(day=period.until).count()
        self.stdout.write(f"closed until {period.until}, {carried} balances carried")
