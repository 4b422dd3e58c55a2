"""``qala backtest roads FILE``: forecasts fitted up to a year, judged on the ratings after it."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from qala.kernel.refusals import Refusal
from qala.roads.loaders.panels import read_panel
from qala.roads.rules.backtest import Verdict, backtest
from qala.roads.rules.deterioration import resampled_slopes, taught
from qala.roads.rules.panel import pairs_of


class Command(BaseCommand):
    help = "Judge the forecast of wear on a panel of ratings (street_id, overall_YYYY, crack_YYYY, rated_YYYY)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--until", type=int, default=2010, help="the last year that is learnt from")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **told: Any) -> None:
        try:
            blocks = read_panel(told["file"])
            pairs = pairs_of(blocks)
            verdict = backtest(pairs, sum(map(len, blocks.values())), told["until"])
        except Refusal as refusal:
            raise CommandError(str(refusal.reason), returncode=1) from refusal
        except ValueError as trouble:
            raise CommandError(str(trouble), returncode=1) from trouble
        intervals = resampled_slopes(taught(pairs, told["until"]))
        if told["json"]:
            self.stdout.write(json.dumps(_figures(verdict, intervals)))
        else:
            self._print(verdict, intervals)

    def _print(self, verdict: Verdict, intervals: dict[int, tuple[float, float]]) -> None:
        console = Console(file=self.stdout, highlight=False, soft_wrap=True)  # type: ignore[arg-type]
        console.print(
            f"{verdict.ratings} ratings, {verdict.pairs} pairs; learnt from {verdict.train}, judged on {verdict.test}"
            f" that did not improve ({verdict.test_with_improved} with those that did)"
        )
        table = Table("model", "MAE", "95 %", "bias", "MAE with improved", "bias with improved")
        for one in verdict.scores:
            low, high = one.interval
            table.add_row(
                one.model, f"{one.mae:.3f}", f"{low:.3f}–{high:.3f}", f"{one.bias:+.3f}",
                f"{one.mae_with_improved:.3f}", f"{one.bias_with_improved:+.3f}",
            )  # fmt: skip
        console.print(table)
        band = Table("the band, years ahead", "pairs", "held", "pairs with improved", "held")
        for told in verdict.band:
            shares = (f"{told.share:.1%}", str(told.pairs_with_improved), f"{told.share_with_improved:.1%}")
            band.add_row(told.years, str(told.pairs), *shares)
        console.print(band)
        console.print(f"one slope {verdict.slope:.3f} a year; with improved pairs {verdict.unfiltered_slope:.3f}")
        for level, slope in verdict.wear.slopes.items():
            low, high = intervals[level]
            console.print(f"at {level}: {slope:.2f} a year ({low:.2f}–{high:.2f})")


def _figures(verdict: Verdict, intervals: dict[int, tuple[float, float]]) -> dict[str, Any]:
    ours = next(one for one in verdict.scores if one.model == "ours")
    told = {key: value for key, value in asdict(verdict).items() if key not in {"wear", "scores", "band"}}
    return {
        **told,
        "ours_mae": ours.mae,
        "ours_bias": ours.bias,
        "ours_interval": list(ours.interval),
        "ours_mae_with_improved": ours.mae_with_improved,
        "ours_band_held": {told.years: told.share for told in verdict.band},
        "ours_band_held_with_improved": {told.years: told.share_with_improved for told in verdict.band},
        "slopes": {str(level): [slope, *intervals[level]] for level, slope in verdict.wear.slopes.items()},
        "baselines": {one.model: asdict(one) for one in verdict.scores if one is not ours},
    }
