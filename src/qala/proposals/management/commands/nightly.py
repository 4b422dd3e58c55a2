"""`qala nightly`: the night's work once, by hand, with a line for each piece."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand

from qala.kernel.actors import Job
from qala.people.actions import erase_due_contacts, erase_due_persons
from qala.proposals import tasks

PEOPLE = Job("people.retention")


class Command(BaseCommand):
    help = "Do once what the night does: waits, retention, originals, counters, vectors, teaching"

    def handle(self, *args: Any, **options: Any) -> None:
        work: dict[str, Callable[[], int]] = {
            "read": lambda: tasks.portions(tasks.read_portion, tasks.AN_HOUR_S),
            **{name: piece for name, (_minute, piece) in tasks.NIGHT_WORK.items()},
            "people: contacts": lambda: erase_due_contacts(by=PEOPLE),
            "people: persons": lambda: erase_due_persons(by=PEOPLE),
        }
        for name, piece in work.items():
            self.stdout.write(f"{name}: {piece()}")
