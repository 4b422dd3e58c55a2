"""What does not move a case: supports, questions, longer terms, links, storms, replies."""

from collections.abc import Callable
from dataclasses import replace

from qala.kernel.clock import local
from qala.kernel.translated import Translated
from qala.proposals.models import Extension, Incident, Link, Pause, Proposal, Reply, Support
from qala.proposals.rules import extensions
from qala.proposals.rules.clock import Event, EventKind
from qala.proposals.rules.history import Told, insist
from qala.proposals.telling.answers import translation_of
from qala.proposals.telling.case import Case

NOTICE_DAYS = 3


def _support(case: Case, told: Told) -> None:
    case.rows.add(Support(proposal=case.proposal, person_id=told.by.removeprefix("person:"), at=told.at))


def _ask(case: Case, told: Told) -> None:
    insist(case.pause is None, "one question is open at a time")
    case.pause = Pause(proposal=case.proposal, question=told.facts["question"], asked_at=told.at)
    case.rows.add(case.pause)
    case.happened(EventKind.PAUSED, told.at)
    case.recount()


def _answer(case: Case, told: Told) -> None:
    insist(case.pause is not None, "an answer follows its question")
    assert case.pause is not None
    case.pause.answer, case.pause.answered_at = told.facts["words"], told.at
    case.pause = None
    case.happened(EventKind.RESUMED, told.at)
    case.recount()


def _extend(case: Case, told: Told) -> None:
    """A reasoned decision, told in the same breath. A void one is refused, as in a living case."""
    proposal, day = case.proposal, local(told.at).date()
    insist(proposal.track == "appeal", "only an appeal is extended")
    wanted = extensions.Extension(day, told.facts["until_on"], has_reason=True, is_signed=True, notice_on=day)
    assert proposal.due_on is not None
    void = extensions.problems(
        wanted,
        registered=proposal.registered_on,
        due_on=proposal.due_on,
        calendar=case.known.almanac.calendar,
        notice_days=NOTICE_DAYS,
    )
    insist(not void and wanted.until_on > proposal.due_on, f"this extension is void: {', '.join(void) or 'shorter'}")
    case.rows.add(
        Extension(
            proposal=proposal,
            until_on=wanted.until_on,
            reason=Translated.of(told.facts["reason"]),
            decided_at=told.at,
            noticed_at=told.at,
            signed_by=told.by,
        )
    )
    case.happened(EventKind.EXTENDED, told.at, Event(EventKind.EXTENDED, day, extension=replace(wanted)))
    case.recount()


def _link(case: Case, told: Told) -> None:
    assert case.story.twin_of is not None
    target = case.rows.cases.get(case.story.twin_of) or case.known.cases.get(case.story.twin_of)
    insist(target is not None, "a twin hangs on a case told before it")
    assert target is not None
    case.rows.add(Link(source=case.proposal, target=target, kind="duplicate", made_at=told.at, made_by=told.by))


def _join_incident(case: Case, told: Told) -> None:
    """The first to join opens it."""
    found = case.rows.incidents.get(case.story.incident)
    if found is None:
        proposal = case.proposal
        insist(proposal.category_id is not None, "a case of an incident has a category")
        assert proposal.category_id is not None
        found = Incident(category_id=proposal.category_id, district_id=proposal.district_id, opened_at=told.at)
        case.rows.incidents[case.story.incident] = found
    found.opened_at = min(found.opened_at, told.at)
    case.proposal.incident = found


def _incident_of(case: Case) -> Incident:
    found = case.proposal.incident
    insist(found is not None, "a case speaks for the incident it has joined")
    assert found is not None
    return found


def _answer_incident(case: Case, told: Told) -> None:
    """One reply to every author of the storm, told with one of its cases."""
    text = Translated.of(told.facts["text"])
    insist(text.kk and text.ru, "an answer to many is written in Kazakh and in Russian")
    translation = dict.fromkeys(text.as_dict(), "original")
    case.rows.add(_replied(told, text, translation, incident=_incident_of(case)))


def _close_incident(case: Case, told: Told) -> None:
    _incident_of(case).closed_at = told.at


def _reply(case: Case, told: Told) -> None:
    text = Translated.of(told.facts["text"])
    case.rows.add(_replied(told, text, translation_of(text, case.language), proposal=case.proposal))


def _replied(told: Told, text: Translated, translation: dict[str, str], **to: Proposal | Incident) -> Reply:
    return Reply(verb="reply", text=text, translation=translation, at=told.at, by=told.by, **to)


TELL: dict[str, Callable[[Case, Told], None]] = {
    "support": _support,
    "ask": _ask,
    "answer": _answer,
    "extend": _extend,
    "link": _link,
    "join_incident": _join_incident,
    "answer_incident": _answer_incident,
    "close_incident": _close_incident,
    "reply": _reply,
}
