"""The benchmark's own city: districts, a street grid, landmarks, placards, departments. No real place is in it."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import shapely
from django.conf import settings

from qala.kernel.actors import Job
from qala.kernel.translated import Translated
from qala.people.models import Organisation
from qala.places.actions import register_districts, register_landmarks, register_streets
from qala.places.models import Landmark
from qala.places.rules.entries import DistrictEntry, LandmarkEntry, LandmarkKind, SegmentEntry, StreetEntry
from qala.proposals.models import Placard
from qala.proposals.rules.placards import make_code

WEST, SOUTH, WIDE, HIGH = 69.50, 42.25, 0.20, 0.14  # about 16 by 15 km, a city
BY = Job("places.bench")
KINDS = (("stop", 50), ("building", 12), ("park", 12), ("school", 6))


@dataclass(frozen=True)
class Ground:
    """What the storm and the million cases stand on."""

    placards: list[Placard]
    landmarks: list[Landmark]
    departments: list[Organisation]

    def paths(self) -> list[str]:
        return [f"/p/{make_code(one.serial, settings.PLACARD_KEYS[0].encode())}/" for one in self.placards]


def laid(placards: int, draw: random.Random) -> Ground:
    """Through the same doors a loader uses."""
    register_districts(by=BY, entries=_districts())
    register_streets(by=BY, entries=_streets(24))
    standing = round(placards * 0.65)
    landmarks = register_landmarks(by=BY, entries=_landmarks(standing, draw))
    hung = date(2025, 1, 1)
    rows = [
        Placard(serial=at + 1, kind=_kind(one), landmark=one, installed_on=hung) for at, one in enumerate(landmarks)
    ]
    rows += [
        Placard(serial=at + 1, kind="bus", route=str(at % 90 + 1), vehicle=f"{at:04d} QLA 17", installed_on=hung)
        for at in range(len(rows), placards)
    ]
    akimat = Organisation.objects.create(
        slug="bench-akimat", kind="akimat", names=Translated(kk="Әкімдік"), from_on=hung
    )
    departments = [
        Organisation.objects.create(
            slug=f"bench-{at}", kind="department", parent=akimat, names=Translated(kk=f"{at}-басқарма"), from_on=hung
        )
        for at in range(8)
    ]
    return Ground(Placard.objects.bulk_create(rows), landmarks, departments)


def _kind(landmark: Landmark) -> str:
    return str(landmark.kind) if landmark.kind in ("stop", "school", "park") else "building"


def _districts() -> Iterator[DistrictEntry]:
    for at in range(5):
        area = shapely.box(WEST + at * WIDE / 5, SOUTH, WEST + (at + 1) * WIDE / 5, SOUTH + HIGH)
        yield DistrictEntry(f"7911{at + 1}0000", Translated(kk=f"{at + 1}-аудан"), "bench", area)


def _streets(side: int) -> Iterator[StreetEntry]:
    for row in range(side):
        for turned in (False, True):
            share = (row + 0.5) / side
            ends = (
                [(WEST, SOUTH + HIGH * share), (WEST + WIDE, SOUTH + HIGH * share)]
                if turned
                else [(WEST + WIDE * share, SOUTH), (WEST + WIDE * share, SOUTH + HIGH)]
            )
            line = shapely.segmentize(shapely.LineString(ends), 0.002)
            key = f"{row}-{int(turned)}"
            segment = SegmentEntry(f"bench-{key}", line, order=1)
            yield StreetEntry("bench", key, Translated(kk=f"{row}-көше {'А' if turned else 'Б'}"), segments=(segment,))


def _landmarks(count: int, draw: random.Random) -> Iterator[LandmarkEntry]:
    kinds, weights = zip(*KINDS, strict=True)
    for at in range(count):
        kind = draw.choices(kinds, weights)[0]
        # Denser towards the middle, as a city is.
        point = shapely.Point(
            WEST + WIDE * min(max(draw.gauss(0.5, 0.2), 0.01), 0.99),
            SOUTH + HIGH * min(max(draw.gauss(0.5, 0.2), 0.01), 0.99),
        )
        yield LandmarkEntry("bench", f"{kind}-{at}", LandmarkKind(kind), Translated(kk=f"№ {at} {kind}"), point)
