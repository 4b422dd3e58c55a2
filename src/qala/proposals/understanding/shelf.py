"""A model and its lessons on disk: .npz files of plain arrays, never a pickle, so reading a file can run nothing."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qala.proposals.understanding.classifier import Model, Sharpness
from qala.proposals.understanding.linear import Floats, Linear
from qala.proposals.understanding.training import Lesson
from qala.proposals.understanding.voices import Voices

FORMAT = 1


def _packed(weights: Floats) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Eight bits a weight with one scale per class: a quarter of a million numbers in a small file."""
    scale = np.abs(weights).max(axis=0) / 127.0
    scale[scale == 0] = 1.0
    return np.round(weights / scale).astype(np.int8), scale.astype(np.float32)


def save(model: Model, path: Path) -> None:
    """Write the model; the same model gives the same arrays."""
    spelling, scale = _packed(model.spelling.weights)
    tables: dict[str, Any] = {f"placard_{kind}": logs for kind, logs in model.placards.items()}
    tables |= {f"likeness_{name}": weights for name, weights in model.likeness.items()}
    np.savez_compressed(
        path,
        format=np.int32(FORMAT),
        categories=np.array(model.categories),
        rarity=model.rarity.astype(np.float16),
        spelling=spelling,
        spelling_scale=scale,
        spelling_bias=model.spelling.bias.astype(np.float32),
        meaning=model.meaning.weights.astype(np.float16),
        meaning_bias=model.meaning.bias.astype(np.float32),
        shares=np.array([model.meaning_share, model.sharpness.fast, model.sharpness.full]),
        voices=model.voices.scorer.weights.astype(np.float16),
        voices_bias=model.voices.scorer.bias.astype(np.float32),
        means=model.voices.means.astype(np.float32),
        **tables,
    )


def load(path: Path) -> Model:
    """Read a model; ValueError where the file is of another format."""
    with np.load(path, allow_pickle=False) as file:
        kept = {name: file[name] for name in file.files}
    if int(kept.get("format", 0)) != FORMAT:
        raise ValueError(f"{path.name} is not a model of format {FORMAT}; build it again.")
    wide = {name: value.astype(np.float64) for name, value in kept.items() if value.dtype.kind in "fi"}
    share, fast, full = (float(number) for number in kept["shares"])
    return Model(
        categories=tuple(str(slug) for slug in kept["categories"]),
        rarity=wide["rarity"],
        spelling=Linear(wide["spelling"] * wide["spelling_scale"], wide["spelling_bias"]),
        meaning=Linear(wide["meaning"], wide["meaning_bias"]),
        meaning_share=share,
        sharpness=Sharpness(fast, full),
        placards=_named(wide, "placard_"),
        voices=Voices(Linear(wide["voices"], wide["voices_bias"]), wide["means"]),
        likeness=_named(wide, "likeness_"),
    )


def save_lessons(lessons: Sequence[Lesson], path: Path) -> None:
    """Keep what a model was taught, vectors in eight bits, so that the night can rehearse it without the engine."""
    vectors = np.array([lesson.vector for lesson in lessons])
    np.savez_compressed(
        path,
        texts=np.array([lesson.text for lesson in lessons]),
        categories=np.array([lesson.category for lesson in lessons]),
        vectors=np.round(vectors * 127.0 / np.abs(vectors).max()).astype(np.int8),
    )


def load_lessons(path: Path) -> list[Lesson]:
    """The lessons again, their vectors brought back to length one."""
    with np.load(path, allow_pickle=False) as file:
        vectors = file["vectors"].astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        kept = zip(file["texts"], file["categories"], vectors, strict=True)
        return [Lesson(str(text), str(category), vector) for text, category, vector in kept]


def _named(kept: dict[str, Floats], start: str) -> dict[str, Floats]:
    return {name.removeprefix(start): value for name, value in kept.items() if name.startswith(start)}
