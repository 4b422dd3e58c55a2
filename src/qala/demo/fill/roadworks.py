"""Works in every state, guarantees with their claims, digs in every state, a dangerous place. By roads' own doors."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from qala.demo.city.paving import dice
from qala.demo.city.pictures import picture
from qala.demo.city.reading import SOURCE
from qala.demo.city.roadworks import COURSE, DIGS, DUG, PAST, REASON, WORKS, DigPlan, WorksPlan
from qala.kernel.clock import now, today
from qala.people.models import Appointment, Person
from qala.places.models import Segment
from qala.places.rules.position import Position
from qala.roads.actions import cuts, proofs, warranties
from qala.roads.actions import works as doing
from qala.roads.actions.past_works import record_past_works
from qala.roads.actions.ratings import Procedure, Seen, record_rating
from qala.roads.models import Carriageway, Cut, Wait, Works
from qala.roads.queries.works import lines_below, places_of
from qala.roads.rules.entries import Entry
from qala.roads.rules.survey_sheet import Outing

LONGEST = 160
PRICE_M2 = 12_000_00
DEARER = 11


class Offices(NamedTuple):
    """Who does what: nobody accepts what they made or measured."""

    engineer: Person
    director: Person
    inspector: Person
    second: Person
    builder: Appointment
    operator: Appointment


def build(say: Callable[[str], None]) -> int:
    """Works, digs and what follows from them; returns how many."""
    offices = _offices()
    ways = _ways()
    places = [_place(way) for way in ways[: len(WORKS)]]
    _past(offices, [_place(way) for way in ways[-len(PAST) :]])
    works = [_works(offices, one, there, seed) for seed, (one, there) in enumerate(zip(WORKS, places, strict=True))]
    free = [_place(way) for way in ways[len(WORKS) :]]
    for number, dig in enumerate(DIGS):
        there = free[number] if dig.over is None else places[dig.over]
        _dig(offices, dig, there, number)
    _danger(offices, free[len(DIGS)])
    say(f"Road works: {len(works)} and {len(PAST)} of earlier years, digs: {len(DIGS)}")
    return len(works) + len(PAST) + len(DIGS)


def _offices() -> Offices:
    engineer, director = _post("road_engineer"), _post("road_director")
    inspector, second = Appointment.objects.filter(role="road_inspector").order_by("pk")[:2]
    return Offices(
        engineer.person, director.person, inspector.person, second.person, _post("contractor"),
        _post("utility_operator"),
    )  # fmt: skip


def _post(role: str) -> Appointment:
    return Appointment.objects.filter(role=role).order_by("pk")[0]


def _ways() -> list[Carriageway]:
    """Asphalt of named streets, one stretch a street, in an order that no clock and no serial number decides."""
    rows = Carriageway.objects.present().filter(surface="asphalt", source=SOURCE, segment__street__isnull=False)
    rows = rows.filter(to_m__gte=60).select_related("segment__street").order_by("source_id")
    by_street = {way.segment.street_id: way for way in rows}
    wanted = len(WORKS) + len(DIGS) + 1 + len(PAST)
    return sorted(by_street.values(), key=lambda way: dice(f"{way.source_id}:works", 10**6))[:wanted]


def _place(way: Carriageway) -> Position:
    return Position(way.segment_id, Decimal(0), min(way.to_m, Decimal(LONGEST)))


def _past(offices: Offices, places: list[Position]) -> None:
    """Works of earlier years, and what became of their guarantees."""
    entries = [
        Entry(
            there, today() - timedelta(days=one.days_ago),
            {
                "act": f"{number}-А", "contract": f"{number}/{one.days_ago}", "why": one.why, "top_cm": Decimal(5),
                "contractor": offices.builder.organisation.slug, "price_tiyn": int(there.length_m * 7 * PRICE_M2),
                "area_m2": (there.length_m * 7).quantize(Decimal("0.1")), "guarantee_years": one.years,
            },
            "act", line=str(number),
        )
        for number, (one, there) in enumerate(zip(PAST, places, strict=True), start=1)
    ]  # fmt: skip
    taken = record_past_works(by=offices.engineer, entries=entries)
    for pk, one in zip(taken.added, PAST, strict=True):
        works = Works.objects.get(pk=pk)
        warranty = works.warranty
        if one.guarantee != "running":
            warranties.end_warranty(by=offices.engineer, warranty=warranty)
        if one.guarantee == "released":
            seen = [Seen(there, Decimal(7)) for there in places_of(works)]
            record_rating(by=offices.inspector, outing=Outing(today()), procedure=Procedure.VISUAL, seen=seen)
            warranties.release_warranty(by=offices.inspector, warranty=warranty)


def _works(offices: Offices, plan: WorksPlan, there: Position, seed: int) -> Works:
    by = offices.engineer
    area = (there.length_m * 7).quantize(Decimal("0.1"))
    need = doing.Need(plan.why, [there], area, Decimal(plan.top_cm), Decimal(plan.base_cm))
    works = doing.note_need(by=by, need=need)
    if plan.reach == "cancelled":
        return doing.cancel_works(by=by, works=works, reason="Қаражат келесі жылға қалды. Деньги перенесены.")
    for state in COURSE[1 : COURSE.index(plan.reach if plan.reach in COURSE else "in_work") + 1]:
        if state == "accepted":
            _prove(offices, works, there, seed, offices.inspector)
            proofs.accept_works(by=offices.second, works=works)
        else:
            _advance(offices, works, state, seed)
    if plan.reach == "proven":
        _prove(offices, works, there, seed, offices.second)
    if plan.reach == "failed":
        lot = proofs.lay_lot(by=offices.builder.person, works=works, number="1", material="асфальтбетон")
        proofs.sample_lot(by=offices.inspector, lot=lot, passed=False, protocol=f"Л-{seed}")
    if plan.reach == "suspended":
        wait = Wait(
            waiting_for="Су құбырын ауыстыру", until_on=today() + timedelta(days=40),
            owner=str(offices.operator.organisation), cover="қиыршық тас",
        )  # fmt: skip
        doing.suspend_works(by=offices.builder.person, works=works, wait=wait)
    _claim(offices, works, plan.guarantee)
    return works


def _advance(offices: Offices, works: Works, state: str, seed: int) -> None:
    by = offices.engineer
    match state:
        case "candidate":
            doing.select_works(by=by, works=works)
        case "programmed":
            doing.programme_works(by=by, works=works, year=today().year + (seed < 5))
        case "designed":
            answers = {line.pk: "Жобада ауыстырылады" for line in lines_below(works)}
            doing.design_works(by=by, works=works, answers=answers)
        case "tendered":
            doing.tender_works(by=by, works=works, expertise=f"01-{seed:04}/26" if works.kind == "capital" else "")
        case "contracted":
            builder = offices.builder.organisation.slug
            price = int(works.area_m2 * PRICE_M2)
            doing.contract_works(by=by, works=works, contract=doing.Contract(f"{seed + 40}/26", builder, price))
        case "in_work":
            doing.start_works(by=offices.builder.person, works=works)


def _prove(offices: Offices, works: Works, there: Position, seed: int, by: Person) -> None:
    """Now and then a lot that failed and the one laid instead, a photo, the length; and once a price that rose."""
    builder = offices.builder.person
    lot = proofs.lay_lot(by=builder, works=works, number="1", material="асфальтбетон")
    proofs.sample_lot(by=by, lot=lot, passed=seed % 2 == 0, protocol=f"Л-{seed}/1")
    if seed % 2:
        again = proofs.lay_lot(by=builder, works=works, number="2", material="асфальтбетон", replaces=lot)
        proofs.sample_lot(by=by, lot=again, passed=True, protocol=f"Л-{seed}/2")
    line = Segment.objects.get(pk=there.segment).line
    middle = line.interpolate(min(float(there.to_m) / 2, 60.0) / 111_000)
    shot = picture("works", seed, point=(middle.x, middle.y), taken_at=now(), seed=7, after=True)
    proofs.add_evidence(by=builder, works=works, photo=proofs.Photo(shot.jpeg, middle.x, middle.y, today()))
    laid = proofs.Laid(there.length_m, works.area_m2, works.top_cm, works.base_cm)
    proofs.measure_works(by=by, works=works, laid=laid)
    if seed == DEARER:
        price = int(works.price_tiyn or 0) * 11 // 10
        doing.change_price(
            by=offices.director, works=works, price_tiyn=price, decision="17", reason="Негіз әлсіз болып шықты."
        )


def _claim(offices: Offices, works: Works, wanted: str) -> None:
    if wanted in {"", "running"}:
        return
    row = works.warranty
    warranties.claim(by=offices.engineer, warranty=row, about="Төсем шөкті. Просадка покрытия.")
    if wanted == "fixed":
        warranties.fix_claim(by=offices.inspector, warranty=row)
    if wanted == "disputed":
        warranties.dispute_claim(by=offices.builder.person, warranty=row, reason="Прорвало трубу, покрытие ни при чём.")


def _dig(offices: Offices, plan: DigPlan, there: Position, seed: int) -> Cut:
    operator = offices.operator.person
    from_m = there.from_m + 12
    stretch = Position(there.segment, from_m, min(from_m + 8 + seed % 5, there.to_m))
    dig = cuts.Dig(
        offices.operator.organisation.slug, plan.purpose, [stretch], Decimal(plan.area_m2), today(),
        today() + timedelta(days=9),
    )  # fmt: skip
    if plan.emergency:
        return cuts.open_emergency(by=operator, dig=dig)
    cut = cuts.request_cut(by=operator, dig=dig)
    if plan.reach == "withdrawn":
        return cuts.withdraw_cut(by=operator, cut=cut, reason="Керек болмай қалды. Больше не нужно.")
    for state in DUG[1 : DUG.index(plan.reach) + 1]:
        _permit(offices, cut, state, seed)
        _close(offices, cut, state, seed, firm=plan.reach != "temporary_cover")
    return cut


def _permit(offices: Offices, cut: Cut, state: str, seed: int) -> None:
    by = offices.engineer
    if state == "conflict_checked":
        cuts.check_cut(by=by, cut=cut)
    elif state == "permitted":
        for conflict in cut.conflicts.all():
            cuts.override_conflict(by=by, conflict=conflict, reason=REASON)
        cuts.permit_cut(by=by, cut=cut, permit=f"Р-{seed + 100}", guarantor=str(offices.operator.organisation))


def _close(offices: Offices, cut: Cut, state: str, seed: int, *, firm: bool) -> None:
    operator = offices.operator.person
    match state:
        case "opened":
            cuts.open_cut(by=operator, cut=cut)
        case "backfilled":
            cuts.test_trench(by=operator, cut=cut, passed=firm, protocol=f"У-{seed}")
            cuts.backfill_cut(by=operator, cut=cut)
        case "temporary_cover":
            cuts.cover_cut(by=operator, cut=cut, until=today() + timedelta(days=14))
        case "permanent_cover":
            cuts.pave_cut(by=operator, cut=cut)
        case "inspected":
            cuts.inspect_cut(by=offices.inspector, cut=cut)


def _danger(offices: Offices, there: Position) -> None:
    seen = now() - timedelta(hours=3)
    warranties.note_hazard(
        by=offices.inspector,
        danger=warranties.Danger(
            Position(there.segment, there.from_m + 5, there.from_m + 9), "Құдық қақпағы түскен. Провалился люк.", seen,
            seen + timedelta(minutes=40), str(offices.operator.organisation), now() + timedelta(hours=20),
        ),
    )  # fmt: skip
