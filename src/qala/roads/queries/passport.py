"""What a road passport says, as plain data: every fact with its place, every total with what it counts."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from qala.places.models import Street
from qala.roads.models import Holding, Paper, Passport, PlacedFields
from qala.roads.queries.completeness import shares_of
from qala.roads.queries.passport_condition import condition_told
from qala.roads.queries.passport_works import next_act, works_told
from qala.roads.queries.register import Stretch, holding_on, stretches_on
from qala.roads.rules.completeness import Share, overall
from qala.roads.rules.passport import is_overdue, valid_until

FORM = "qala.road-passport/1"
CARRIAGEWAY = ("width_min_m", "width_max_m", "lanes", "area_m2", "surface", "pavement", "category", "built_year")
LAYER = ("order", "material", "thickness_cm", "laid_year", "contract", "samples")
ELEMENT = ("kind", "material", "built_year", "quantity", "unit", "width_m", "initial_tiyn", "replacement_tiyn")
STRUCTURE = ("kind", "name", "passport_number", "material", "built_year", "length_m", "width_m", "load_t")
LINE = ("kind", "line_key", "holder", "depth_m", "diameter_mm", "laid_year", "due_year", "due_flex_years")


def passport_told(street: Street, day: date, stretches: Sequence[Stretch] | None = None) -> dict[str, Any]:
    """The whole passport of a street as the register stood on a day. The same register gives the same document.

    `stretches` are the street's own of that day, where somebody has read them already.
    """
    if stretches is None:
        stretches = stretches_on(street, day)
    shares = shares_of(street, stretches, day)
    return {
        "form": FORM,
        "as_of_on": day.isoformat(),
        "street": _street(street, day),
        "holding": _holding(holding_on(street, day)),
        "segments": [_stretch(one) for one in stretches],
        "totals": _totals(stretches),
        "completeness": [_share(one) for one in shares],
        "completeness_overall": f"{overall(shares):.4f}",
        "condition": condition_told([one.segment for one in stretches], day),
        "works": works_told(street, day),
        "papers": [_paper(one) for one in Paper.objects.filter(street=street, signed_on__lte=day)],
    }


def _street(street: Street, day: date) -> dict[str, Any]:
    borne = street.history.filter(Q(from_on=None) | Q(from_on__lte=day), Q(until_on=None) | Q(until_on__gt=day)).first()
    return {
        "key": f"places.street:{street.pk}",
        "register_number": street.register_number,
        "names": (borne or street).names.as_dict(),
        "kind": street.kind,
        "districts": [{"kato": one.code, "names": one.names.as_dict()} for one in street.districts.order_by("code")],
    }


def _holding(row: Holding | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {"owner": row.owner, "holder": row.holder, "act": row.act, "since": row.valid_from.isoformat()}


def _stretch(one: Stretch) -> dict[str, Any]:
    segment = one.segment
    return {
        "key": f"places.segment:{segment.pk}",
        "order": segment.order,
        "length_m": plain(segment.measured_length_m),
        "length_is_measured": segment.length_is_measured,
        "road_class": segment.road_class,
        "from_node": segment.from_node,
        "to_node": segment.to_node,
        "carriageways": [_placed(row, CARRIAGEWAY) for row in one.carriageways],
        "layers": [_placed(row, LAYER) for row in one.layers],
        "elements": [_placed(row, ELEMENT) for row in one.elements],
        "structures": [_placed(row, STRUCTURE) for row in one.structures],
        "lines": [_placed(row, LINE) for row in one.lines],
    }


def _placed(row: PlacedFields, columns: Iterable[str]) -> dict[str, Any]:
    told = {name: plain(getattr(row, name)) for name in columns}
    return {
        "from_m": plain(row.from_m),
        "to_m": plain(row.to_m),
        "side": row.side,
        "basis": row.basis,
        "assumed": list(row.assumed),
        "since": row.valid_from.isoformat(),
        **{name: value for name, value in told.items() if value not in {None, ""}},
    }


def plain(value: Any) -> Any:
    """Decimals as text without needless zeros, the rest as it is."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value


def _totals(stretches: Sequence[Stretch]) -> dict[str, Any]:
    surfaces: dict[str, Decimal] = {}
    areas: list[Decimal] = []
    elements: dict[tuple[str, str], Decimal] = {}
    unmeasured = 0
    for one in stretches:
        for row in one.carriageways:
            surfaces[row.surface] = surfaces.get(row.surface, Decimal(0)) + row.length_m
            if row.area_m2 is None:
                unmeasured += 1
            else:
                areas.append(row.area_m2)
        for element in one.elements:
            kind = (element.kind, element.unit)
            elements[kind] = elements.get(kind, Decimal(0)) + element.quantity
    return {
        "length_m": plain(sum((one.length_m for one in stretches), Decimal(0))),
        "area_m2": plain(sum(areas, Decimal(0))),
        "carriageways_without_area": unmeasured,
        "surface_m": {name: plain(metres) for name, metres in sorted(surfaces.items())},
        "elements": [
            {"kind": kind, "unit": unit, "quantity": plain(count)} for (kind, unit), count in sorted(elements.items())
        ],
        "structures": sum(len(one.structures) for one in stretches),
        "lines": sum(len(one.lines) for one in stretches),
    }


def _share(one: Share) -> dict[str, Any]:
    return {
        "field": one.field.value,
        "known_m": plain(one.known_m),
        "assumed_m": plain(one.assumed_m),
        "all_m": plain(one.all_m),
        "share": f"{one.share:.4f}",
    }


def _paper(row: Paper) -> dict[str, Any]:
    return {"kind": row.kind, "number": row.number, "signed_on": row.signed_on.isoformat(), "sha256": row.sha256}


def approved_on_day(street: Street, day: date) -> Passport | None:
    """The approved version that was in force on a day."""
    versions = Passport.objects.filter(street=street, state__in=["approved", "superseded"], approved_on__lte=day)
    return versions.exclude(superseded_on__lte=day).order_by("-version").first()


def in_work(street: Street) -> Passport | None:
    """The version that somebody still works on."""
    return Passport.objects.filter(street=street, state__in=["draft", "surveyed", "checked"]).first()


def validity(passport: Passport | None, street: Street, day: date) -> dict[str, Any]:
    """Until when the approved version holds, whether it still does, whether a new one is overdue after an act.

    A version knows the works accepted by the day whose register it tells, not by the day somebody approved it.
    """
    act = next_act(street.pk, passport.as_of_on if passport else None, day)
    approved = passport.approved_on if passport else None
    until = valid_until(approved, act) if approved else None
    return {
        "valid_until": until,
        "holds": until is not None and day <= until,
        "act_on": act,
        "overdue": is_overdue(act, day),
    }
