"""``qala bench meals --json``: the lunch peak of every school at once, the month's close, proofs a second."""

from qala.config.benching import Benchmark


class Command(Benchmark):
    help = "Measure school meals; `--help` of benchmarks/meals tells more."
    name = "meals"
