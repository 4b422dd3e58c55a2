"""The city's own numbers: settings and age bands as new dated rows. What held before stays as it was."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record_many
from qala.kernel.actors import Actor
from qala.kernel.clock import today
from qala.kernel.refusals import Refusal, require
from qala.kernel.translated import Translated
from qala.meals.models import AgeBand, Meal, Setting
from qala.meals.policies import may_load
from qala.meals.rules.values import KNOWN, ToldBand, ToldSetting


@transaction.atomic
def set_numbers(*, by: Actor, told: Sequence[ToldSetting]) -> int:
    """Write settings down from their days on. How many."""
    require(may_load(by))
    _reach_forward(told)
    Setting.objects.bulk_create(
        Setting(slug=one.slug, value=one.value, unit=KNOWN[one.slug].unit, from_on=one.from_on, source=one.source,
                verified=one.verified)
        for one in told
    )  # fmt: skip
    rows = [(f"meals.setting:{one.slug}", {"value": one.value, "from_on": one.from_on}) for one in told]
    record_many(by, "meals.settings.written", rows)
    return len(told)


@transaction.atomic
def set_bands(*, by: Actor, told: Sequence[ToldBand]) -> int:
    """Write a set of age bands down from its day on. How many."""
    require(may_load(by))
    _reach_forward(told)
    AgeBand.objects.bulk_create(
        AgeBand(slug=one.slug, titles=Translated(*one.titles), from_age=one.from_age, until_age=one.until_age,
                from_on=one.from_on, source=one.source, verified=one.verified)
        for one in told
    )  # fmt: skip
    rows = [(f"meals.band:{one.slug}", {"from": one.from_age, "until": one.until_age}) for one in told]
    record_many(by, "meals.bands.written", rows)
    return len(told)


def _reach_forward(told: Sequence[ToldSetting] | Sequence[ToldBand]) -> None:
    """Nothing changes behind meals that were counted."""
    first = min((one.from_on for one in told), default=today())
    if first < today() and Meal.objects.filter(day__gte=first).exists():
        raise Refusal(_("Meals are counted on days that this would change. Choose a later day."), code="reaches_back")
