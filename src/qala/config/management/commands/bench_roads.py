"""``qala bench roads --json``: a real network loaded, asked as of days, drawn, exported."""

from qala.config.benching import Benchmark


class Command(Benchmark):
    help = "Measure the road register; `--help` of benchmarks/roads tells more."
    name = "roads"
