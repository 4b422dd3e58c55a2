"""The life of a case as a table (domain page `listening.md`, section 4).

Not states: duplicate, split, answered-by and born-from are links; waiting for the resident is a pause;
overdue is derived; hidden and quarantined are visibility; queued, sent and failed belong to the outbox.
"""

from enum import StrEnum

from qala.kernel.workflow import Workflow
from qala.proposals.rules.process_words import STATE_WORDS, VERB_WORDS


class Track(StrEnum):
    """One form, two tracks: an anonymous signal with a promise, an identified appeal with the legal clock."""

    SIGNAL = "signal"
    APPEAL = "appeal"


class Office(StrEnum):
    """Who may act on a case: slugs of roles. The resident is no office but acts as well."""

    RESIDENT = "resident"
    OPERATOR = "operator"
    TRIAGE = "triage_officer"
    DISPATCHER = "dispatcher"
    EXECUTOR = "executor"
    INSPECTOR = "inspector"
    SIGNER = "signer"


WORKFLOW = Workflow(
    "proposal",
    rows=[
        ("received", "triage", "triaged"),
        ("received", "withdraw", "explained"),
        ("triaged", "assign", "assigned"),
        ("triaged", "forward", "forwarded"),
        ("triaged", "explain", "explained"),
        ("triaged", "refuse", "refused"),
        ("triaged", "withdraw", "explained"),
        ("assigned", "start", "in_work"),
        ("assigned", "give_back", "triaged"),
        ("assigned", "plan", "planned"),
        ("assigned", "explain", "explained"),
        ("assigned", "refuse", "refused"),
        ("assigned", "forward", "forwarded"),
        ("assigned", "withdraw", "explained"),
        ("in_work", "claim_fixed", "fixed_claimed"),
        ("in_work", "plan", "planned"),
        ("in_work", "give_back", "triaged"),
        ("fixed_claimed", "confirm", "confirmed"),
        ("fixed_claimed", "contest", "in_work"),
        ("confirmed", "contest", "in_work"),
        ("planned", "start", "in_work"),
        ("planned", "redate", "planned"),
        ("planned", "refuse", "refused"),
        ("planned", "withdraw", "explained"),
        ("explained", "contest", "triaged"),
        ("refused", "contest", "triaged"),
        ("forwarded", "come_back", "triaged"),
    ],
    start="received",
    words={**STATE_WORDS, **VERB_WORDS},
)

_TRIAGE_DESK = frozenset({Office.TRIAGE, Office.OPERATOR})
_DISPATCH = frozenset({Office.DISPATCHER, Office.TRIAGE})
_SIGNERS = frozenset({Office.SIGNER})
_ANSWERS = frozenset({Office.SIGNER, Office.DISPATCHER})
_WORKERS = frozenset({Office.EXECUTOR, Office.DISPATCHER})
_AUTHOR = frozenset({Office.RESIDENT})

#: Who may do what, whatever the state. Refusing is signed by the head or a deputy, always.
WHO: dict[str, frozenset[Office]] = {
    "triage": _TRIAGE_DESK,
    "assign": _DISPATCH,
    "forward": _ANSWERS | {Office.TRIAGE},
    "explain": _ANSWERS,
    "refuse": _SIGNERS,
    "withdraw": _AUTHOR | {Office.OPERATOR},  # of the operators, whoever took the case in
    "start": _WORKERS,
    "give_back": _WORKERS,
    "plan": _ANSWERS,
    "redate": _ANSWERS,
    "claim_fixed": _WORKERS,
    "confirm": frozenset({Office.RESIDENT, Office.INSPECTOR}),
    "contest": frozenset({Office.RESIDENT, Office.INSPECTOR}),
    "come_back": _DISPATCH,
}

#: What ends a case by the author's word. A talon that an officer handed out does not do it: two know its code.
AUTHOR_CLOSES = frozenset({"confirm", "withdraw"})

#: Only the author, never an inspector, may contest in these states: the answer was given to them.
AUTHOR_ONLY_CONTEST = frozenset({"confirmed", "explained", "refused"})

#: Verbs that are unlawful without words the resident can read.
NEEDS_REASON = frozenset({"forward", "explain", "refuse", "give_back", "redate", "contest", "withdraw"})

#: States that end the promise: `fixed_claimed` does not, an answer is not a repair.
ENDS_PROMISE = frozenset({"confirmed", "explained", "refused", "forwarded"})

#: At most ten children, one level deep (Signalen); children keep the parent's receipt date.
MAX_CHILDREN = 10


class LinkKind(StrEnum):
    """How two cases hang together. A link moves neither text, talon, clock nor supports."""

    DUPLICATE = "duplicate"
    SPLIT = "split"
    ANSWERED_BY = "answered_by"
    BORN_FROM = "born_from"


def offices_for(state: str, verb: str) -> frozenset[Office]:
    """Who may do ``verb`` in ``state``; nobody where the table has no such step."""
    if not WORKFLOW.allows(state, verb):
        return frozenset()
    if verb == "contest" and state in AUTHOR_ONLY_CONTEST:
        return _AUTHOR
    return WHO[verb]


def steps(state: str, verbs: tuple[str, ...]) -> str:
    """The state after several steps in a row; a Refusal where one of them is unlawful."""
    for verb in verbs:
        state = WORKFLOW.after(state, verb)
    return state
