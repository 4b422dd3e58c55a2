"""Building the shipped model: `python -m qala.proposals.understanding.building` (two minutes, one core)."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qala.proposals.understanding import LESSONS_PATH, MODEL_PATH
from qala.proposals.understanding.classifier import Model
from qala.proposals.understanding.duplicates import Sighting, signs
from qala.proposals.understanding.embedding import SmallE5, readable
from qala.proposals.understanding.features import trigrams
from qala.proposals.understanding.gold import GoldText, read_gold, read_vocabulary
from qala.proposals.understanding.linear import Floats, log_chances
from qala.proposals.understanding.pairs import best_cut, fit_likeness, neighbourhood
from qala.proposals.understanding.shelf import save, save_lessons
from qala.proposals.understanding.training import Lesson, learn_voices, train, unseen_logs


def raw_vectors(texts: Sequence[str], engine: SmallE5 | None = None) -> NDArray[np.float32]:
    """One raw vector per text, telling on stderr how far it is."""
    engine = engine or SmallE5(None)
    rows = []
    for place, text in enumerate(texts, start=1):
        rows.append(engine.raw(text))
        if place % 200 == 0:
            print(f"embedded {place} of {len(texts)}", file=sys.stderr)  # noqa: T201
    return np.stack(rows)


def phrase_lessons() -> list[Lesson]:
    """The vocabulary, centred by each language's own phrases: a phrase is shorter than a message and lies elsewhere."""
    phrases = read_vocabulary()
    raw = raw_vectors([phrase.words for phrase in phrases])
    languages = np.array([phrase.language for phrase in phrases])
    for language in sorted(set(languages)):
        raw[languages == language] -= raw[languages == language].mean(axis=0)
    raw /= np.linalg.norm(raw, axis=1, keepdims=True)
    return [Lesson(phrase.words, phrase.category, vector) for phrase, vector in zip(phrases, raw, strict=True)]


def build(path: Path = MODEL_PATH, lessons_path: Path = LESSONS_PATH) -> Model:
    """Train on the gold set's train split and the vocabulary; write the model, and its lessons for the nightly job."""
    texts = [text for text in read_gold() if text.for_training]
    raw = raw_vectors([readable(text.text, text.style) for text in texts])
    voices = learn_voices([text.text for text in texts], [text.style for text in texts], raw)
    vectors = [voices.centre(vector, text.style) for text, vector in zip(texts, raw, strict=True)]
    lessons = [
        Lesson(text.text, text.category, vector, fold=text.fold) for text, vector in zip(texts, vectors, strict=True)
    ] + phrase_lessons()
    unseen = unseen_logs(lessons, tuple(sorted({lesson.category for lesson in lessons})))
    model = train(lessons, voices, unseen)
    model = replace(model, likeness=likeness(model, texts, np.stack(vectors), unseen))
    save(model, path)
    save_lessons(lessons, lessons_path)
    return model


def likeness(
    model: Model, texts: Sequence[GoldText], vectors: NDArray[np.float32], unseen: tuple[Floats, Floats]
) -> dict[str, Floats]:
    """Weights and cuts for pairs, from category chances that no model had learned from the text itself."""
    by_spelling, by_meaning = unseen
    share, sharpness = model.meaning_share, model.sharpness
    fast = np.exp(log_chances(sharpness.fast * by_spelling))
    full = np.exp(log_chances(sharpness.full * ((1 - share) * by_spelling + share * by_meaning)))
    letters = [trigrams(text.text) for text in texts]
    day = datetime(2026, 1, 1, tzinfo=UTC)
    quick = [Sighting(words, chances, None, day) for words, chances in zip(letters, fast, strict=True)]
    whole = [Sighting(w, chances, vector, day) for w, chances, vector in zip(letters, full, vectors, strict=True)]
    pairs = neighbourhood(texts)
    twins = [pair.twins for pair in pairs]
    found: dict[str, Floats] = {}
    cuts = []
    for name, cases in (("fast", quick), ("full", whole)):
        table = np.array([signs(cases[pair.one], cases[pair.other]) for pair in pairs])
        weights = found[name] = fit_likeness(table, twins)
        cuts.append(best_cut(1 / (1 + np.exp(-(table @ weights[:-1] + weights[-1]))), twins))
    cuts += [best_cut(table[:, 0], twins), best_cut(table[:, 2], twins)]
    found["cuts"] = np.array(cuts)
    return found


if __name__ == "__main__":
    built = build()
    size = MODEL_PATH.stat().st_size + LESSONS_PATH.stat().st_size
    print(f"{size:,} bytes; meaning has a share of {built.meaning_share:.0%}", file=sys.stderr)  # noqa: T201
