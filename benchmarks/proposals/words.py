"""Texts to send and to store: the gold set and the clerk's lessons, varied by small additions people really make."""

import random
import threading
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from figures import say

from qala.proposals.rules.spelling import folded
from qala.proposals.understanding import LESSONS_PATH, shipped
from qala.proposals.understanding.embedding import SmallE5, Vector
from qala.proposals.understanding.gold import read_gold
from qala.proposals.understanding.shelf import load_lessons

TAILS = (
    "{n} үйдің жанында", "{n} подъезд", "екінші аптада осылай", "үже {n} күн болды", "возле дома {n}", "у подъезда {n}",
    "уже {n} дней", "со стороны двора", "near house {n}", "for {n} days now", "мектептің қасында", "аялдамаға жақын",
    "{n} maqala jaqta", "кешке мүлдем жүре алмаймыз", "балалар жүреді", "дети ходят в школу", "every evening after {n}",
    "{n} көшеден кейін", "рядом с магазином {n}", "келесі бұрылыста",
)  # fmt: skip


@dataclass(frozen=True)
class Text:
    """One text somebody wrote; `vector` is its real embedding where it was embedded."""

    text: str
    category: str
    language: str
    spelling: str
    vector: Vector | None = None


@dataclass(frozen=True)
class Tail:
    text: str
    spelling: str


def tails() -> list[Tail]:
    """Additions to a text, with their spelling folded apart: folding is word by word."""
    made = dict.fromkeys(tail.format(n=n) for tail in TAILS for n in range(1, 121))
    return [Tail(text, folded(text)) for text in made]


class Words:
    """Base texts. Vectors of the lessons are kept with the model; more are embedded while the million rows load."""

    def __init__(self, embedded: int) -> None:
        voices = shipped().voices
        known = {one.text: one.vector for one in load_lessons(LESSONS_PATH) if len(one.text) >= 25}
        gold = {one.text: one.category for one in read_gold()}
        gold |= {one.text: one.category for one in load_lessons(LESSONS_PATH) if one.text in known}
        self.texts = [
            Text(text, category, voices.language(text), folded(text), known.get(text))
            for text, category in gold.items()
        ]
        self.embedded_before = sum(one.vector is not None for one in self.texts)
        self._wanted = embedded
        self._fresh: list[Text] = []
        self._thread = threading.Thread(target=self._embed, daemon=True)

    def begin_embedding(self) -> None:
        self._thread.start()

    def _embed(self) -> None:
        engine, draw = SmallE5(shipped().voices), random.Random(5)
        todo = [one for one in self.texts if one.vector is None]
        while len(todo) < self._wanted:
            one, other = draw.sample(self.texts, 2)
            if one.category == other.category:
                text = f"{one.text} {other.text}"[:500]
                todo.append(Text(text, one.category, one.language, folded(text)))
        for one in todo[: max(0, self._wanted - self.embedded_before)]:
            self._fresh.append(Text(one.text, one.category, one.language, one.spelling, engine.embed(one.text)))

    def embedded(self) -> list[Text]:
        """All texts with a real vector; waits until the engine is done."""
        if self._thread.is_alive():
            say("waiting for the embedder")
        self._thread.join()
        return [one for one in self.texts if one.vector is not None] + self._fresh

    def written(self, count: int, draw: random.Random) -> Iterator[str]:
        """Distinct messages: a text somebody wrote, and an addition."""
        extra = tails()
        seen: set[int] = set()
        while len(seen) < count:
            text = f"{draw.choice(self.texts).text} {draw.choice(extra).text}"
            if (mark := zlib.crc32(text.encode())) not in seen:
                seen.add(mark)
                yield text


def shaken(vector: Vector, share: float, noise: np.random.Generator) -> Vector:
    """A vector near a real one, of length one."""
    moved = vector + noise.standard_normal(len(vector), dtype=np.float32) * (share / len(vector) ** 0.5)
    return np.asarray(moved / np.linalg.norm(moved), dtype=np.float32)
