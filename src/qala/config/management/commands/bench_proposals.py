"""``qala bench proposals --json``: a storm of submissions, duplicate search over a million cases, public pages."""

from argparse import ArgumentParser

from qala.config.benching import Benchmark


class Command(Benchmark):
    help = "Measure the storm, duplicate search and public pages; `--help` of benchmarks/proposals tells more."
    name = "proposals"
    more = ("only",)

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--only", default="", help="some of storm,twins,pages")
