"""``qala bench plan --json``: repair programmes of 10,000 and 25,000 stretches, proved, beside the plans made by hand.

No database. Seconds are those of building the columns and solving; the proof and the public checker are timed beside
them. Gaps are fractions of the bound: what the plan misses at most. Progress goes to stderr.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "2")
sys.path.insert(0, str(Path(__file__).parent))

from city import network

from qala.planning.rules.proof import check, gap
from qala.planning.rules.rivals import by_increment, by_worth_per_cost
from qala.planning.rules.solving import Effort, solve
from qala.roads.rules.practices import worst_first
from qala.roads.rules.programme import Programme, written
from qala.roads.rules.published import document

MOST = 4
ASKED = (("plan_10000", 10_000, 1), ("plan_25000", 25_000, 1), ("multi_10000", 10_000, MOST))
QUICK = (("plan_10000", 300, 1), ("plan_25000", 500, 1), ("multi_10000", 200, 2))


def arguments() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="qala bench plan")
    asked.add_argument("--json", action="store_true", help="one line of JSON (it is JSON in any case)")
    asked.add_argument("--quick", action="store_true", help="small networks, for tests: their figures say nothing")
    asked.add_argument("--var", type=Path, help="not used: no database is needed")
    asked.add_argument("--whole-seconds", type=float, default=15.0, help="time for the whole plan after the prices")
    return asked.parse_args()


def main() -> None:
    asked = arguments()
    figures: dict[str, object] = {"baselines": {}}
    for name, count, most in QUICK if asked.quick else ASKED:
        measured(name, network(count, most=most), asked.whole_seconds, figures)
    print(json.dumps(figures))


def measured(name: str, programme: Programme, whole_seconds: float, figures: dict[str, object]) -> None:
    """Solve one network and lay its figures beside those of its rivals."""
    began = time.monotonic()
    plan = written(programme)
    built = time.monotonic() - began
    answer = solve(plan.model, Effort(whole_seconds=whole_seconds), lambda stage: tell(name, stage.told()))
    took = time.monotonic() - began
    began = time.monotonic()
    check(plan.model, answer.chosen, answer.value, answer.certificate)
    told = document(programme, plan, answer.chosen, answer.value, answer.certificate)
    figures |= {
        f"{name}_seconds": round(took, 2), f"{name}_gap": float(f"{float(answer.gap):.3g}"),
        f"{name}_columns": len(plan.model.value), f"{name}_columns_seconds": round(built, 2),
        f"{name}_value": answer.value, f"{name}_bound": float(answer.certificate.bound),
        f"{name}_proof_seconds": round(time.monotonic() - began, 2),
        f"{name}_checker_seconds": recounted(told),
    }  # fmt: skip
    rivals = {"worst_first": lambda: worst_first(programme, plan)}
    rivals |= {"benefit_cost": lambda: by_worth_per_cost(plan.model), "increment": lambda: by_increment(plan.model)}
    for rival, made in rivals.items():
        began = time.monotonic()
        worth = plan.model.worth(made())
        tell(name, f"{rival}: {float(gap(worth, answer.certificate.bound)):.2%}")
        figures["baselines"] |= {  # type: ignore[operator]
            f"{name}_{rival}_gap": float(f"{float(gap(worth, answer.certificate.bound)):.3g}"),
            f"{name}_{rival}_seconds": round(time.monotonic() - began, 2),
        }


def recounted(told: object) -> float:
    """Seconds of `python -m qala_verify plan`, a process of its own; it must find the plan sound."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(told, file)
        file.flush()
        began = time.monotonic()
        subprocess.run([sys.executable, "-m", "qala_verify", "plan", file.name], check=True, stdout=sys.stderr)
        return round(time.monotonic() - began, 2)


def tell(name: str, line: str) -> None:
    print(f"{name}: {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
