"""The routing table and the ready replies."""

from collections.abc import Iterator

from qala.demo.city.days import FIRST
from qala.demo.city.departments import DISTRICT_CATEGORIES
from qala.demo.city.lexicon import rows
from qala.demo.city.shapes import CityPlan
from qala.demo.fill.ground import LOADER, Ground
from qala.kernel.translated import Translated
from qala.proposals.actions.registers import TemplateSheet, load_routing, load_templates
from qala.proposals.rules.outcomes import REFUSAL_GROUNDS
from qala.proposals.rules.routing import Row

#: Ready texts are for steps that speak; what else the words hold, the stories say.
_TITLES = {
    "plan": Translated(kk="Жоспарға енді", ru="Внесено в план", en="Taken into the plan"),
    "unfunded": Translated(kk="Қаражат әлі жоқ", ru="Денег пока нет", en="No money yet"),
    "explain": Translated(kk="Түсіндірме", ru="Разъяснение", en="An explanation"),
    "refuse": Translated(kk="Бас тарту", ru="Отказ", en="A refusal"),
    "forward": Translated(kk="Басқа органға", ru="Другому органу", en="To another body"),
    "extend": Translated(kk="Мерзімді ұзарту", ru="Продление срока", en="A longer term"),
    "redate": Translated(kk="Жаңа мерзім", ru="Новый срок", en="A new date"),
}
_VERB = {"unfunded": "plan"}


def furnish(plan: CityPlan, ground: Ground) -> None:
    """Everyday upkeep goes to the akimat of its district, everything else to the department that names it."""
    named = {category: body.slug for body in plan.departments for category in body.categories}
    defaults = dict(named)
    upkeep = tuple(sorted(DISTRICT_CATEGORIES))
    by_district = tuple(
        Row(
            slug=f"upkeep-{district.slug}",
            department=district.slug,
            categories=frozenset(upkeep),
            areas=frozenset({ground.districts[district.slug]}),
        )
        for district in plan.districts
    )
    load_routing(by=LOADER, defaults=defaults, rows=by_district, since=FIRST)
    load_templates(by=LOADER, sheets=list(_templates()))


def _templates() -> Iterator[TemplateSheet]:
    counted: dict[str, int] = {}
    grounds = {ground.slug: ground.title for ground in REFUSAL_GROUNDS}
    for verb, key, kk, ru, en in rows("replies"):
        if verb not in _TITLES or (verb == "plan" and key != "*"):
            continue
        counted[verb] = counted.get(verb, 0) + 1
        yield TemplateSheet(
            slug=f"{verb.replace('_', '-')}-{counted[verb]}",
            verb=_VERB.get(verb, verb),
            title=grounds.get(key, _TITLES[verb]),
            text=Translated(kk=kk, ru=ru, en=en),
        )
