"""How fast the log seals, proves and is checked: run inside Django by `qala shell` or a test's clone.

`measure(count)` writes that many journal members, seals them, proves some and checks all with the public's program.
Figures: sealed_per_s (claim, number, publish, sign), proofs_per_s (receipts from published tiles), verify_per_s (whole
receipts judged by qala_verify with a signature each), path_verify_per_s (inclusion paths alone), log_verify_per_s
(records of a whole published folder).
"""

import random
from time import perf_counter

from qala.journal.leaves import MEMBERS
from qala.journal.log import record_many
from qala.journal.models import Leaf
from qala.journal.receipts import receipts_of
from qala.journal.sealing.sequencer import log_folder, seal
from qala.kernel.actors import Job
from qala_verify import log as checker
from qala_verify.merkle import includes
from qala_verify.notes import read_key
from qala_verify.receipt import judge, read_receipt


def measure(count: int = 50_000, sample: int = 2_000) -> dict[str, float]:
    """Seal `count` rows in a log that may hold others already."""
    for start in range(0, count, 10_000):
        things = [f"bench.log:{n}" for n in range(start, start + 10_000)]
        record_many(Job("bench.log"), "places.segments.registered", things)
    begun, sealed = perf_counter(), 0
    while portion := seal().sealed:
        sealed += portion
    sealing = perf_counter() - begun
    folder, size = log_folder(), log_folder().size()
    numbers = random.Random(7).sample(range(size), sample)
    rows = list(Leaf.objects.filter(number__in=numbers, source=MEMBERS).values_list("row", flat=True))
    begun = perf_counter()
    receipts = [receipt.content for receipt in receipts_of(MEMBERS, rows).values()]
    proving = perf_counter() - begun
    key = read_key(str(folder.keys()[0]))
    begun = perf_counter()
    opened = [read_receipt(content) for content in receipts]
    judged = [judge(one, [key]) for one in opened[:100]]
    judging = (perf_counter() - begun) / 100
    assert all(one.included and one.signers for one in judged)
    begun = perf_counter()
    for one in opened:
        assert includes(one.leaf, one.index, one.checkpoint.size, one.path, one.checkpoint.root)
    walking = perf_counter() - begun
    begun = perf_counter()
    assert checker.check(folder.root, [key]).faults == []
    checking = perf_counter() - begun
    return {
        "leaves": size,
        "sealed_per_s": sealed / sealing,
        "proofs_per_s": len(rows) / proving,
        "verify_per_s": 1 / judging,
        "path_verify_per_s": len(rows) / walking,
        "log_verify_per_s": size / checking,
    }
