"""Terms are set by dated rows with a source; no row is ever rewritten, so old cases keep the clock they began with."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record
from qala.kernel.actors import Actor, Job
from qala.kernel.clock import today
from qala.kernel.refusals import Refusal, require
from qala.proposals.models import Norm
from qala.proposals.policies import may_write_norms
from qala.proposals.queries.norms import days_on
from qala.proposals.rules.norm_words import TERMS


@dataclass(frozen=True)
class NormSheet:
    """A term as it is given: how many days, from which day, and who says so."""

    slug: str
    days: int
    from_on: date
    source: str
    track: str = ""
    kind: str = ""
    pause_stops: bool = False
    verified: bool = False


@transaction.atomic
def set_norm(*, by: Actor, sheet: NormSheet) -> Norm:
    """Set a term from a day to come. Rows before it stay: each case is counted by what held on its day."""
    require(may_write_norms(by))
    _insist_on_term(sheet)
    _insist_on_day(by, sheet)
    _insist_on_order(sheet)
    term = TERMS[sheet.slug]
    norm = Norm.objects.create(
        slug=sheet.slug,
        track=sheet.track,
        kind=sheet.kind,
        days=sheet.days,
        working=term.working,
        pause_stops=sheet.pause_stops,
        from_on=sheet.from_on,
        source=sheet.source.strip(),
        verified=sheet.verified,
    )
    record(
        by,
        "proposals.norm.set",
        norm,
        slug=norm.slug,
        track=norm.track or None,
        days=norm.days,
        from_on=norm.from_on,
        verified=norm.verified,
    )
    return norm


def _insist_on_term(sheet: NormSheet) -> None:
    term = TERMS.get(sheet.slug)
    if term is None or not term.is_lawful_for(sheet.track):
        unknown = _("The register knows no such term for this track.")
        raise Refusal(unknown, code="unknown-term", fields={"slug": unknown})
    if not 1 <= sheet.days <= term.most:
        wrong = _("Give 1 to %(most)s days.") % {"most": term.most}
        raise Refusal(wrong, code="days", fields={"days": wrong})
    if not sheet.source.strip():
        missing = _("Name the source: an article of a law, an act, or a decision of the city.")
        raise Refusal(missing, code="source-missing", fields={"source": missing})
    if sheet.pause_stops and sheet.track == "appeal" and not sheet.verified:
        wrong = _("A question to the author may stop the legal clock only by a confirmed norm.")
        raise Refusal(wrong, code="pause-unverified", fields={"pause_stops": wrong})


def _insist_on_day(by: Actor, sheet: NormSheet) -> None:
    """Nobody moves a clock that already runs; only a loader writes history."""
    if sheet.from_on <= today() and not isinstance(by, Job):
        past = _("A term holds from tomorrow at the earliest: clocks that run are not moved.")
        raise Refusal(past, code="not-to-come", fields={"from_on": past})
    if Norm.objects.filter(slug=sheet.slug, track=sheet.track, kind=sheet.kind, from_on=sheet.from_on).exists():
        twice = _("A row of this term begins on that day already.")
        raise Refusal(twice, code="day-taken", fields={"from_on": twice}, status=409)


def _insist_on_order(sheet: NormSheet) -> None:
    """Contacts go no later than the texts, on every day from then on."""
    pair = {"contact_kept": "text_kept", "text_kept": "contact_kept"}.get(sheet.slug)
    if pair is None:
        return
    others = days_on(pair, sheet.from_on)
    wrong = any(sheet.days > other if sheet.slug == "contact_kept" else sheet.days < other for other in others)
    if wrong:
        told = _("Names and contacts are kept no longer than the texts.")
        raise Refusal(told, code="contact-outlives-text", fields={"days": told})
