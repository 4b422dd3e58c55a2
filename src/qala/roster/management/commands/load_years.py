"""``qala load years FILE``: lay out school years with their terms from a CSV."""

from qala.kernel.actors import Job
from qala.roster.loaders.founding import Taken, take_years
from qala.roster.management.taking import TakingCommand


class Command(TakingCommand):
    help = "Load school years: year, first, last, terms (2026-09-01..2026-10-25 2026-11-03..2026-12-28), source."

    def take(self, octets: bytes, name: str) -> Taken:
        return take_years(by=Job("roster.load"), octets=octets, name=name)
