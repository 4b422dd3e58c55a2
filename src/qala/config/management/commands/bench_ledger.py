"""``qala bench ledger --json``: transfers a second, single and bulk, balances of the past, beside three rivals."""

from argparse import ArgumentParser

from qala.config.benching import Benchmark


class Command(Benchmark):
    help = "Measure the money core; `--help` of benchmarks/ledger tells more."
    name = "ledger"
    more = ("postings",)

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--postings", type=int, default=0, help="of the past; 5,000,000 by default")
