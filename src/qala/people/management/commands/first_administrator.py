"""`qala first_administrator`: the one person who is appointed without another administrator."""

from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from qala.kernel.actors import Job
from qala.kernel.clock import today
from qala.kernel.refusals import Refusal
from qala.kernel.translated import Translated
from qala.people import actions
from qala.people.models import Appointment, Organisation
from qala.people.rules import Name, Newcomer

FIRST = Job("people.first_administrator")


class Command(BaseCommand):
    help = "Write down the akimat and its first administrator. Works once; later administrators are appointed."

    def add_arguments(self, parser: CommandParser) -> None:
        for name in ("family", "given", "email", "act"):
            parser.add_argument(f"--{name}", required=True)
        parser.add_argument("--akimat", default="akimat", help="short name of the akimat, founded if it is not there")
        parser.add_argument("--kk", default="Әкімдік", help="its name in Kazakh")
        parser.add_argument("--ru", default="Акимат", help="its name in Russian")

    def handle(self, **told: Any) -> None:
        if Appointment.objects.in_force().filter(role="administrator").exists():
            raise CommandError("There is an administrator already: they appoint others in /office/people/.")
        try:
            appoint_first(told, password=getpass("Password (12 characters or more): "))
        except Refusal as refusal:
            raise CommandError(str(refusal.reason)) from refusal
        self.stdout.write("Written down. Sign in at /account/login/ and set up a second factor.")


@transaction.atomic
def appoint_first(told: dict[str, Any], password: str) -> Appointment:
    """All three rows or none."""
    akimat = Organisation.objects.filter(slug=told["akimat"]).first() or actions.found_organisation(
        by=FIRST,
        slug=told["akimat"],
        kind="akimat",
        names=Translated(kk=told["kk"], ru=told["ru"], en="Akimat"),
        from_on=today(),
    )
    newcomer = Newcomer(Name(told["family"], told["given"]))
    account = actions.engage(by=FIRST, newcomer=newcomer, email=told["email"], password=password)
    return actions.appoint(
        by=FIRST,
        person=account.person,
        organisation=akimat,
        role="administrator",
        from_on=today(),
        act=told["act"],
    )
