"""Born from residents: signal → decision → works → confirmation, counted from rows and never typed in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qala.proposals.rules.statistics import BORN_FROM_RESIDENTS, Figure, share

LINKS = ("case", "decision", "works", "claim", "confirmation")


@dataclass(frozen=True)
class Chain:
    """The opaque keys of one chain. A missing link is empty; keys resolve to pages, so each link can be opened."""

    case: str
    decision: str = ""
    works: str = ""
    claim: str = ""
    confirmation: str = ""
    claimed_by: str = ""
    confirmed_by: str = ""

    @property
    def reaches(self) -> str:
        """The last link that stands without a gap before it."""
        reached = ""
        for link in LINKS:
            if not getattr(self, link):
                break
            reached = link
        return reached

    @property
    def is_whole(self) -> bool:
        """Every link is there, and whoever confirmed is not whoever claimed."""
        second = bool(self.confirmed_by) and self.confirmed_by != self.claimed_by
        return self.reaches == LINKS[-1] and second


def born_from_residents(chains: Sequence[Chain]) -> Figure:
    """Whole chains ÷ all cases; parts say how far every chain reaches, and add up to all."""
    parts = dict.fromkeys(LINKS, 0)
    for chain in chains:
        if not chain.case:
            raise ValueError("a chain begins with a case")
        parts[chain.reaches if chain.reaches != LINKS[-1] or chain.is_whole else "claim"] += 1
    return share(BORN_FROM_RESIDENTS, parts[LINKS[-1]], len(chains), parts)


def proofs(chains: Iterable[Chain]) -> list[Chain]:
    """The whole chains, ready to be listed under the figure."""
    return [chain for chain in chains if chain.is_whole]
