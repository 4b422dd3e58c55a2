"""The register of categories: written down, taken into use, retired. Never deleted, and a slug never changes."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.refusals import Refusal, require
from qala.kernel.translated import LANGUAGES, Translated
from qala.proposals.models import Category, Topic
from qala.proposals.policies import may_keep_registers
from qala.proposals.queries.registers import has_a_department
from qala.proposals.rules.registers import CATCH_ALL, DAYS_BACK, PHONE, RADIUS_M, SLUG


@dataclass(frozen=True)
class CategorySheet:
    """A category as it is written: its names, its topic, how far and how long back a twin is looked for."""

    title: Translated
    topic: str
    radius_m: int
    days_back: int
    emergency_phone: str = ""

    def insist(self) -> None:
        """Named in all three languages, within the bounds."""
        wrong: dict[str, object] = {}
        for code in LANGUAGES:
            if not getattr(self.title, code).strip():
                wrong[f"title_{code}"] = _("Residents read in three languages: name it in each.")
        if self.topic not in Topic.values:
            wrong["topic"] = _("There is no such topic.")
        if self.radius_m not in RADIUS_M:
            wrong["radius_m"] = _("Give 10 to 5,000 metres.")
        if self.days_back not in DAYS_BACK:
            wrong["days_back"] = _("Give 1 to 365 days.")
        if self.emergency_phone and not PHONE.fullmatch(self.emergency_phone):
            wrong["emergency_phone"] = _("A number has digits, spaces and the signs + ( ) - only.")
        if wrong:
            raise Refusal(_("This category cannot be kept so."), code="category", fields=wrong)

    def onto(self, category: Category) -> Category:
        category.title, category.topic = self.title, self.topic
        category.radius_m, category.days_back = self.radius_m, self.days_back
        category.emergency_phone = self.emergency_phone
        return category


def _facts(category: Category) -> dict[str, str | int]:
    return {"topic": category.topic, "radius_m": category.radius_m, "days_back": category.days_back}


@transaction.atomic
def add_category(*, by: Actor, slug: str, sheet: CategorySheet) -> Category:
    """Write a new category down. It is not in use before a table in force sends its cases somewhere."""
    require(may_keep_registers(by))
    if not SLUG.fullmatch(slug) or slug == "new":
        wrong = _("Use small Latin letters, digits and _: it stands in addresses and never changes.")
        raise Refusal(wrong, code="slug", fields={"slug": wrong})
    if Category.objects.filter(pk=slug).exists():
        taken = _("There is a category of this name already.")
        raise Refusal(taken, code="slug-taken", fields={"slug": taken}, status=409)
    sheet.insist()
    last = Category.objects.order_by("-order").values_list("order", flat=True).first() or 0
    category = sheet.onto(Category(slug=slug, active=False, order=last + 1))
    category.save(force_insert=True)
    record(by, "proposals.category.set", category, **_facts(category))
    return category


@transaction.atomic
def write_category(*, by: Actor, category: Category, sheet: CategorySheet) -> Category:
    """Write its names, topic and reach anew. Cases that have it keep it, under the new name."""
    require(may_keep_registers(by))
    sheet.insist()
    locked = sheet.onto(Category.objects.select_for_update().get(pk=category.pk))
    locked.save(update_fields=["title", "topic", "radius_m", "days_back", "emergency_phone"])
    record(by, "proposals.category.set", locked, **_facts(locked))
    return locked


@transaction.atomic
def take_up(*, by: Actor, category: Category) -> Category:
    """Offer it to residents and officers from now on. Some department must be there for its cases."""
    require(may_keep_registers(by))
    locked = Category.objects.select_for_update().get(pk=category.pk)
    if locked.active:
        raise Refusal(_("This category is in use already."), code="in-use", status=409)
    if not has_a_department(locked):
        nobody = _("Nobody would get its cases yet. Name its department, and put that table into force first.")
        raise Refusal(nobody, code="no-department", status=409)
    locked.active = True
    locked.save(update_fields=["active"])
    record(by, "proposals.category.taken_up", locked)
    return locked


@transaction.atomic
def retire(*, by: Actor, category: Category) -> Category:
    """Offer it no longer. Cases that have it keep it, and every figure still counts them."""
    require(may_keep_registers(by))
    locked = Category.objects.select_for_update().get(pk=category.pk)
    if locked.pk == CATCH_ALL:
        stays = _("This category catches what fits no other. It stays in use.")
        raise Refusal(stays, code="catch-all", status=409)
    if not locked.active:
        raise Refusal(_("This category is retired already."), code="retired", status=409)
    locked.active = False
    locked.save(update_fields=["active"])
    record(by, "proposals.category.retired", locked)
    return locked
