"""The right column: the clock, the next lawful step as one button, the others under it, and why some are absent."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from qala.people.models import Person
from qala.proposals.policies import holds_any
from qala.proposals.queries.desk_case import Board
from qala.proposals.rules.process import WORKFLOW, Track
from qala.proposals.rules.words import STATE_WORDS, TRACK_WORDS

if TYPE_CHECKING:
    from qala.proposals.views.desk_verb import DeskVerb

TONES = {
    "received": "wait",
    "triaged": "wait",
    "assigned": "act",
    "in_work": "act",
    "fixed_claimed": "attention",
    "confirmed": "confirmed",
    "planned": "act",
    "explained": "quiet",
    "refused": "harm",
    "forwarded": "quiet",
}
#: What usually comes next in each state; the first one that this officer may do becomes the button.
NEXT = {
    "received": ("release", "triage"),
    "triaged": ("release", "assign", "refuse", "explain"),
    "assigned": ("start", "plan", "reply"),
    "in_work": ("claim_fixed", "order_works", "plan"),
    "fixed_claimed": ("confirm", "publish"),
    "planned": ("start", "order_works", "redate"),
    "forwarded": ("come_back",),
    "confirmed": ("publish", "reply"),
    "explained": ("publish", "reply"),
    "refused": ("publish", "reply"),
}


def column(by: Person, seen: Board, verbs: Iterable["DeskVerb"]) -> dict[str, Any]:
    """What the template of the right column shows."""
    offered = {verb.slug: verb for verb in verbs if verb.offered(by, seen.case)}
    if seen.case.lacks_order:
        offered.pop("start", None)
    step = next((offered[slug] for slug in NEXT[seen.case.state] if slug in offered), None)
    process = {row[1] for row in WORKFLOW.rows}
    rest = [verb for verb in offered.values() if verb is not step]
    return {
        "board": seen,
        "case": seen.case,
        "face": seen.face,
        "state_word": STATE_WORDS[seen.case.state],
        "state_tone": TONES[seen.case.state],
        "track_word": TRACK_WORDS[Track(seen.case.track)],
        "step": step,
        "steps": [verb for verb in rest if verb.slug in process],
        "papers": [verb for verb in rest if verb.slug not in process],
        "absent": absent(by, seen, set(offered)),
        "may_link_now": "link" in offered,
    }


def absent(by: Person, seen: Board, offered: set[str]) -> list[str]:
    """Why a verb people look for is not here."""
    case = seen.case
    lawful = set(WORKFLOW.verbs(case.state))
    found = []
    if case.state == "in_work" and not case.is_ordered:
        found.append(_("“Done” needs a works order with evidence: order the works first."))
    if case.lacks_order:
        found.append(_("What was promised begins with a works order: order the works first."))
    if "refuse" in lawful - offered:
        found.append(_("Refusing is signed by the head or a deputy. Lay a draft before them."))
    if "confirm" in lawful - offered:
        own = any(step.verb == "claim_fixed" and step.by == by.actor_key for step in case.steps.all())
        found.append(
            _("You said it is done, so another person must look.")
            if own
            else _("Confirming belongs to the author or an inspector.")
        )
    if "claim_fixed" in offered and not _has_evidence(seen):
        found.append(_("There is no evidence yet: attach a photo or an act to the works order."))
    if case.track == "appeal" and not holds_any(by, "signer") and not case.answered_at:
        found.append(_("Taking longer is decided by the head or a deputy."))
    if "contest" in lawful - offered:
        found.append(_("Only the author may contest this answer."))
    return found


def _has_evidence(seen: Board) -> bool:
    return any(order.evidence.all() for order in seen.case.works_orders.all())

