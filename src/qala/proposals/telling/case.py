"""One story as rows: the receipt, then each step in its turn."""

from dataclasses import dataclass, field
from datetime import datetime

from qala.kernel.clock import local
from qala.proposals.models import (
    Author,
    Identity,
    Pause,
    Plan,
    Proposal,
    Statement,
    Step,
    WorksOrder,
)
from qala.proposals.receiving import author_of, received_case, words_of
from qala.proposals.rules.clock import Event, EventKind
from qala.proposals.rules.history import Story, Told
from qala.proposals.rules.process import WORKFLOW
from qala.proposals.rules.sheet import Sheet
from qala.proposals.telling.rows import Known, Rows


@dataclass
class Case:
    """A case while its story is told."""

    story: Story
    known: Known
    rows: Rows
    proposal: Proposal
    statement: Statement
    events: list[Event] = field(default_factory=list)
    order: WorksOrder | None = None
    plan: Plan | None = None
    pause: Pause | None = None
    claimed_by: str = ""
    hops: int = 0

    @property
    def language(self) -> str:
        return self.story.sheet.language

    def step(self, told: Told) -> None:
        """Move to the next state by the table and remember the step."""
        before = self.proposal.state
        self.proposal.state = WORKFLOW.after(before, told.verb)
        after = self.proposal.state
        self.rows.add(
            Step(proposal=self.proposal, verb=told.verb, before=before, after=after, at=told.at, by=told.by)
        )

    def happened(self, kind: EventKind, at: datetime, event: Event | None = None) -> None:
        """Something that moves the legal clock; nothing moves it before it was registered."""
        self.events.append(event or Event(kind, max(self.proposal.registered_on, local(at).date())))

    def recount(self) -> None:
        """The stored day is only a copy of what the events say."""
        registered = Event(EventKind.REGISTERED, self.proposal.registered_on, legal_kind=self.proposal.kind)
        told = [registered, *sorted(self.events, key=lambda event: event.on)]
        self.proposal.due_on = self.known.almanac.due(self.proposal.track, told)


def tell_case(story: Story, known: Known, rows: Rows) -> Case:
    """Make the rows of one story, which `rules.history.fault_of` has found lawful."""
    from qala.proposals.telling.verbs import TELL

    proposal = _received(story.sheet, story, known)
    statement = words_of(proposal, story.sheet)
    case = Case(story, known, rows, proposal, statement)
    rows.cases[story.uid] = proposal
    rows.add(statement)
    if not story.sheet.author.is_empty:
        rows.add(_author(proposal, story.sheet))
    for told in story.steps:
        TELL[told.verb](case, told)
    return case


def _received(sheet: Sheet, story: Story, known: Known) -> Proposal:
    assert sheet.received_at is not None
    registered = known.almanac.registered(sheet.received_at)
    return received_case(
        sheet,
        uid=story.uid,
        at=sheet.received_at,
        days=(registered, known.almanac.first_due(sheet.track, registered, sheet.kind)),
        accepted_by=story.author or "resident",
    )


def _author(proposal: Proposal, sheet: Sheet) -> Author:
    signed = sheet.identity not in (Identity.ANONYMOUS, Identity.UNCONFIRMED)
    return author_of(proposal, sheet.author, sheet.received_at if signed else None)
