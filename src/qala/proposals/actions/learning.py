"""The category model learns from officers' corrections, at night, and is kept only where it does not get worse."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import mkdtemp

from django.db import transaction

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.refusals import require
from qala.proposals.policies import may_run_nightly
from qala.proposals.queries.understanding import facts_path, folder, look_again, taught_path
from qala.proposals.understanding import Model
from qala.proposals.understanding.shelf import load, save


@dataclass(frozen=True)
class Taught:
    """A model with what it was taught from and what it scored on corrections it had not seen.

    ``tested`` counts those corrections; ``right`` and ``right_before`` how many each model named first.
    """

    model: Model
    newest: int
    corrections: int
    tested: int = 0
    right: int = 0
    right_before: int = 0

    @property
    def is_worse(self) -> bool:
        return self.right < self.right_before

    def facts(self) -> Mapping[str, int]:
        told = {name: value for name, value in asdict(self).items() if name != "model"}
        return {name: int(value) for name, value in told.items()}


@transaction.atomic
def keep_model(*, by: Actor, taught: Taught) -> bool:
    """Put a newly taught model into use, unless it reads unseen corrections worse than the one that came with us.

    The file appears only when the journal's line is safe. Returns whether it is kept.
    """
    require(may_run_nightly(by))
    kept = not taught.is_worse
    facts = {**taught.facts(), "kept": kept, "taught_at": now().isoformat(timespec="seconds")}
    shelf = _written(taught.model if kept else None, facts)
    record(by, "proposals.model.trained", "proposals.model:categories", kept=kept, **taught.facts())
    transaction.on_commit(lambda: _put(shelf))
    return kept


def _written(model: Model | None, facts: Mapping[str, object]) -> Path:
    """Write beside the place they will stand in, and read the model once to be sure it can be read."""
    folder().mkdir(parents=True, exist_ok=True)
    shelf = Path(mkdtemp(prefix="new-", dir=folder()))
    (shelf / facts_path().name).write_text(json.dumps(facts, indent=1), "utf-8")
    if model is not None:
        save(model, shelf / taught_path().name)
        load(shelf / taught_path().name)
    return shelf


def _put(shelf: Path) -> None:
    for name in (taught_path().name, facts_path().name):
        if (shelf / name).exists():
            (shelf / name).replace(folder() / name)
    shelf.rmdir()
    look_again()
