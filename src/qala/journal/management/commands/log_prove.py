"""``qala log prove KEY UID``: the receipt of one line of an object's history."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from qala.journal.receipts import place_of, receipt_of


class Command(BaseCommand):
    help = "Print the receipt (c2sp.org/tlog-proof@v1) of a journal line: object key and identifier of the entry."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("key", help="such as proposals.proposal:7")
        parser.add_argument("uid", type=UUID)

    def handle(self, *args: Any, key: str, uid: UUID, **told: Any) -> None:
        place = place_of(key, str(uid))
        if place is None:
            raise CommandError(f"{key} has no such line", returncode=1)
        receipt = receipt_of(*place)
        if receipt.proof is None:
            raise CommandError("recorded, not yet sealed", returncode=1)
        self.stdout.write(receipt.content, ending="")
