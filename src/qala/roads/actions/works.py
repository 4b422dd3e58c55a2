"""Works from need to a signed contract and on to the work itself. Acceptance stands in `proofs.py`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import today
from qala.kernel.refusals import Refusal, require
from qala.places.rules.position import Position
from qala.roads.models import LineAnswer, PriceChange, Wait, Works
from qala.roads.policies import may_decide_price, may_do_works, may_plan_works
from qala.roads.queries.ahead import otherwise_planned, planned_for
from qala.roads.queries.works import (
    contracted_on,
    guarantee_at,
    lines_below,
    norms_on,
    permitted_digs,
    places_of,
    whole_area,
)
from qala.roads.rules.works import Kind, Size, kind_of
from qala.roads.stepping import full_wait, hold_ground, lay_out, refuse_loose, works_step


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody wants done: why, where, which layers, how much area."""

    why: str
    places: Sequence[Position]
    area_m2: Decimal
    top_cm: Decimal = Decimal(0)
    base_cm: Decimal = Decimal(0)
    case: str = ""


@dataclass(frozen=True, slots=True)
class Contract:
    """What was signed. `guarantee_years` stays empty where the contract promises no other term than the norm."""

    number: str
    contractor: str
    price_tiyn: int
    guarantee_years: int | None = None


@transaction.atomic
def note_need(*, by: Actor, need: Need) -> Works:
    """Write down that a place needs works. Under a running guarantee it is refused: there it is a claim."""
    require(may_plan_works(by))
    _refuse_guaranteed(need.places)
    norms, whole = norms_on(today()), whole_area(need.places)
    size = Size(need.top_cm, need.base_cm, need.area_m2, whole)
    if size.layers_cm <= 0 and size.share >= norms["repair_share"]:
        why = _("So much of a street is not mended without a layer: say how many centimetres.")
        raise Refusal(why, code="no_layers", fields={"top_cm": why})
    kind = kind_of(size, norms)
    works = Works.objects.create(
        why=need.why, case=need.case, noted_on=today(), kind=kind.value, area_m2=need.area_m2, whole_m2=whole,
        top_cm=need.top_cm, base_cm=need.base_cm,
    )  # fmt: skip
    lay_out(works, list(need.places))
    record(by, "roads.works.noted", works, kind=works.kind)
    return works


@transaction.atomic
def select_works(*, by: Actor, works: Works) -> Works:
    """Make a need a candidate."""
    require(may_plan_works(by))
    works_step(by, works, "select")
    record(by, "roads.works.selected", works)
    return works


@transaction.atomic
def programme_works(*, by: Actor, works: Works, year: int, reason: str = "") -> Works:
    """Set a year for a candidate; another year than the plan in force has for its ground needs a reason."""
    require(may_plan_works(by))
    planned = planned_for(works)
    if planned and year not in planned.years and not reason.strip():
        raise Refusal(otherwise_planned(planned), code="against_programme", fields={"reason": _("Say why.")})
    works.programmed_year = year
    works_step(by, works, "programme", reason.strip())
    record(by, "roads.works.programmed", works, year=year, **({"plan": planned.plan.pk} if planned else {}))
    return works


@transaction.atomic
def design_works(*, by: Actor, works: Works, answers: Mapping[int, str]) -> Works:
    """Approve a design that answers for the age of every line below, by the line's number."""
    require(may_plan_works(by))
    unanswered = [line for line in lines_below(works) if not answers.get(line.pk, "").strip()]
    if unanswered:
        told = ", ".join(f"{line} ({line.laid_year or '?'})" for line in unanswered)
        raise Refusal(
            _("The design does not answer for the age of lines below: %(lines)s.") % {"lines": told},
            code="lines_unanswered",
        )
    LineAnswer.objects.bulk_create([LineAnswer(works=works, line_id=pk, answer=said) for pk, said in answers.items()])
    works_step(by, works, "design")
    record(by, "roads.works.designed", works, lines=len(answers))
    return works


@transaction.atomic
def tender_works(*, by: Actor, works: Works, expertise: str = "") -> Works:
    """Put works out to tender. Capital repair needs its state expertise: it cannot pass as current repair."""
    require(may_plan_works(by))
    if works.kind == Kind.CAPITAL and not expertise.strip():
        raise Refusal(
            _("By its layers and area this is capital repair: name its state expertise."), code="capital_as_current"
        )
    works.expertise = expertise.strip()
    works_step(by, works, "tender")
    record(by, "roads.works.tendered", works, kind=works.kind)
    return works


@transaction.atomic
def contract_works(*, by: Actor, works: Works, contract: Contract) -> Works:
    """Write down the contract. Nothing is paid for under a running guarantee, nor on ground already under contract."""
    require(may_plan_works(by))
    if not (contract.number.strip() and contract.contractor.strip() and contract.price_tiyn > 0):
        raise Refusal(_("A contract has a number, a contractor and a price."), code="no_contract")
    _refuse_taken_ground(works)
    works.contract, works.contractor = contract.number, contract.contractor
    works.price_tiyn, works.guarantee_years = contract.price_tiyn, contract.guarantee_years
    works_step(by, works, "contract")
    record(by, "roads.works.contracted", works, price_tiyn=contract.price_tiyn)
    return works


@transaction.atomic
def change_price(*, by: Actor, works: Works, price_tiyn: int, decision: str, reason: str) -> PriceChange:
    """Change the price of a contract by a decision with its reason."""
    require(may_decide_price(by))
    works.refresh_from_db(fields=["state", "price_tiyn"], from_queryset=Works.objects.select_for_update())
    if works.price_tiyn is None or works.state == "accepted":
        raise Refusal(_("There is no price to change."), code="no_price")
    if price_tiyn <= 0 or not decision.strip() or not reason.strip():
        raise Refusal(_("A new price needs a decision with its number and its reason."), code="price_without_reason")
    change = PriceChange.objects.create(
        works=works, before_tiyn=works.price_tiyn, after_tiyn=price_tiyn, decision=decision, reason=reason,
        by=by.actor_key, decided_on=today(),
    )  # fmt: skip
    works.price_tiyn = price_tiyn
    works.save(update_fields=["price_tiyn"])
    record(by, "roads.price.changed", works, before_tiyn=change.before_tiyn, after_tiyn=price_tiyn)
    return change


@transaction.atomic
def start_works(*, by: Actor, works: Works) -> Works:
    """Begin, where nobody else works, no guarantee began since the contract and no dig stands in the way."""
    require(may_do_works(by, works))
    _refuse_taken_ground(works)
    _refuse_digs(works)
    works.started_on, works.started_by = today(), by.actor_key
    works_step(by, works, "start")
    record(by, "roads.works.started", works)
    return works


@transaction.atomic
def suspend_works(*, by: Actor, works: Works, wait: Wait) -> Works:
    """Let works rest: what for, until when, who answers for it, what covers the place."""
    require(may_do_works(by, works))
    full_wait(wait)
    wait.works, wait.by = works, by.actor_key
    wait.save()
    works_step(by, works, "suspend", wait.waiting_for)
    record(by, "roads.works.suspended", works, until=wait.until_on.isoformat())
    return works


@transaction.atomic
def resume_works(*, by: Actor, works: Works) -> Works:
    """Go on, where no dig that came meanwhile stands in the way."""
    require(may_do_works(by, works))
    hold_ground(works)
    _refuse_digs(works)
    works_step(by, works, "resume")
    record(by, "roads.works.resumed", works)
    return works


@transaction.atomic
def cancel_works(*, by: Actor, works: Works, reason: str) -> Works:
    """Give works up before they begin, with a reason."""
    require(may_plan_works(by))
    if not reason.strip():
        raise Refusal(_("Say why."), code="no_reason", fields={"reason": _("Say why.")})
    works_step(by, works, "cancel", reason)
    record(by, "roads.works.cancelled", works)
    return works


def _refuse_taken_ground(works: Works) -> None:
    """Nobody pays twice for one ground: neither under a guarantee nor beside another contract."""
    hold_ground(works)
    _refuse_guaranteed(places_of(works))
    others = contracted_on(places_of(works), but=works)
    if others:
        told = ", ".join(f"№ {one.pk}" for one in others)
        raise Refusal(_("Other works are under contract here: %(works)s.") % {"works": told}, code="ground_taken")


def _refuse_digs(works: Works) -> None:
    """Nothing is paved over a trench whose compaction test did not pass, nor where a dig may still be opened."""
    refuse_loose(works)
    to_come = permitted_digs(works)
    if to_come:
        told = ", ".join(f"№ {cut.pk} ({cut.purpose})" for cut in to_come)
        raise Refusal(_("A dig is permitted here and not opened yet: %(digs)s.") % {"digs": told}, code="dig_to_come")


def _refuse_guaranteed(places: Sequence[Position]) -> None:
    warranty = guarantee_at(places, today())
    if warranty:
        raise Refusal(
            _("A guarantee runs here until %(day)s: this is a claim, not a payment.") % {"day": warranty.until_on},
            code="under_guarantee",
        )
