"""The register of ready texts: written, retired, taken up again. Replies that began with one keep their own words."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.refusals import Refusal, require
from qala.kernel.translated import Translated
from qala.proposals.models import Category, ReplyTemplate
from qala.proposals.policies import may_keep_registers
from qala.proposals.rules.registers import SPEAKING, TEMPLATE_SLUG


@dataclass(frozen=True)
class ReadyText:
    """A ready text as it is written: for which step, for which category or any, its name and its words."""

    verb: str
    title: Translated
    text: Translated
    category: Category | None = None

    def insist(self) -> None:
        """For a step that speaks, with a name and words in both languages of the city."""
        wrong: dict[str, object] = {}
        if self.verb not in SPEAKING:
            wrong["verb"] = _("In this step nothing is written to the author.")
        for code in ("kk", "ru"):
            for side, told in (("title", self.title), ("text", self.text)):
                if not getattr(told, code).strip():
                    wrong[f"{side}_{code}"] = _("A ready text stands in Kazakh and in Russian at least.")
        if wrong:
            raise Refusal(_("This text cannot be kept so."), code="template", fields=wrong)


@transaction.atomic
def add_template(*, by: Actor, slug: str, sheet: ReadyText) -> ReplyTemplate:
    """Write a ready text down; officers see it at once."""
    require(may_keep_registers(by))
    if not TEMPLATE_SLUG.fullmatch(slug) or slug == "new":
        wrong = _("Use small Latin letters, digits and -: it stands in addresses and never changes.")
        raise Refusal(wrong, code="slug", fields={"slug": wrong})
    if ReplyTemplate.objects.filter(slug=slug).exists():
        taken = _("There is a ready text of this name already.")
        raise Refusal(taken, code="slug-taken", fields={"slug": taken}, status=409)
    sheet.insist()
    template = ReplyTemplate.objects.create(
        slug=slug, verb=sheet.verb, category=sheet.category, title=sheet.title, text=sheet.text
    )
    record(by, "proposals.template.set", template, step=template.verb, category=template.category_id)
    return template


@transaction.atomic
def write_template(*, by: Actor, template: ReplyTemplate, sheet: ReadyText) -> ReplyTemplate:
    """Write its words, step and category anew. What was sent keeps the words it had."""
    require(may_keep_registers(by))
    sheet.insist()
    locked = ReplyTemplate.objects.select_for_update().get(pk=template.pk)
    locked.verb, locked.category, locked.title, locked.text = sheet.verb, sheet.category, sheet.title, sheet.text
    locked.save(update_fields=["verb", "category", "title", "text"])
    record(by, "proposals.template.set", locked, step=locked.verb, category=locked.category_id)
    return locked


@transaction.atomic
def retire_template(*, by: Actor, template: ReplyTemplate) -> ReplyTemplate:
    """Offer it no longer; replies that began with it still name it."""
    require(may_keep_registers(by))
    locked = ReplyTemplate.objects.select_for_update().get(pk=template.pk)
    if not locked.active:
        raise Refusal(_("This text is retired already."), code="retired", status=409)
    locked.active = False
    locked.save(update_fields=["active"])
    record(by, "proposals.template.retired", locked)
    return locked


@transaction.atomic
def take_up_template(*, by: Actor, template: ReplyTemplate) -> ReplyTemplate:
    """Offer it to officers again."""
    require(may_keep_registers(by))
    locked = ReplyTemplate.objects.select_for_update().get(pk=template.pk)
    if locked.active:
        raise Refusal(_("This text is in use already."), code="in-use", status=409)
    locked.active = True
    locked.save(update_fields=["active"])
    record(by, "proposals.template.taken_up", locked)
    return locked
