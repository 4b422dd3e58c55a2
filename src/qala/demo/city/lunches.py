"""Who came to the counter: every press of the term, with what goes wrong in real canteens."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from qala.demo.city.days import CITY
from qala.demo.city.frame import dice

FLAT_SCHOOL = 2
"""Its counter says the same number each day, whoever was ill."""
OPENS = time(11, 20)
APPETITE, TRUSTED, AGAIN, UNKNOWN, PHANTOM = 0.962, 0.0015, 0.002, 0.0005, 0.0007


@dataclass(frozen=True, slots=True)
class Press:
    """One press at a counter: the pupil's number (None: nobody knew the child), how, and when."""

    pupil: int | None
    how: str
    at: datetime


def presses(seed: int, school: int, day: date, eaters: Sequence[int], absent: Collection[int]) -> Iterator[Press]:
    """Tell one school's day in the order of the line. `eaters` may eat free, `absent` were not at school."""
    random = dice(seed, "lunch", school, day.isoformat())
    at = datetime.combine(day, OPENS, CITY)
    for pupil in _line(random, school, eaters, absent):
        at += timedelta(seconds=random.choice((4, 5, 5, 6, 7, 9, 14)))
        yield Press(pupil, "teacher" if random.random() < TRUSTED else "card", at)
        if random.random() < AGAIN:
            yield Press(pupil, "card", at + timedelta(minutes=11))
        if random.random() < UNKNOWN:
            yield Press(None, "teacher", at + timedelta(seconds=2))


def _line(random: Random, school: int, eaters: Sequence[int], absent: Collection[int]) -> list[int]:
    """Those who came; in the flat school the first of the list come whatever happens."""
    if school == FLAT_SCHOOL:
        came = list(eaters[: len(eaters) * 9 // 10])
    else:
        came = [
            pupil for pupil in eaters
            if (random.random() < APPETITE if pupil not in absent else random.random() < PHANTOM)
        ]  # fmt: skip
    random.shuffle(came)
    return came
