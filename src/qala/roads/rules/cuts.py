"""Digs: from asking to a permanent cover that was looked at; what stands in the way of a permit."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from qala.kernel.workflow import Workflow
from qala.roads.rules.work_words import CUT_WORDS

CUT = Workflow(
    "cut",
    rows=[
        ("requested", "check", "conflict_checked"),
        ("conflict_checked", "check", "conflict_checked"),
        ("conflict_checked", "permit", "permitted"),
        ("permitted", "check", "permitted"),
        ("permitted", "open", "opened"),
        ("opened", "permit", "opened"),
        ("opened", "backfill", "backfilled"),
        ("backfilled", "cover", "temporary_cover"),
        ("backfilled", "pave", "permanent_cover"),
        ("temporary_cover", "put_off", "temporary_cover"),
        ("temporary_cover", "pave", "permanent_cover"),
        ("permanent_cover", "inspect", "inspected"),
        ("requested", "withdraw", "withdrawn"),
        ("conflict_checked", "withdraw", "withdrawn"),
        ("permitted", "withdraw", "withdrawn"),
    ],
    start="requested",
    words=CUT_WORDS,
)
EMERGENCY_START = "opened"
"""An emergency is opened first; its permit follows."""
UNCOVERED = ("opened", "backfilled", "temporary_cover")
DUG = (*UNCOVERED, "permanent_cover", "inspected")


class Obstacle(StrEnum):
    """Why a dig should not be permitted as it was asked for."""

    GUARANTEE = "guarantee_running"
    PAVED = "paved_recently"
    PROGRAMMED = "paving_programmed"
    JOINT = "joint_trench"
    OFFER = "offer_to_others"


MORATORIUM = (Obstacle.GUARANTEE, Obstacle.PAVED)


@dataclass(frozen=True, slots=True)
class Conflict:
    """One obstacle, the key of what it is about, and until when it stands."""

    obstacle: Obstacle
    about: str
    until: date | None = None


def is_offered(area_m2: Decimal, limit: Decimal) -> bool:
    """Whether a dig is so large that other operators are asked to join."""
    return area_m2 > limit


def permit_due(opened_at: datetime, hours: Decimal) -> datetime:
    """When the permit of an emergency must have followed."""
    return opened_at + timedelta(hours=int(hours))
