"""The terms of a repair programme: treatments and the weight of users, as dated rows with their source.

Nothing here is law. Gains, windows and slowing are those of the domain brief, section 7, prices its ratios laid into
the ministry's range per kilometre; all are our assumption until the city enters its own, and are printed with a plan.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from qala.roads.rules.columns import Treatment

SOURCE = (
    "[set] gains, windows and ratios of prices: domain brief, section 7; level: medium repair 60–100 and capital "
    "repair 300–500 m ₸ a km of two lanes, ministry, August 2023 "
    "https://yk.kz/news/strana/skolko-stoit-kilometr-dorogi-v-kazaxstane-325282.html"
)
USERS_SOURCE = "[set] relative weight of a metre by the class of its road, until the city counts its traffic"
LOCAL, BOTH = ("local",), ("local", "republic")


@dataclass(frozen=True, slots=True)
class Terms:
    """Treatments and weights that hold from a day."""

    valid_from: date
    treatments: tuple[Treatment, ...]
    users: dict[str, int]
    source: str = SOURCE
    users_source: str = USERS_SOURCE
    verified: bool = False

    def told(self) -> dict[str, Any]:
        """What a published programme says of them besides its treatments. Whole numbers only: verified is 1 or 0."""
        return {
            "valid_from": self.valid_from.isoformat(), "source": self.source, "users": dict(self.users),
            "users_source": self.users_source, "verified": int(self.verified),
        }  # fmt: skip


ROWS = (
    Terms(
        date(2023, 8, 1),
        (
            Treatment("seal", 600, 1_350_00, 6_500, 9_500, 80, LOCAL),
            Treatment("thin_overlay", 1_500, 4_500_00, 5_000, 8_500, 75, LOCAL),
            Treatment("overlay", 3_000, 12_600_00, 3_500, 7_000, 90, LOCAL),
            Treatment("mill_and_overlay", 5_500, 27_000_00, 2_000, 5_500, 90, BOTH),
            Treatment("rebuild", 10_000, 58_500_00, 0, 4_500, 85, BOTH),
        ),
        {
            "motorway": 40, "trunk": 40, "primary": 30, "secondary": 20, "tertiary": 10, "unclassified": 4,
            "residential": 3, "living_street": 2, "service": 1,
        },
    ),
)  # fmt: skip


def terms_on(day: date) -> Terms:
    """The row that holds on a day; before the first row, the first."""
    return max(ROWS, key=lambda row: (row.valid_from <= day, row.valid_from))
