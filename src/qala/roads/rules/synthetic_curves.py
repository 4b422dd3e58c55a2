"""The one curve set that is shipped: invented, smooth, and good for a demo only. No standard's figure is in it.

Deducts: `worst · (1 − e^(−(density / half)^0.8))`, corrections: straight lines that reach 100 at `100 + 20 (q − 1)`.
`python -m qala.roads.rules.synthetic_curves` prints the file `curves/synthetic-demo.json`.
"""

import json
import math
import sys
from typing import Any

from qala.roads.rules.surfaces import KINDS, Kind, Measure, Severity, Surface

SLUG = "synthetic-demo"
WORST = {Severity.NONE: 30.0, Severity.LOW: 35.0, Severity.MEDIUM: 60.0, Severity.HIGH: 90.0}
HALF = {Measure.AREA: 20.0, Measure.LENGTH: 15.0, Measure.COUNT: 0.4, Measure.SLABS: 40.0}
DENSITIES = (0.1, 0.3, 1.0, 3.0, 6.0, 10.0, 20.0, 40.0, 70.0, 100.0)
MOST_Q = {Surface.ASPHALT: 7, Surface.CONCRETE: 9}


def synthetic_set() -> dict[str, Any]:
    """The set as its file holds it."""
    return {
        "slug": SLUG,
        "procedure": "ASTM D6433",
        "synthetic": True,
        "provenance": "Synthetic, demo: made by qala.roads.rules.synthetic_curves. Not the curves of any standard.",
        "deducts": [_deduct(kind, severity) for kind in KINDS.values() for severity in kind.severities],
        "corrections": [_correction(surface, q) for surface, most in MOST_Q.items() for q in range(1, most + 1)],
    }


def _deduct(kind: Kind, severity: Severity) -> dict[str, Any]:
    half, worst = HALF[kind.measure], WORST[severity]
    points = [[x, round(worst * (1 - math.exp(-((x / half) ** 0.8))), 3)] for x in DENSITIES]
    return {
        "surface": kind.surface, "distress": kind.slug, "severity": severity, "units": "metric", "log": True,
        "source": "synthetic, demo", "points": points,
    }  # fmt: skip


def _correction(surface: Surface, q: int) -> dict[str, Any]:
    full = 100 + 20 * (q - 1)
    points = [[round(full * at / 10, 3), 10.0 * at] for at in range(11)]
    return {"surface": surface, "q": q, "source": "synthetic, demo", "points": points}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(synthetic_set(), indent=1) + "\n")
