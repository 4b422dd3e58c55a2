"""Understanding a message: its voice, its likely categories, its meaning as a vector, and its twins.

No Django here, no database, no network. Doors for the rest of the part:

* `shipped()` the trained model, read once;
* `shipped().suggest(text, placard_kind)` up to three categories, a few milliseconds, lawful on the request path;
* `taught(corrections)` the same after staff corrections, for the nightly job;
* `Embedder.embed(text)` the centred vector for pgvector, about 40 ms, only off the request path;
* `duplicates.compare(a, b, …)` how likely two messages speak of one thing, with reasons for people.
"""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from qala.proposals.understanding.classifier import Model, Suggestion
from qala.proposals.understanding.embedding import Embedder, SmallE5
from qala.proposals.understanding.shelf import load, load_lessons
from qala.proposals.understanding.training import Lesson, learn

MODEL_PATH = Path(__file__).with_name("model.npz")
LESSONS_PATH = Path(__file__).with_name("lessons.npz")

__all__ = [
    "LESSONS_PATH",
    "MODEL_PATH",
    "Embedder",
    "Lesson",
    "Model",
    "SmallE5",
    "Suggestion",
    "embedder",
    "shipped",
    "taught",
]


@lru_cache(maxsize=1)
def shipped() -> Model:
    """The model that came with this version, built from the gold set's train split."""
    return load(MODEL_PATH)


def taught(corrections: Iterable[Lesson]) -> Model:
    """The shipped model after staff corrections: some seconds of one core, at night; `shelf.save` keeps it."""
    return learn(shipped(), corrections, load_lessons(LESSONS_PATH))


@lru_cache(maxsize=1)
def embedder() -> Embedder:
    """The one embedder of this process; the engine itself is loaded by the first text."""
    return SmallE5(shipped().voices)
