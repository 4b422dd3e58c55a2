"""The city's words per step, in three languages, and the invented budget lines works are paid from."""

from functools import cache
from random import Random

from qala.demo.city.lexicon import rows

GROUNDS = (
    "against_law", "against_plan", "unsafe", "not_possible", "rights_of_others", "cost", "no_substance",
    "decided_before",
)  # fmt: skip
_MONEY = {
    "pothole": "QB-2103", "road_surface": "QB-2103", "traffic_signals": "QB-2103", "parking": "QB-2103",
    "pavement": "QB-2107", "accessibility": "QB-2107", "street_light": "QB-2204", "water_supply": "QB-2206",
    "sewer": "QB-2206", "electricity": "QB-2206", "heating": "QB-2206", "gas": "QB-2206", "greening": "QB-2311",
    "playground": "QB-2608", "aryk": "QB-2311", "rubbish": "QB-2315", "dumping": "QB-2315", "stray_animals": "QB-2315",
    "bus_service": "QB-2402", "bus_stop": "QB-2402", "school": "QB-2501",
}  # fmt: skip


@cache
def _fitting(verb: str, key: str) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (kk, ru, en) for row_verb, row_key, kk, ru, en in rows("replies") if (row_verb, row_key) == (verb, key)
    )


@cache
def money_for(category: str) -> str:
    """Give the budget line's code and its Kazakh name, as a works order names it."""
    code = _MONEY.get(category, "QB-2902")
    return f"{code} {next(kk for line, kk, _ru in rows('budget') if line == code)}"


def words(verb: str, key: str, random: Random, **slots: str) -> tuple[str, str, str]:
    """Give what is said at a step in three languages: the rows of its category or ground, else the common ones."""
    kk, ru, en = random.choice(_fitting(verb, key) or _fitting(verb, "*"))
    return kk.format_map(slots), ru.format_map(slots), en.format_map(slots)
