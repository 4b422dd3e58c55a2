"""Replies to the author: several languages, each marked original, translated or automatic."""

from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.refusals import Refusal, require
from qala.kernel.translated import LANGUAGES, Translated
from qala.proposals.actions.letters import tell
from qala.proposals.models import Decision, Proposal, Reply, ReplyTemplate
from qala.proposals.policies import may_reply, may_translate
from qala.proposals.rules.slots import open_slots


@transaction.atomic
def reply(*, by: Actor, proposal: Proposal, text: Translated, template: ReplyTemplate | None = None) -> Reply:
    """Publish an answer in the author's language at least; a missing translation never blocks it."""
    require(may_reply(by))
    if not getattr(text, proposal.language).strip():
        missing = _("Answer in the language of the case first; translations may follow.")
        raise Refusal(missing, code="author-language-missing", fields={f"text_{proposal.language}": missing})
    if any(open_slots(words) for words in text.as_dict().values()):
        unfilled = _("A place in braces is still empty. Fill it or take it out.")
        raise Refusal(unfilled, code="open-slot", fields={f"text_{proposal.language}": unfilled})
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
def translate(
    *, by: Actor, row: Reply | Decision, language: str, words: str, how: str = "translated"
) -> Reply | Decision:
    """Add a language to a published reply or decision. The original is never overwritten."""
    require(may_translate(by))
    if row.translation.get(language) == "original":
        raise Refusal(_("The original stands. Write a new reply instead."), code="original-stands", status=409)
    if language not in LANGUAGES or not words.strip():
        missing = _("Write the translation first.")
        raise Refusal(missing, code="translation-missing", fields={"words": missing})
    field = "reason" if isinstance(row, Decision) else "text"
    setattr(row, field, Translated.of(Translated.of(getattr(row, field)).as_dict() | {language: words}))
    row.translation = row.translation | {language: how}
    row.save(update_fields=[field, "translation"])
    about = row.proposal or row.incident if isinstance(row, Reply) else row.proposal
    assert about is not None, "a reply is to a case or to a whole incident"
    record(by, "proposals.proposal.translated", about, row=row.pk, kind=field, language=language, how=how)
    return row
