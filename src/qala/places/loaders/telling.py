"""A difference on the command line, before it is accepted."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from qala.kernel.refusals import Refusal
from qala.places.rules.matching import Difference


def tell_difference(console: Console, differences: Sequence[Difference], *, shown: int) -> None:
    """Counts by kind, then the segments that end and go on as new ones, with their lengths."""
    table = Table("", "new", "changed", "same", "gone", "succeeded")
    for one in differences:
        counts = (one.new, one.changed, one.same, one.gone, len(one.succeeded))
        table.add_row(one.noun, *map(str, counts))
    if table.row_count:
        console.print(table)
    every = [redrawn for one in differences for redrawn in one.succeeded]
    for redrawn in every[:shown]:
        console.print(f"  succeeded {redrawn.source_id}: {redrawn.before_m} m, then {redrawn.after_m} m", markup=False)
    if len(every) > shown:
        console.print(f"  … {len(every) - shown} more")


def insist_on_consent(differences: Sequence[Difference], *, accepted: bool) -> None:
    """What is known is changed or ended only after somebody saw the difference and said yes."""
    touched = sum(one.changed + one.gone + len(one.succeeded) for one in differences)
    if touched and not accepted:
        raise Refusal(
            f"Nothing is taken in: {touched} known rows would change or end. Run it again with --accept.",
            code="not_accepted",
        )
