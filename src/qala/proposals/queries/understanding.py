"""The category model in use: the one taught at night where there is one, else the one that came with this version."""

import json
import logging
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.db.models import Max, OuterRef, Subquery

from qala.proposals.models import Correction, Proposal
from qala.proposals.understanding import Lesson, Model, shipped
from qala.proposals.understanding.shelf import load

log = logging.getLogger(__name__)
LOOK_EVERY_S = 5.0
AGREED_LAST = 500

_looked: tuple[float, Path | None, int] = (0.0, None, 0)


def folder() -> Path:
    """Where the night puts its models."""
    return Path(settings.VAR) / "models"


def taught_path() -> Path:
    return folder() / "categories.npz"


def facts_path() -> Path:
    return folder() / "categories.json"


def model() -> Model:
    """The model in use; a new file is noticed within seconds, a broken one is left aside."""
    global _looked  # noqa: PLW0603 - one look at the disk serves many requests
    looked_at, path, stamp = _looked
    if path != taught_path() or monotonic() - looked_at > LOOK_EVERY_S:
        path = taught_path()
        stamp = path.stat().st_mtime_ns if path.exists() else 0
        _looked = (monotonic(), path, stamp)
    return _read(path, stamp) if stamp else shipped()


@lru_cache(maxsize=1)
def _read(path: Path, stamp: int) -> Model:  # noqa: ARG001 - the stamp makes a new file a new key
    try:
        return load(path)
    except (OSError, ValueError, KeyError):
        log.exception("The taught model cannot be read; the shipped one is used.")
        return shipped()


def guessed(case: Proposal) -> list[tuple[str, float]]:
    """Up to three categories and how likely they are: those kept with the text, else the model's word now."""
    statement = getattr(case, "statement", None)
    if statement is None:
        return []
    if statement.suggested:
        return [(str(slug), float(share)) for slug, share in statement.suggested[:3]]
    kind = case.placard.kind if case.placard else ""
    return [(one.category, one.probability) for one in model().suggest(statement.text, kind)][:3]


def look_again() -> None:
    """Forget when the disk was last looked at: a new model was just put there."""
    global _looked  # noqa: PLW0603 - see model()
    _looked = (0.0, None, 0)


def taught_facts() -> Mapping[str, Any]:
    """When the model was taught, from how many corrections, and what it scored; empty for the shipped one."""
    try:
        found: Mapping[str, Any] = json.loads(facts_path().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def newest_correction() -> int:
    return Correction.objects.aggregate(newest=Max("pk"))["newest"] or 0


def corrected_lessons() -> list[Lesson]:
    """The last correction of each case whose text is still here, as lessons in the order of the cases."""
    from qala.proposals.queries.meaning import vectors

    last = Correction.objects.filter(proposal=OuterRef("pk")).order_by("-pk").values("after_id")[:1]
    cases = Proposal.objects.filter(corrections__isnull=False, erased_at=None).exclude(statement__text="")
    rows = list(
        cases.annotate(right=Subquery(last)).order_by("pk").distinct()
        .values_list("pk", "statement__public_text", "right", "placard__kind")
    )  # fmt: skip
    known = set(shipped().categories)
    kept = vectors(pk for pk, *_rest in rows)
    return [
        Lesson(text, right, kept.get(pk), kind or "")
        for pk, text, right, kind in rows
        if right in known
    ]


def agreement(last: int = AGREED_LAST) -> dict[str, int]:
    """How the newest triaged cases compare with what the model had suggested: all, first right, among three."""
    rows = Proposal.objects.filter(triaged_at__isnull=False, category__isnull=False, erased_at=None)
    pairs = rows.exclude(statement__suggested=[]).order_by("-triaged_at", "-pk")
    counted = {"cases": 0, "first": 0, "three": 0}
    for category, suggested in pairs.values_list("category_id", "statement__suggested")[:last]:
        slugs = [str(pair[0]) for pair in suggested[:3]]
        counted["cases"] += 1
        counted["first"] += category == slugs[0]
        counted["three"] += category in slugs
    return counted


def taught_at() -> datetime | None:
    told = taught_facts().get("taught_at")
    return datetime.fromisoformat(told) if told else None
