"""Districts, streets, house numbers and landmarks through the door of `places`, and how to find them again."""

from dataclasses import dataclass

from qala.demo.city.reading import SOURCE, reading
from qala.demo.city.shapes import CityPlan
from qala.kernel.actors import Job
from qala.places.actions import landmarks, streets, territories
from qala.places.models import Landmark, Street

LOADER = Job("demo.fill")


@dataclass(frozen=True)
class Ground:
    """Keys of the plan → keys of the rows."""

    districts: dict[str, str]
    streets: dict[str, int]
    landmarks: dict[str, int]

    def street_of(self, segment: str) -> int | None:
        return self.streets.get(segment.partition("-")[0]) if segment else None


def lay(plan: CityPlan) -> None:
    """Register everything that stands on the ground."""
    told = reading(plan)
    territories.register_districts(by=LOADER, entries=told.districts)
    territories.register_populations(by=LOADER, entries=told.populations)
    streets.register_streets(by=LOADER, entries=told.streets, complete=True)
    landmarks.register_addresses(by=LOADER, entries=told.addresses)
    landmarks.register_landmarks(by=LOADER, entries=told.landmarks)


def ground_of(plan: CityPlan) -> Ground:
    """What was laid, found again in the rows."""
    return Ground(
        districts={district.slug: district.kato for district in plan.districts},
        streets=dict(Street.objects.filter(source=SOURCE).values_list("source_id", "pk")),
        landmarks=dict(Landmark.objects.filter(source=SOURCE).values_list("source_id", "pk")),
    )
