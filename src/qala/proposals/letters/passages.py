"""Which words of the case a letter may quote, and in which language."""

from dataclasses import dataclass

from qala.kernel.translated import Translated
from qala.proposals.models import Letter, Proposal, Visibility


@dataclass(frozen=True)
class Passage:
    """A quoted text in the reader's language, or in another that is named."""

    text: str
    language: str


def passage(letter: Letter, kind: str) -> Passage | None:
    """The reply behind a letter. A case that is not open to everyone is quoted to its author's own addresses only."""
    case = letter.proposal
    if case is None or not _may_read(letter, case, kind):
        return None
    if kind == "question":
        pause = case.pauses.order_by("-pk").first()
        return Passage(pause.question, case.language) if pause else None
    text = _text(case, kind)
    if not text:
        return None
    return Passage(text.get(letter.language), text.language(letter.language))


def _may_read(letter: Letter, case: Proposal, kind: str) -> bool:
    author = getattr(case, "author", None)
    own = {author.email, author.postal_address} if author is not None else set()
    if letter.address.casefold() in {address.casefold() for address in own if address}:
        return True
    is_open = case.visibility == Visibility.PUBLIC and case.quarantined_at is None
    return is_open and kind != "question"


def _text(case: Proposal, kind: str) -> Translated | None:
    """The newest words of a kind. A later one of the same kind has its own letter and is truer."""
    if kind == "reply":
        reply = case.replies.last()
        return reply.text if reply else None
    if kind == "incident":
        reply = case.incident.replies.last() if case.incident else None
        return reply.text if reply else None
    if kind == "decision":
        decision = case.decisions.order_by("-pk").first()
        return decision.reason if decision else None
    row = (case.plans if kind == "plan" else case.extensions).order_by("-pk").first()
    return row.reason if row else None
