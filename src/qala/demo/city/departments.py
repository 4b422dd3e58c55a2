"""The akimat, its departments, five district akimats and outside owners; which categories each answers for."""

from functools import cache

from qala.demo.city.lexicon import rows
from qala.demo.city.shapes import DepartmentPlan, Names

CATEGORIES = (
    "pothole", "road_surface", "pavement", "traffic_signals", "bus_service", "bus_stop", "parking",
    "street_light", "water_supply", "sewer", "electricity", "heating", "gas", "playground", "greening",
    "aryk", "rubbish", "dumping", "air", "stray_animals", "noise", "school", "clinic", "accessibility",
    "other",
)  # fmt: skip
TOPICS = ("improvement", "urban_environment", "transport", "ecology", "other")

# Categories another owner answers for: the department forwards a share of them (within 3 working days, or late).
OUTSIDE = {
    "water_supply": "water_utility",
    "sewer": "water_utility",
    "electricity": "power_grid",
    "heating": "heat_utility",
    "gas": "gas_utility",
    "bus_service": "bus_fleet",
    "noise": "police_liaison",
    "parking": "police_liaison",
    "road_surface": "republican_roads",
    "other": "housing_manager",
}
# Everyday upkeep goes to the akimat of the district it lies in.
DISTRICT_CATEGORIES = frozenset({"rubbish", "aryk", "playground", "greening", "dumping"})
TOPIC_OF = {
    "transport": ("pothole", "road_surface", "traffic_signals", "bus_service", "bus_stop", "parking"),
    "improvement": ("pavement", "street_light", "playground", "greening", "aryk", "accessibility"),
    "ecology": ("rubbish", "dumping", "air", "stray_animals"),
    "urban_environment": ("water_supply", "sewer", "electricity", "heating", "gas", "noise"),
    "other": ("school", "clinic", "other"),
}


def departments() -> tuple[DepartmentPlan, ...]:
    """Give every body that may answer, parents before children."""
    return tuple(
        DepartmentPlan(slug, Names(kk, ru, en), kind, parent, district, tuple(filter(None, categories.split(","))))
        for slug, kind, parent, district, kk, ru, en, categories in rows("departments")
    )


@cache
def owner_of(category: str, district: str) -> str:
    """Which department gets a case first: the district for upkeep, else the one that names the category."""
    if category in DISTRICT_CATEGORIES:
        return district
    return next((d.slug for d in departments() if category in d.categories), "urban_environment")


@cache
def topic_of(category: str) -> str:
    """Give the public topic (one of five) a category belongs to."""
    return next(topic for topic, categories in TOPIC_OF.items() if category in categories)
