"""What a survey is told by: the outing, sample units with their distresses, evenness and the like, files."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qala.kernel.clock import today
from qala.places.models import PositionFields, Segment, Street
from qala.places.rules.position import Position, UnlawfulPositionError
from qala.roads.forms.asked import a_choice, a_day, a_word, metres_of
from qala.roads.models import Survey
from qala.roads.rules.condition_words import DISTRESS_WORDS, MEASURE_WORDS, SEVERITY_WORDS, TURNED_WORDS
from qala.roads.rules.surfaces import KINDS, Severity, Surface
from qala.roads.rules.survey_sheet import Outing, UnitSheet, fault_of
from qala.roads.rules.surveyed import Found

DISTRESSES = 6
MOST_UNITS = 12
SURFACES = {
    Surface.ASPHALT: pgettext_lazy("survey", "asphalt"),
    Surface.CONCRETE: pgettext_lazy("survey", "concrete slabs"),
}


def not_ahead(day: date) -> None:
    """Nobody has surveyed on a day that has not come."""
    if day > today():
        raise forms.ValidationError(_("A condition survey cannot be dated in the future."))


def outing() -> dict[str, forms.Field]:
    """Who went out with what, when."""
    return {
        "surveyed_on": a_day(_("Surveyed on"), initial=today, validators=[not_ahead]),
        "kind": a_choice(_("Kind of survey"), Survey.KINDS, initial="yearly"),
        "device": a_word(_("Device"), required=False),
        "calibrated_on": a_day(_("Calibrated on"), required=False),
        "crew": a_word(_("Crew, without names"), 40, required=False),
    }


def outing_of(told: dict[str, Any], method: str = "pci") -> Outing:
    """The outing as it was told."""
    return Outing(told["surveyed_on"], told["kind"], method, told["device"], told["calibrated_on"], told["crew"])


class FileForm(forms.Form):
    """A file of condition."""

    kind_of_file = a_choice(
        _("What the file holds"),
        [
            ("survey", _("a PCI survey: units and distresses, CSV")),
            ("iri", _("evenness by stretch, CSV")),
            ("deflection", _("deflection by stretch, CSV")),
            ("visual", _("ratings by eye, CSV")),
            ("curves", _("a set of PCI curves, JSON")),
        ],
    )
    file = forms.FileField(label=_("File"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields.update(outing())


class SheetForm(forms.Form):
    """Sample units of one segment, each with what was found on it."""

    def __init__(self, *args: Any, street: Street, units: int, surface: Surface, **more: Any) -> None:
        super().__init__(*args, **more)
        self.surface, self.units = surface, min(max(units, 1), MOST_UNITS)
        rows = Segment.objects.present().filter(street=street).order_by("order", "pk")
        self.segments = {str(one.pk): one for one in rows}
        told = [(pk, f"№ {one.order}, {one.measured_length_m}") for pk, one in self.segments.items()]
        self.fields.update(outing())
        self.fields["segment"] = a_choice(_("Segment"), told)
        self.fields["side"] = a_choice(_("Side"), PositionFields.SIDES, initial="both")
        self.fields["section"] = metres_of(_("Size of the whole section"), help_text=_("m² of asphalt, or slabs."))
        for unit in range(self.units):
            self.fields.update(_unit(unit, surface))

    def blocks(self) -> list[tuple[int, list[Any], list[list[Any]]]]:
        """The units for the page: number, the unit's own fields, its rows of distresses."""
        found = []
        for unit in range(self.units):
            own = [self[f"u{unit}_{name}"] for name in ("from_m", "to_m", "size", "additional")]
            rows = [
                [self[f"u{unit}_d{at}_{name}"] for name in ("kind", "severity", "quantity")] for at in range(DISTRESSES)
            ]
            found.append((unit + 1, own, rows))
        return found

    def facts(self) -> list[Any]:
        """The fields that are told once."""
        return [self[name] for name in (*outing(), "segment", "side", "section")]

    def clean(self) -> dict[str, Any]:
        """The units that were told stand under `sheets`."""
        told = super().clean() or {}
        if not self.errors:
            told["sheets"] = [sheet for unit in range(self.units) if (sheet := self._sheet(unit, told))]
        return told

    def _sheet(self, unit: int, told: dict[str, Any]) -> UnitSheet | None:
        segment = self.segments[told["segment"]]
        rows = range(DISTRESSES)
        found = tuple(one for at in rows if (one := _found(told, f"u{unit}_d{at}")))
        try:
            there = Position(segment.pk, told[f"u{unit}_from_m"], told[f"u{unit}_to_m"], told["side"])
        except UnlawfulPositionError:
            self.add_error(f"u{unit}_to_m", _("The stretch ends before it begins."))
            return None
        size, odd = told[f"u{unit}_size"], told[f"u{unit}_additional"]
        sheet = UnitSheet(unit + 1, there, self.surface, size, told["section"], odd, found)
        fault = fault_of(sheet, segment.measured_length_m)
        if fault:
            self.add_error(f"u{unit}_size", str(TURNED_WORDS[fault]))
        return sheet


def _unit(unit: int, surface: Surface) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {
        f"u{unit}_from_m": metres_of(_("From, m"), min_value=0),
        f"u{unit}_to_m": metres_of(_("To, m"), min_value=0),
        f"u{unit}_size": metres_of(
            _("Size of the unit, m² or slabs"), help_text=_("A unit is 225 ± 90 m² of asphalt, or 20 ± 8 slabs.")
        ),
        f"u{unit}_additional": forms.BooleanField(label=_("An oddity, such as a dig: not drawn"), required=False),
    }
    kinds = [
        (slug, f"{DISTRESS_WORDS[slug]}, {MEASURE_WORDS[kind.measure]}")
        for (on, slug), kind in KINDS.items()
        if on is surface
    ]
    severities = [(one.value, SEVERITY_WORDS[one.value]) for one in Severity]
    for at in range(DISTRESSES):
        fields[f"u{unit}_d{at}_kind"] = a_choice(_("Distress"), [("", "—"), *kinds], required=False)
        fields[f"u{unit}_d{at}_severity"] = a_choice(_("How bad"), severities, required=False, initial="low")
        fields[f"u{unit}_d{at}_quantity"] = metres_of(_("How much"), required=False)
    return fields


def _found(told: dict[str, Any], name: str) -> Found | None:
    if not told[f"{name}_kind"]:
        return None
    return Found(told[f"{name}_kind"], Severity(told[f"{name}_severity"]), told[f"{name}_quantity"] or Decimal(0))


def rating() -> dict[str, forms.Field]:
    """Evenness or what the eye saw, of one stretch."""
    return {
        "procedure": a_choice(
            _("How it was rated"),
            [
                ("iri", _("evenness (IRI), m/km")),
                ("deflection", _("deflection, mm")),
                ("visual", _("by eye, 1 worst to 10")),
            ],
            widget=forms.RadioSelect,
        ),
        "value": metres_of(_("Value"), min_value=0, max_digits=5),
        **outing(),
    }


def drawn() -> dict[str, forms.Field]:
    """How many units a segment has."""
    return {
        "surface": a_choice(_("Surface"), [(one.value, word) for one, word in SURFACES.items()]),
        "total": forms.IntegerField(
            label=_("How many units the section has"), min_value=1, max_value=2_000,
            help_text=_("A unit is 225 ± 90 m² of asphalt, or 20 ± 8 slabs."),
        ),
    }  # fmt: skip
