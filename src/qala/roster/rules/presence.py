"""Who was there on a day: four groups that never overlap, because unknown is not absent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Presence:
    """Pupils by their numbers. `late` came late and was there; `unknown` are all whose class handed in nothing."""

    day: date
    enrolled: frozenset[int] = frozenset()
    in_time: frozenset[int] = frozenset()
    late: frozenset[int] = frozenset()
    absent: frozenset[int] = frozenset()

    @property
    def present(self) -> frozenset[int]:
        """All who were there, in time or late."""
        return self.in_time | self.late

    @property
    def unknown(self) -> frozenset[int]:
        return self.enrolled - self.in_time - self.late - self.absent

    @property
    def is_complete(self) -> bool:
        """Every class handed in its list, and no pupil is missing from one."""
        return not self.unknown

    def state_of(self, pupil: int) -> str:
        """``present``, ``late``, ``absent``, ``unknown``, or empty for a pupil not enrolled that day."""
        groups = {"late": self.late, "present": self.in_time, "absent": self.absent, "unknown": self.unknown}
        return next((state for state, group in groups.items() if pupil in group), "")


def joined(day: date, parts: Iterable[Presence]) -> Presence:
    """Return the presence of a whole from that of its parts."""
    whole = tuple(parts)
    return Presence(
        day,
        frozenset().union(*(part.enrolled for part in whole)),
        frozenset().union(*(part.in_time for part in whole)),
        frozenset().union(*(part.late for part in whole)),
        frozenset().union(*(part.absent for part in whole)),
    )
