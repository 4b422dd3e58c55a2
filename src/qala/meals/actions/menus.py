"""What is on the table: the supplier writes the menu of a day."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.refusals import Refusal, require
from qala.kernel.translated import Translated
from qala.meals.models import MenuDay, Service
from qala.meals.policies import may_cook
from qala.meals.rules.allergens import ALLERGENS
from qala.roster.models import School


@transaction.atomic
def write_menu(  # noqa: PLR0913 - what stands on a menu
    *, by: Actor, school: School, day: date, service: Service, dishes: Translated, allergens: Collection[str] = (),
    kilocalories: int | None = None,
) -> MenuDay:  # fmt: skip
    """Write what a school cooks for a service of a day; until the day is over it can be written anew."""
    require(may_cook(by, school, day))
    if not (dishes.kk and dishes.ru):
        raise Refusal(_("The menu is told in Kazakh and in Russian."), code="untranslated")
    named = [one for one in ALLERGENS if one in allergens]
    menu, _made = MenuDay.objects.update_or_create(
        school=school, day=day, service=service,
        defaults={"dishes": dishes, "allergens": named, "kilocalories": kilocalories},
    )  # fmt: skip
    record(by, "meals.menu.written", menu, school=school.slug, day=day, allergens=len(named))
    return menu
