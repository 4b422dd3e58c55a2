"""Measuring the shipped model on the gold set's test split, with plain baselines beside it: `measure()`.

Every number of a baseline comes from the same run, trained on the same train split. Vectors take a minute and a half;
`known` may hand in a dictionary of raw vectors by text, to keep them between runs.
"""

import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import numpy as np
from numpy.typing import NDArray

from qala.proposals.understanding import features, shipped
from qala.proposals.understanding.building import raw_vectors
from qala.proposals.understanding.classifier import Model
from qala.proposals.understanding.duplicates import Sighting, chance, odds_of_words, sighting, signs
from qala.proposals.understanding.embedding import SmallE5, readable
from qala.proposals.understanding.figures import detection, error_of_calibration, ranked, share
from qala.proposals.understanding.gold import GoldText, read_gold
from qala.proposals.understanding.linear import Floats, fit, sparse
from qala.proposals.understanding.pairs import Pair, best_cut, neighbourhood
from qala.proposals.understanding.slips import slip
from qala.proposals.understanding.training import SPELLING_RIDGE
from qala.proposals.understanding.voices import LANGUAGE, VOICES

DAY = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the split, with raw vectors (of the text as written) and centred ones (by the detected voice)."""

    texts: list[GoldText]
    raw: NDArray[np.float32]
    centred: NDArray[np.float32]
    truth: NDArray[np.intp]

    @property
    def styles(self) -> NDArray[np.str_]:
        return np.array([text.style for text in self.texts])


def side(model: Model, texts: list[GoldText], raw: NDArray[np.float32], read: NDArray[np.float32]) -> Side:
    truth = np.array([model.categories.index(text.category) for text in texts])
    return Side(texts, raw, centred(model, [text.text for text in texts], read), truth)


def centred(model: Model, texts: Sequence[str], read: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.stack([model.voices.centre(v, model.voices.of(text)) for text, v in zip(texts, read, strict=True)])


def embed_all(model: Model, texts: Sequence[str], known: dict[str, NDArray[np.float32]]) -> NDArray[np.float32]:
    """Raw vectors of texts as the embedder reads them; those in `known` are not computed again."""
    reads = [readable(text, model.voices.of(text)) for text in texts]
    new = [read for read in reads if read not in known]
    known.update(zip(new, raw_vectors(new), strict=True) if new else ())
    return np.stack([known[read] for read in reads])


def measure(known: dict[str, NDArray[np.float32]] | None = None) -> dict[str, object]:
    """Everything the docs page shows, as one JSON-ready dictionary."""
    model, gold = shipped(), read_gold()
    known = {} if known is None else known
    sides = []
    for learned in (True, False):
        texts = [text for text in gold if text.for_training is learned]
        written = [text.text for text in texts]
        new = [text for text in written if text not in known]
        known.update(zip(new, raw_vectors(new), strict=True) if new else ())
        raw = np.stack([known[text] for text in written])
        sides.append(side(model, texts, raw, embed_all(model, written, known)))
    train, test = sides
    slipped = embed_all(model, [slip(text.text) for text in test.texts], known)
    return {
        "gold": {
            "texts": len(gold), "authors": len({text.author for text in gold}), "train": len(train.texts),
            "test": len(test.texts), "incidents": len({text.incident for text in gold} - {""}),
        },
        "voices": voices(model, test),
        "categories": categories(model, train, test, slipped),
        "duplicates": duplicates(model, train, test),
        "cost": cost(model, test),
    }  # fmt: skip


def by_style(scores: Floats, test: Side) -> dict[str, object]:
    """`ranked` for all and for every style."""
    found: dict[str, object] = {"all": ranked(scores, test.truth)}
    for style in VOICES:
        mine = test.styles == style
        found[style] = ranked(scores[mine], test.truth[mine])
    return found


def voices(model: Model, test: Side) -> dict[str, object]:
    """Detected voice and language against the gold set's."""
    said = np.array([model.voices.of(text.text) for text in test.texts])
    language = np.array([model.voices.language(text.text) for text in test.texts])
    true = np.array([LANGUAGE.get(text.style, "kk") for text in test.texts])
    latin = test.styles == "kk_latin"
    found: dict[str, object] = {
        "voice": share(int((said == test.styles).sum()), len(said)),
        "language": share(int((language == true).sum()), len(true)),
    }
    try:
        import lingua
    except ImportError:
        return found
    names = {lingua.Language.KAZAKH: "kk", lingua.Language.RUSSIAN: "ru", lingua.Language.ENGLISH: "en"}
    detector = lingua.LanguageDetectorBuilder.from_languages(*names).build()
    guesses = [detector.detect_language_of(text.text) for text in test.texts]
    right = np.array([guess is not None and names[guess] == real for guess, real in zip(guesses, true, strict=True)])
    return found | {
        "baseline_lingua": share(int(right.sum()), len(right)),
        "baseline_lingua_kk_latin": share(int(right[latin].sum()), int(latin.sum())),
    }


def categories(model: Model, train: Side, test: Side, slipped: NDArray[np.float32]) -> dict[str, object]:
    """Top-1, top-3 and macro F1 of the fast and the full way, with slips, and of the baselines; no placard is given."""
    full = np.array([model.chances(t.text, vector=v) for t, v in zip(test.texts, test.centred, strict=True)])
    fast = np.array([model.chances(text.text) for text in test.texts])
    wrong = [slip(text.text) for text in test.texts]
    moved = centred(model, wrong, slipped)
    count = len(model.categories)
    most = np.tile(np.bincount(train.truth, minlength=count).astype(float), (len(test.texts), 1))
    rows = [
        sparse((features.row(features.counted(t.text)) for t in each.texts), features.SIZE) for each in (train, test)
    ]
    letters = fit(rows[0], train.truth, count, ridge=SPELLING_RIDGE)
    uncentred = fit(train.raw.astype(float), train.truth, count, ridge=0.01)
    meant = fit(train.centred.astype(float), train.truth, count, ridge=0.3)
    sure = full.max(axis=1) >= 0.4
    return {
        "full": by_style(full, test),
        "fast": by_style(fast, test),
        "full_with_two_slips": by_style(
            np.array([model.chances(text, vector=v) for text, v in zip(wrong, moved, strict=True)]), test
        ),
        "fast_with_two_slips": by_style(np.array([model.chances(text) for text in wrong]), test),
        "baseline_majority": by_style(most, test),
        "baseline_ngrams_without_vocabulary": by_style(np.asarray(rows[1] @ letters.weights + letters.bias), test),
        "baseline_embedding_uncentred": by_style(uncentred.of_dense(test.raw.astype(float)), test),
        "baseline_embedding_centred": by_style(meant.of_dense(test.centred.astype(float)), test),
        "calibration_error": {
            "full": error_of_calibration(full, test.truth), "fast": error_of_calibration(fast, test.truth),
        },
        "sure_at_40_percent": {
            "of_all": share(int(sure.sum()), len(sure)),
            "right": share(int((full.argmax(axis=1) == test.truth)[sure].sum()), int(sure.sum())),
        },
    }  # fmt: skip


def duplicates(model: Model, train: Side, test: Side) -> dict[str, object]:
    """Twins among twenty neighbours: ours with and without meaning; baselines get their best cut on train."""
    pairs = {"train": neighbourhood(train.texts), "test": neighbourhood(test.texts)}
    whole = [sighting(model, t.text, DAY, vector=v) for t, v in zip(test.texts, test.centred, strict=True)]
    quick = [sighting(model, t.text, DAY) for t in test.texts]
    scores: dict[str, tuple[Floats, float]] = {}
    for name, cases, cut in (("full", whole, 1), ("fast", quick, 0)):
        scores[name] = (words(model, cases, pairs["test"]), float(model.likeness["cuts"][cut]))
    for name, look in (
        ("baseline_trigrams", lambda s: trigram_scores(s, fold=False)),
        ("baseline_trigrams_folded", lambda s: trigram_scores(s, fold=True)),
        ("baseline_embedding_uncentred", lambda s: s.raw @ s.raw.T),
        ("baseline_embedding_centred", lambda s: s.centred @ s.centred.T),
    ):
        grid, before = look(test), look(train)
        best = best_cut(_of(before, pairs["train"]), [pair.twins for pair in pairs["train"]])
        scores[name] = (_of(grid, pairs["test"]), best)
    return {name: by_voices(test, pairs["test"], *found) for name, found in scores.items()}


def words(model: Model, cases: Sequence[Sighting], pairs: Sequence[Pair]) -> Floats:
    """The words' part of the score alone: the gold set has no coordinates or hours."""
    return np.array([chance(odds_of_words(model, signs(cases[one.one], cases[one.other]))) for one in pairs])


def trigram_scores(these: Side, *, fold: bool) -> Floats:
    """Trigram similarity of all texts with each other, of folded words or of words as written."""
    if fold:
        cut = [features.trigrams(text.text) for text in these.texts]
    else:
        cut = [
            frozenset(
                f"  {word} "[i : i + 3] for word in features.plain(text.text).split() for i in range(len(word) + 1)
            )
            for text in these.texts
        ]
    return np.array([[features.similarity(one, other) for other in cut] for one in cut])


def _of(grid: Floats, pairs: Sequence[Pair]) -> Floats:
    return np.asarray(grid[[pair.one for pair in pairs], [pair.other for pair in pairs]])


def by_voices(test: Side, pairs: Sequence[Pair], scores: Floats, cut: float) -> dict[str, object]:
    """Detection for all pairs and per pair of styles; how often a true twin ranks first or among the first three."""
    said, true = scores >= cut, np.array([pair.twins for pair in pairs])
    kinds = np.array(["-".join(sorted({test.texts[p.one].style, test.texts[p.other].style})) for p in pairs])
    per = {}
    for kind in sorted(set(kinds[true])):
        per[str(kind)] = detection(list(said[kinds == kind]), list(true[kinds == kind]))
    return {
        "cut": round(cut, 3),
        "all": detection(list(said), list(true)),
        "found": ranks(pairs, scores),
        "by_styles": per,
    }


def ranks(pairs: Sequence[Pair], scores: Floats) -> dict[str, object]:
    """For each message with a twin: is one first, is one among three, when its neighbours are put in order."""
    near: dict[int, list[tuple[float, bool]]] = {}
    for pair, score in zip(pairs, scores, strict=True):
        for place in (pair.one, pair.other):
            near.setdefault(place, []).append((float(score), pair.twins))
    lists = [sorted(row, reverse=True) for row in near.values() if any(twins for _, twins in row)]
    first = sum(row[0][1] for row in lists)
    three = sum(any(twins for _, twins in row[:3]) for row in lists)
    return {"first": share(first, len(lists)), "among_three": share(three, len(lists))}


def cost(model: Model, test: Side) -> dict[str, object]:
    """Milliseconds a text on this machine, one thread, and the memory the engine added."""
    before = resident_megabytes()
    engine = SmallE5(model.voices)
    engine.embed("жарық")
    texts = [text.text for text in test.texts[:100]]
    return {
        "suggest_fast_ms": _median_ms(model.suggest, texts),
        "embed_ms": _median_ms(engine.embed, texts),
        "voice_ms": _median_ms(model.voices.of, texts),
        "engine_megabytes": round(resident_megabytes() - before, 1),
    }


def resident_megabytes() -> float:
    """Memory this process holds now, by the kernel's count."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def _median_ms(does: object, texts: Sequence[str]) -> float:
    assert callable(does)
    took = []
    for text in texts:
        began = time.perf_counter()
        does(text)
        took.append((time.perf_counter() - began) * 1000)
    print(f"timed {len(texts)} texts", file=sys.stderr)
    return round(median(took), 2)
