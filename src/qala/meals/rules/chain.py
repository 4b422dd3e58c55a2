"""The chain of one terminal: each press names the digest of the press before it, so a missing one shows."""

from collections.abc import Iterable
from dataclasses import dataclass

from qala.meals.rules.events import NO_EVENT


@dataclass(frozen=True)
class Link:
    """The place of one press."""

    sequence: int
    previous: bytes
    digest: bytes


@dataclass(frozen=True)
class Chain:
    """What a terminal's presses tell together: how many, which are missing, which name another press before them."""

    through: int
    missing: tuple[range, ...]
    broken: tuple[int, ...]

    @property
    def missing_count(self) -> int:
        return sum(len(gap) for gap in self.missing)

    @property
    def is_whole(self) -> bool:
        return not self.missing and not self.broken


def chain(links: Iterable[Link]) -> Chain:
    """Read a chain from its links, in any order."""
    missing: list[range] = []
    broken: list[int] = []
    reached, digest = 0, NO_EVENT
    for link in sorted(links, key=lambda one: one.sequence):
        if link.sequence > reached + 1:
            missing.append(range(reached + 1, link.sequence))
        elif link.previous != digest:
            broken.append(link.sequence)
        reached, digest = link.sequence, link.digest
    return Chain(reached, tuple(missing), tuple(broken))
