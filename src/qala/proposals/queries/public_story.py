"""What happened to a case, told for everyone from its own rows: steps, hops, questions, extensions, works, verdicts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qala.journal.queries import sentence
from qala.kernel.translated import Translated
from qala.proposals.models import Proposal, Step
from qala.ui.speech import day_words, language_of
from qala.ui.timeline import TimelineLine

SENTENCE_OF = {
    "triage": "triaged", "assign": "assigned", "give_back": "given_back", "start": "started", "plan": "planned",
    "redate": "redated", "explain": "explained", "refuse": "refused", "forward": "forwarded",
    "come_back": "come_back", "withdraw": "withdrawn", "claim_fixed": "claimed", "confirm": "confirmed",
    "contest": "contested",
}  # fmt: skip
TONES = {"confirm": "confirmed", "contest": "harm", "refuse": "harm", "claim_fixed": "now"}
ANCHORS = {"plan": "#promises", "redate": "#promises", "claim_fixed": "#works", "confirm": "#confirmation"}


@dataclass(frozen=True)
class Stage:
    """One link of the chain: its word, when it was made, where on the page it is proved; no day: still missing."""

    slug: str
    word: str
    at: datetime | None
    href: str
    note: str = ""


CHAIN_WORDS = {
    "case": Translated(kk="Белгі", ru="Сигнал", en="Signal"),
    "decision": Translated(kk="Шешім", ru="Решение", en="Decision"),
    "works": Translated(kk="Жұмыс", ru="Работы", en="Works"),
    "claim": Translated(kk="Дәлел", ru="Доказательство", en="Evidence"),
    "confirmation": Translated(kk="Растау", ru="Подтверждение", en="Confirmation"),
}


def spoken(day: date | None) -> str:
    return day_words(day, language_of(get_language() or "kk")) if day else ""


def events_of(case: Proposal) -> list[TimelineLine]:
    """The timeline, oldest first."""
    told = [
        TimelineLine(case.received_at, _told("proposal.submitted"), tone="done"),
        *_steps(case),
        *_questions(case),
        *_extensions(case),
        *_works(case),
        *_answers(case),
    ]
    if case.upgraded_at:
        told.append(TimelineLine(case.upgraded_at, _told("proposal.upgraded")))
    return sorted(told, key=lambda event: event.at)


def _told(verb: str) -> str:
    return sentence(f"proposals.{verb}")


def _steps(case: Proposal) -> Iterator[TimelineLine]:
    hops, verdicts, plans = list(case.assignments.all()), list(case.verdicts.all()), list(case.plans.all())
    for step in case.steps.all():
        who, more = "", ""
        if step.verb == "assign" and hops:
            hop = hops.pop(0)
            who = str(hop.department.name)
        elif step.verb in ("confirm", "contest") and verdicts:
            who = _eyes(verdicts.pop(0).eyes)
        elif step.verb in ("plan", "redate") and plans:
            plan = plans.pop(0)
            day = spoken(plan.review_on if plan.unfunded else plan.due_on)
            more = _("No money yet; to be looked at again on %(day)s") if plan.unfunded else _("Promised for %(day)s")
            more %= {"day": day}
        tone, href = TONES.get(step.verb, "done"), ANCHORS.get(step.verb, "")
        yield TimelineLine(step.at, _step_words(case, step), who, more, tone, href)


def _step_words(case: Proposal, step: Step) -> str:
    verb = SENTENCE_OF.get(step.verb)
    if step.verb == "withdraw" and step.by == case.accepted_by:
        verb = "withdrawn_by_operator"
    return _told(f"proposal.{verb}") if verb else step.verb


def _eyes(eyes: str) -> str:
    return _("the author") if eyes == "resident" else _("an inspector")


def _questions(case: Proposal) -> Iterator[TimelineLine]:
    for pause in case.pauses.all():
        yield TimelineLine(pause.asked_at, _("The city asked the author a question"), tone="now")
        if pause.answered_at:
            yield TimelineLine(pause.answered_at, _("The author answered"))


def _extensions(case: Proposal) -> Iterator[TimelineLine]:
    for row in case.extensions.all():
        more = _("Until %(day)s; the author was told") % {"day": spoken(row.until_on)}
        yield TimelineLine(row.decided_at, _("The head or a deputy extended the term"), more=more, tone="now")


def _works(case: Proposal) -> Iterator[TimelineLine]:
    for order in case.works_orders.all():
        href = f"#works-{order.pk}"
        due = _("Due %(day)s") % {"day": spoken(order.due_on)}
        yield TimelineLine(order.ordered_at, _told("works.ordered"), str(order.executor.name), due, href=href)
        if order.accepted_at:
            seen_by = _("an inspector")
            yield TimelineLine(order.accepted_at, _told("works.accepted"), seen_by, tone="confirmed", href=href)


def _answers(case: Proposal) -> Iterator[TimelineLine]:
    for reply in case.replies.all():
        yield TimelineLine(reply.at, _told("proposal.replied"), href=f"#reply-{reply.pk}")
    for photo in case.photos.all():
        if photo.state == "shown" and photo.reviewed_at:
            yield TimelineLine(photo.reviewed_at, _told("photo.shown"), href="#photos")


def chain_of(case: Proposal) -> list[Stage]:
    """Signal → decision → works → evidence → confirmation, as far as it has come."""
    decision = next((row for row in case.decisions.all() if row.kind in ("satisfied", "partly")), None)
    order = next(iter(case.works_orders.all()), None)
    proof = next((row for one in case.works_orders.all() for row in one.evidence.all()), None)
    verdict = next((row for row in reversed(case.verdicts.all()) if row.answer == "confirmed"), None)
    ordered_directly = decision is None and order is not None
    decided_at = decision.signed_at if decision else order.ordered_at if order else None
    decided_at_place = f"#decision-{decision.pk}" if decision else f"#works-{order.pk}" if order else ""
    seen = verdict if verdict and case.confirmed_at else None
    claimed_at = case.claimed_at
    claim_place = f"#evidence-{proof.pk}" if proof else "#works" if order else ""
    made = {
        "case": (case.received_at, "#words", ""),
        "decision": (decided_at, decided_at_place, _("by ordering the works") if ordered_directly else ""),
        "works": (order.ordered_at if order else None, f"#works-{order.pk}" if order else "", ""),
        "claim": (claimed_at, claim_place, ""),
        "confirmation": (seen.at if seen else None, "#confirmation" if seen else "", _eyes(seen.eyes) if seen else ""),
    }
    return [Stage(slug, str(CHAIN_WORDS[slug]), *told) for slug, told in made.items()]
