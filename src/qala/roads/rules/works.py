"""Works from need to acceptance; their kind is computed from layers and area, never typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from qala.kernel.workflow import Workflow
from qala.roads.rules.work_words import WORKS_WORDS

BEFORE_WORK = ("need", "candidate", "programmed", "designed", "tendered", "contracted")
UNDER_WAY = ("contracted", "in_work", "suspended")
"""Paid for by a contract, and not accepted yet."""
AHEAD = ("programmed", "designed", "tendered", *UNDER_WAY)
WORKS = Workflow(
    "works",
    rows=[
        ("need", "select", "candidate"),
        ("candidate", "programme", "programmed"),
        ("programmed", "design", "designed"),
        ("designed", "tender", "tendered"),
        ("tendered", "contract", "contracted"),
        ("contracted", "start", "in_work"),
        ("in_work", "suspend", "suspended"),
        ("suspended", "resume", "in_work"),
        ("in_work", "accept", "accepted"),
        *((state, "cancel", "cancelled") for state in BEFORE_WORK),
    ],
    start="need",
    words=WORKS_WORDS,
)


class Kind(StrEnum):
    """Kinds of repair, the smallest first."""

    CURRENT = "current"
    MEDIUM = "medium"
    CAPITAL = "capital"


@dataclass(frozen=True, slots=True)
class Size:
    """New layers in centimetres, the area done, and the whole area there (zero where nobody knows it)."""

    top_cm: Decimal
    base_cm: Decimal
    area_m2: Decimal
    whole_m2: Decimal

    @property
    def share(self) -> Decimal:
        """The part done of the whole; all of it where the whole is not known: the stricter reading."""
        return self.area_m2 / self.whole_m2 if self.whole_m2 > 0 else Decimal(1)

    @property
    def layers_cm(self) -> Decimal:
        """All new layers together."""
        return self.top_cm + self.base_cm


def kind_of(size: Size, norms: Mapping[str, Decimal]) -> Kind:
    """The kind of repair these layers are. A trigger reckons the same and refuses any other word."""
    if size.share < norms["repair_share"]:
        return Kind.CURRENT
    if size.base_cm > 0 or size.top_cm >= norms["capital_top_cm"]:
        return Kind.CAPITAL
    return Kind.MEDIUM if size.top_cm >= norms["medium_top_cm"] else Kind.CURRENT


@dataclass(frozen=True, slots=True)
class LotFacts:
    """A lot: which lot took its place, and its samples in the order they were taken (passed or not)."""

    key: int
    replaced_by: int | None
    samples: tuple[bool, ...]


def failed_lots(lots: Iterable[LotFacts]) -> tuple[int, ...]:
    """Lots that stand in the way: not sampled, or failed and neither replaced nor passed when tested again."""
    return tuple(lot.key for lot in lots if lot.replaced_by is None and not (lot.samples and lot.samples[-1]))


def is_short(measured_m: Decimal, agreed_m: Decimal, norms: Mapping[str, Decimal]) -> bool:
    """Whether less was made than agreed, beyond what a tape may err."""
    return measured_m < agreed_m * (1 - norms["length_tolerance"])


def is_less_laid(agreed: Size, laid: Size, norms: Mapping[str, Decimal]) -> bool:
    """Whether less area or a thinner layer was laid than agreed, beyond what a tape may err. A trigger asks too."""
    least = 1 - norms["length_tolerance"]
    pairs = ((agreed.area_m2, laid.area_m2), (agreed.top_cm, laid.top_cm), (agreed.base_cm, laid.base_cm))
    return any(found < wanted * least for wanted, found in pairs)
