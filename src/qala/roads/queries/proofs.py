"""What an act of acceptance still lacks, line by line, in the reader's words."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from qala.kernel.clock import today
from qala.roads.models import Works
from qala.roads.queries.works import lot_facts, norms_on, places_of, unproven_stretches
from qala.roads.rules.works import failed_lots, is_short
from qala.ui.templatetags.ui import number


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing an act needs; `verb` is the step that brings it."""

    told: str
    is_there: bool
    verb: str


def proofs_of(works: Works) -> list[Proof]:
    """Lots, photos, the measured length: what is there and what lacks, in the order people bring it."""
    return [*_lots(works), _photos(works), _length(works)]


def _lots(works: Works) -> list[Proof]:
    lots = lot_facts(works)
    if works.top_cm + works.base_cm <= 0 and not lots:
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
    if works.measured_m is None:
        return Proof(
            _("Nobody has measured the %(agreed)s m yet.") % {"agreed": number(agreed)}, is_there=False, verb="measure"
        )
    told = {"measured": number(works.measured_m), "agreed": number(agreed)}
    short = is_short(works.measured_m, agreed, norms_on(today()))
    return Proof(_("Measured: %(measured)s m of %(agreed)s m agreed") % told, not short, "measure")
