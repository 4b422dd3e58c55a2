"""``qala load schools FILE``: found the city's schools from a CSV."""

from qala.kernel.actors import Job
from qala.roster.loaders.founding import Taken, take_schools
from qala.roster.management.taking import TakingCommand


class Command(TakingCommand):
    help = "Load schools: slug, kk, ru, en, kind (state, private), places, number, bin, shifts, days_a_week, from, key."

    def take(self, octets: bytes, name: str) -> Taken:
        return take_schools(by=Job("roster.load"), octets=octets, name=name)
