"""A case's past as it is told by another register or by the demo: what may be believed, and what is refused.

Two years cannot call `now()`. A story carries its own moments; everything else is as strict as in a living case:
the same workflow table, the same offices, another pair of eyes, reasons, evidence and terms.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from qala.kernel.clock import local
from qala.kernel.refusals import Refusal
from qala.proposals.rules.process import NEEDS_REASON, WORKFLOW, Office, offices_for
from qala.proposals.rules.sheet import Sheet

#: What happens to a case without moving its state, and which offices do it. Empty: anybody.
EVENT_OFFICES: dict[str, frozenset[str]] = {
    "support": frozenset(),
    "answer": frozenset({Office.RESIDENT}),
    "upgrade": frozenset({Office.RESIDENT}),
    "ask": frozenset({Office.TRIAGE, Office.DISPATCHER, Office.EXECUTOR}),
    "extend": frozenset({Office.SIGNER}),
    "link": frozenset({Office.TRIAGE, Office.OPERATOR, Office.DISPATCHER}),
    "join_incident": frozenset({Office.TRIAGE, Office.OPERATOR, Office.DISPATCHER}),
    "answer_incident": frozenset({Office.TRIAGE, Office.OPERATOR, Office.DISPATCHER}),
    "close_incident": frozenset({Office.TRIAGE, Office.OPERATOR, Office.DISPATCHER}),
    "order_works": frozenset({Office.DISPATCHER, Office.SIGNER}),
    "accept_works": frozenset({Office.INSPECTOR}),
    "publish": frozenset({Office.TRIAGE, Office.OPERATOR}),
    "reply": frozenset({Office.TRIAGE, Office.OPERATOR, Office.DISPATCHER, Office.SIGNER}),
}

#: Who held which office when: (actor key, role) → (organisation slug, first day, first day no longer).
Posts = Mapping[tuple[str, str], tuple[tuple[str, date, date | None], ...]]


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened: a verb of the workflow or of `EVENT_OFFICES`, its moment and whoever did it."""

    verb: str
    at: datetime
    by: str
    office: str = Office.RESIDENT
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """A case from receipt to today. `uid` makes a second loading find the first; links name other stories' uids."""

    uid: UUID
    sheet: Sheet
    steps: tuple[Told, ...] = ()
    author: str = ""  # actor key of the author, where one is known
    twin_of: UUID | None = None
    shares_order_of: UUID | None = None
    incident: str = ""


def fault_of(story: Story, posts: Posts, until: datetime) -> str:
    """What makes a story unbelievable, in one English line for the loader's report; empty when it is lawful."""
    try:
        _walk(story, posts, until)
    except Refusal as wrong:
        return f"{story.uid}: {wrong.reason}"
    return ""


def insist(believable: object, why: str) -> None:
    """Refuse a story for a reason."""
    if not believable:
        raise Refusal(why, code="unlawful-story")


def _walk(story: Story, posts: Posts, until: datetime) -> None:
    at = story.sheet.received_at
    insist(at is not None and at <= until, "a case is received in the past")
    state, body, claimed_by, closed_at = WORKFLOW.start, "", "", None
    for told in story.steps:
        insist(at is not None and at <= told.at <= until, f"{told.verb} is told out of order or in the future")
        at = told.at
        if told.verb in EVENT_OFFICES:
            _insist_on_office(story, told, EVENT_OFFICES[told.verb], body, posts)
            continue
        after = WORKFLOW.after(state, told.verb)
        _insist_on_office(story, told, offices_for(state, told.verb), body, posts)
        _insist_on_words(story, told)
        if told.verb == "contest":
            late = closed_at is not None and told.at > closed_at + timedelta(days=28)
            insist(not late, "an answer is contested within 28 days")
        if told.verb == "claim_fixed":
            shown = told.facts.get("act") or told.facts.get("picture") or story.shares_order_of
            insist(shown, "a claim shows evidence")
            claimed_by = told.by
        if told.verb == "confirm":
            insist(told.by != claimed_by, "nobody confirms their own work")
        body = told.facts.get("department", body) if told.verb == "assign" else body
        closed_at = told.at if after in _CLOSED else None
        state = after


_CLOSED = frozenset({"confirmed", "explained", "refused", "forwarded"})


def _insist_on_words(story: Story, told: Told) -> None:
    """A reason is there; where the author spoke a language of the city, in that language too."""
    if told.verb not in NEEDS_REASON:
        return
    reason = told.facts.get("reason") or told.facts.get("words")
    insist(reason, f"{told.verb} needs a reason")
    if not isinstance(reason, str):
        insist(getattr(reason, story.sheet.language, ""), f"the reason of {told.verb} is in the author's language")


def _insist_on_office(story: Story, told: Told, offices: Iterable[str], body: str, posts: Posts) -> None:
    allowed = frozenset(offices)
    if not allowed:
        return
    insist(told.office in allowed, f"{told.office} may not {told.verb}")
    if told.office == Office.RESIDENT:
        insist(bool(story.author) and told.by == story.author, f"only the author may {told.verb} as a resident")
        return
    day = local(told.at).date()
    held = [post for post in posts.get((told.by, told.office), ()) if post[1] <= day and (not post[2] or day < post[2])]
    if told.office == Office.EXECUTOR and body:
        held = [post for post in held if post[0] == body]
    insist(held, f"{told.by} did not hold {told.office} on {day}")
