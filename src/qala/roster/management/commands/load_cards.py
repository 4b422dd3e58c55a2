"""``qala load cards FILE``: give out cards by the pupils' keys from a CSV."""

from qala.kernel.actors import Job
from qala.kernel.clock import today
from qala.roster.loaders.founding import Taken, take_cards
from qala.roster.management.taking import TakingCommand


class Command(TakingCommand):
    help = "Load cards: pupil_key (as in the register's file), card."

    def take(self, octets: bytes, name: str) -> Taken:
        return take_cards(by=Job("roster.load"), octets=octets, name=name, on=today())
