"""Understanding a message: its voice, its likely categories, its meaning as a vector, and its twins.

No Django here, no database, no network. Doors for the rest of the part:

* `shipped()` the trained model, read once;
* `shipped().suggest(text, placard_kind)` up to three categories, a few milliseconds, lawful on the request path;
* `Embedder.embed(text)` the centred vector for pgvector, about 40 ms, only off the request path;
* `duplicates.compare(a, b, …)` how likely two messages speak of one thing, with reasons for people.
"""

from functools import lru_cache
from pathlib import Path

from qala.proposals.understanding.classifier import Model, Suggestion
from qala.proposals.understanding.embedding import Embedder, SmallE5
from qala.proposals.understanding.shelf import load

MODEL_PATH = Path(__file__).with_name("model.npz")

__all__ = ["MODEL_PATH", "Embedder", "Model", "SmallE5", "Suggestion", "embedder", "shipped"]


@lru_cache(maxsize=1)
def shipped() -> Model:
    """The model that came with this version, built from the gold set's train split."""
    return load(MODEL_PATH)


@lru_cache(maxsize=1)
def embedder() -> Embedder:
    """The one embedder of this process; the engine itself is loaded by the first text."""
    return SmallE5(shipped().voices)
