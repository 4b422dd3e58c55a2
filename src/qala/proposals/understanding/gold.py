"""Reading the gold set and the clerk's vocabulary; which side of the split an author is on."""

import csv
import zlib
from dataclasses import dataclass
from pathlib import Path

GOLD_PATH = Path(__file__).parents[1] / "tests" / "gold" / "texts.tsv"
VOCABULARY_PATH = Path(__file__).with_name("vocabulary.tsv")


@dataclass(frozen=True, slots=True)
class GoldText:
    id: str
    author: str
    style: str
    category: str
    incident: str
    place: str
    text: str

    @property
    def for_training(self) -> bool:
        """By author, seven in ten: no author and no incident stands on both sides (a test holds this)."""
        return zlib.crc32(self.author.encode()) % 10 < 7

    @property
    def fold(self) -> int:
        """One of five parts for choosing numbers inside the train split; an incident stays together."""
        return zlib.crc32((self.incident or self.author).encode()) % 5


@dataclass(frozen=True, slots=True)
class Phrase:
    category: str
    language: str
    words: str


def read_gold(path: Path = GOLD_PATH) -> list[GoldText]:
    with path.open(encoding="utf-8", newline="") as file:
        return [GoldText(**line) for line in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def read_vocabulary(path: Path = VOCABULARY_PATH) -> list[Phrase]:
    """Every phrase is a lesson of its own; lines beginning with # are notes."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    split = [line.split("\t") for line in lines]
    return [Phrase(category, language, words) for category, language, row in split for words in row.split(", ")]
