"""Replies to the author: several languages, each marked original, translated or automatic."""

from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.refusals import Refusal, require
from qala.kernel.translated import Translated
from qala.proposals.actions.letters import tell
from qala.proposals.models import Proposal, Reply, ReplyTemplate
from qala.proposals.policies import may_reply, may_translate


@transaction.atomic
def reply(*, by: Actor, proposal: Proposal, text: Translated, template: ReplyTemplate | None = None) -> Reply:
    """Publish an answer in the author's language at least; a missing translation never blocks it."""
    require(may_reply(by))
    if not getattr(text, proposal.language):
        raise Refusal(
            _("Answer in the language of the case first; translations may follow."), code="author-language-missing"
        )
    row = Reply.objects.create(
        proposal=proposal,
        verb="reply",
        text=text,
        translation={code: "original" if code == proposal.language else "translated" for code in text.as_dict()},
        template=template,
        at=now(),
        by=by.actor_key,
    )
    record(by, "proposals.proposal.replied", proposal, reply=row.pk, languages=sorted(text.as_dict()))
    tell(by=by, proposal=proposal, template="replied", once=f"reply-{row.pk}")
    return row


@transaction.atomic
def translate(*, by: Actor, row: Reply, language: str, words: str, how: str = "translated") -> Reply:
    """Add a language to a published reply. The original is never overwritten."""
    require(may_translate(by))
    if row.translation.get(language) == "original":
        raise Refusal(_("The original stands. Write a new reply instead."), code="original-stands")
    row.text = Translated.of(row.text.as_dict() | {language: words})
    row.translation = row.translation | {language: how}
    row.save(update_fields=["text", "translation"])
    record(by, "proposals.proposal.replied", row.proposal or row, reply=row.pk, languages=[language])
    return row
