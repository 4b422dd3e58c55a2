"""What an act of acceptance still lacks, line by line, in the reader's words."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from qala.kernel.clock import today
from qala.roads.models import Works
from qala.roads.models.works import KINDS
from qala.roads.queries.works import is_paid_too_much, kind_laid, lot_facts, norms_on, places_of, unproven_stretches
from qala.roads.rules.works import Kind, failed_lots, is_short
from qala.ui.templatetags.ui import number


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing an act needs; `verb` is the step that brings it."""

    told: str
    is_there: bool
    verb: str


def proofs_of(works: Works) -> list[Proof]:
    """Lots, photos, the measured length: what is there and what lacks, in the order people bring it."""
    return [*_lots(works), _photos(works), _length(works), *_laid(works)]


def _lots(works: Works) -> list[Proof]:
    lots = lot_facts(works)
    if works.size.layers_cm <= 0 and not lots:
        return []
    failed = failed_lots(lots)
    if not lots:
        return [Proof(_("No lot of material is written down yet."), is_there=False, verb="lot")]
    told = {"good": len(lots) - len(failed), "all": len(lots)}
    return [Proof(_("Lots passed or replaced: %(good)s of %(all)s") % told, not failed, "sample")]


def _photos(works: Works) -> Proof:
    bare, stretches = unproven_stretches(works) if works.started_on else [], len(places_of(works))
    told = {"with": stretches - len(bare), "all": stretches}
    return Proof(_("Stretches with a photo taken there: %(with)s of %(all)s") % told, not bare, "photo")


def _length(works: Works) -> Proof:
    agreed = sum((there.length_m for there in places_of(works)), Decimal(0))
    if works.measured_m is None or works.measured_area_m2 is None:
        why = _("Nobody has measured the %(agreed)s m, the area and the layers yet.")
        return Proof(why % {"agreed": number(agreed)}, is_there=False, verb="measure")
    told = {"measured": number(works.measured_m), "agreed": number(agreed)}
    short = is_short(works.measured_m, agreed, norms_on(today()))
    return Proof(_("Measured: %(measured)s m of %(agreed)s m agreed") % told, not short, "measure")


def _laid(works: Works) -> list[Proof]:
    """What the measured area and layers make of the works; capital repair needs its expertise."""
    if works.measured_area_m2 is None:
        return []
    kind = kind_laid(works)
    told = {
        "area": number(works.measured_area_m2), "top": number(works.measured_top_cm or 0),
        "base": number(works.measured_base_cm or 0), "kind": dict(KINDS)[kind.value],
    }  # fmt: skip
    known = kind is not Kind.CAPITAL or bool(works.expertise)
    laid = [Proof(_("Laid: %(area)s m², %(top)s cm above, %(base)s cm base: %(kind)s") % told, known, "measure")]
    if is_paid_too_much(works):
        agreed = {"area": number(works.area_m2), "top": number(works.top_cm), "base": number(works.base_cm)}
        why = _("That is less than agreed (%(area)s m², %(top)s cm, %(base)s cm) at the full price")
        laid.append(Proof(why % agreed, is_there=False, verb="price"))
    return laid
