"""What others may know of works, digs, guarantees, dangerous places and defects; what stands beside a street."""

from collections.abc import Iterable

from django.db.models import Model, Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qala.kernel.cards import Reference
from qala.kernel.clock import today
from qala.kernel.keys import row_number, split_key
from qala.places.models import Street
from qala.roads.models import Cut, Defect, Ground, Hazard, Survey, Warranty, Works
from qala.roads.rules.works import AHEAD
from qala.ui.templatetags.ui import day as shown_day

MOST = 8
OPEN_DIGS = ("permitted", "opened", "backfilled", "temporary_cover", "permanent_cover")


def reference(key: str, person: object) -> Reference | None:  # noqa: ARG001 - everyone may know that it stands there
    """Title, address and state of one of these behind an opaque key."""
    label, pk = split_key(key)
    row = MODELS[label].objects.filter(pk=row_number(pk)).first()  # type: ignore[attr-defined]
    return told(row) if row is not None else None


def told(row: Model) -> Reference:
    """A row as strangers may know it."""
    if isinstance(row, Works):
        title = f"{capfirst(row.get_kind_display())} № {row.pk}"
        return Reference(title, reverse("roads:work", args=[row.pk]), _state(row))
    if isinstance(row, Cut):
        title = f"{capfirst(pgettext('roads', 'dig'))} № {row.pk}"
        return Reference(title, reverse("roads:dig", args=[row.pk]), _state(row))
    if isinstance(row, Warranty):
        of = reverse("roads:work", args=[row.works_id]) if row.works_id else reverse("roads:dig", args=[row.cut_id])
        return Reference(_("Guarantee № %(number)s") % {"number": row.pk}, of, row.get_state_display())
    if isinstance(row, Hazard):
        state = pgettext("hazard", "mended") if row.over_at else pgettext("hazard", "fenced")
        return Reference(_("A dangerous place"), reverse("roads:hazards"), state)
    if isinstance(row, Defect):
        return Reference(_("Defect № %(number)s") % {"number": row.pk}, _street_of(row), row.get_state_display())
    return Reference(_("Survey № %(number)s") % {"number": row.pk}, reverse("roads:streets"), "")


MODELS: dict[str, type[Model]] = {
    "roads.works": Works, "roads.cut": Cut, "roads.warranty": Warranty, "roads.hazard": Hazard,
    "roads.defect": Defect, "roads.survey": Survey,
}  # fmt: skip


def beside(place: object, person: object) -> list[Reference]:  # noqa: ARG001 - public
    """Works ahead or under guarantee, digs that are open or permitted, and dangerous places of a street."""
    if not isinstance(place, Street):
        return []
    works = Q(works__state__in=AHEAD) | Q(works__warranty__until_on__gte=today())
    rows = Ground.objects.present().filter(works | Q(cut__state__in=OPEN_DIGS), segment__street=place)
    things: dict[str, Works | Cut] = {}
    for row in rows.select_related("works__warranty", "cut").order_by("-valid_from", "-pk"):
        thing = row.works or row.cut
        if thing is not None:
            things.setdefault(f"{thing._meta.label_lower}:{thing.pk}", thing)
    hazards: Iterable[Hazard] = Hazard.objects.filter(segment__street=place, over_at=None)
    return [told(row) for row in [*hazards, *things.values()][:MOST]]


def _state(row: Works | Cut) -> str:
    """The state, and under guarantee until when."""
    warranty = getattr(row, "warranty", None)
    if warranty is None or warranty.state == "released":
        return row.get_state_display()
    return _("under guarantee until %(day)s") % {"day": shown_day(warranty.until_on)}


def _street_of(row: Defect) -> str:
    street = row.segment.street_id if row.segment else None
    return reverse("roads:street", args=[street]) if street else reverse("roads:streets")
