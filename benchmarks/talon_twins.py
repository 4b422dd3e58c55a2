"""What a resident sees under “maybe one of these” at several cuts: `python benchmarks/talon_twins.py`.

Each test text of the gold set stands at one landmark at one moment among its twins and strangers: six (two of its
category), twenty (ten), or all others. The talon shows at most three at or above the cut.
"""

import os
import sys
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from understanding_measures import centred, embed_all  # the threads are set first

from qala.proposals.understanding import shipped
from qala.proposals.understanding.duplicates import Where, compare, sighting
from qala.proposals.understanding.gold import GoldText, read_gold

Rows = Sequence[Sequence[int]]
SHOWN, COMPARED = 3, 16
CUTS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95)
CROWDS = {"six": (2, 4), "twenty": (10, 10), "all": (10_000, 10_000)}


def main() -> int:
    model, texts = shipped(), [text for text in read_gold() if not text.for_training]
    words = [text.text for text in texts]
    vectors = centred(model, words, embed_all(model, words, {}))
    at, here = datetime(2026, 1, 1, tzinfo=UTC), Where(asset="1")
    seen = [sighting(model, text, at, here, vector) for text, vector in zip(words, vectors, strict=True)]
    score = np.zeros((len(texts), len(texts)))
    for one in range(len(texts)):
        for other in range(one):
            score[one, other] = score[other, one] = compare(model, seen[one], seen[other]).score  # type: ignore[union-attr]
    twins = [_twins(texts, place) for place in range(len(texts))]
    for name, crowd in CROWDS.items():
        likest = [sorted(_near(texts, twins, place, crowd), key=lambda n: -score[place, n])[:COMPARED]
                  for place in range(len(texts))]  # fmt: skip
        for cut in CUTS:
            shown = [[n for n in row if score[place, n] >= cut][:SHOWN] for place, row in enumerate(likest)]
            _tell(name, cut, twins, shown)
    return 0


def _twins(texts: Sequence[GoldText], place: int) -> list[int]:
    incident = texts[place].incident
    return [n for n, each in enumerate(texts) if incident and each.incident == incident and n != place]


def _near(texts: Sequence[GoldText], twins: Rows, place: int, crowd: tuple[int, int]) -> list[int]:
    """Its twins and so many strangers of its category and of others, always the same."""
    strangers = [n for n in range(len(texts)) if n != place and n not in twins[place]]
    strangers.sort(key=lambda n: zlib.crc32(f"{texts[place].id} {texts[n].id}".encode()))
    same = [n for n in strangers if texts[n].category == texts[place].category]
    return [*twins[place], *same[: crowd[0]], *[n for n in strangers if n not in same][: crowd[1]]]


def _tell(name: str, cut: float, twins: Rows, shown: Rows) -> None:
    right = [len(set(row) & set(known)) for row, known in zip(shown, twins, strict=True)]
    with_twin = [hit for hit, known in zip(right, twins, strict=True) if known]
    without = [row for row, known in zip(shown, twins, strict=True) if not known]
    print(f"{name:7} cut {cut:.2f}  precision {sum(right) / max(1, sum(map(len, shown))):.2f}  "
          f"right one shown {sum(map(bool, with_twin))}/{len(with_twin)}  "
          f"a stranger shown {sum(map(bool, without))}/{len(without)}")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
