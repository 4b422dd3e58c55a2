"""``qala bench plan --json``: repair programmes with their proof, beside the lists made by hand."""

from qala.config.benching import Benchmark


class Command(Benchmark):
    help = "Measure the planner; `--help` of benchmarks/plan tells more."
    name = "plan"
