"""Works accepted before the city kept them here, from their paper acts: history, guarantees, moratoria."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from qala.journal.log import record_many
from qala.kernel.actors import Actor
from qala.kernel.clock import today
from qala.kernel.refusals import require
from qala.kernel.translated import Translated
from qala.places.models import Segment
from qala.roads.models import Warranty, Works
from qala.roads.policies import may_keep_register
from qala.roads.queries.works import norm_on, norms_on, whole_area
from qala.roads.rules.entries import Entry, Taken, Turned
from qala.roads.rules.warranties import last_day
from qala.roads.rules.works import Size, kind_of
from qala.roads.stepping import lay_out
from qala.roads.writing import BEYOND

FIRST_YEAR = 2000
"""Norms by which a kind of repair is reckoned begin here."""
WHY = {
    "beyond_segment": BEYOND,
    "rows_disagree": Translated(
        kk="Бір актінің жолдары бір-біріне қайшы.", ru="Строки одного акта расходятся.",
        en="Rows of one act say different things.",
    ),
    "not_past": Translated(
        kk="Тізілім басталғаннан бергі жұмыс осында қабылданады.",
        ru="Работы с начала ведения реестра принимают здесь, а не загружают.",
        en="Since the register is kept, works are accepted here, not loaded.",
    ),
    "too_old": Translated(kk="2000 жылдан бұрынғы акт.", ru="Акт старше 2000 года.", en="The act is older than 2000."),
}  # fmt: skip


@transaction.atomic
def record_past_works(*, by: Actor, entries: Sequence[Entry]) -> Taken:
    """Write past works down, one for each act and day; a guarantee follows from the day of the act."""
    require(may_keep_register(by))
    taken = Taken()
    acts: dict[tuple[str, date], list[Entry]] = defaultdict(list)
    for entry in entries:
        acts[entry.facts["act"], entry.valid_from].append(entry)
    lengths = dict(
        Segment.objects.filter(pk__in=[one.position.segment for one in entries]).values_list("pk", "measured_length_m")
    )
    began = Works.objects.filter(act="").order_by("noted_on").values_list("noted_on", flat=True).first() or today()
    for (act, day), rows in acts.items():
        if Works.objects.filter(act=act, accepted_on=day).exists():
            taken.same += len(rows)
        elif fault := _fault(rows, began, lengths):
            taken.turned += [Turned(row.line, fault, WHY[fault]) for row in rows]
        else:
            taken.added.append(_write(rows, day).pk)
    record_many(
        by, "roads.works.loaded", [f"roads.works:{pk}" for pk in taken.added],
        added=len(taken.added), same=taken.same, turned=len(taken.turned),
    )  # fmt: skip
    return taken


def _fault(rows: Sequence[Entry], began: date, lengths: Mapping[int, Decimal]) -> str:
    first = rows[0]
    if any(row.position.is_point or not row.position.fits(lengths[row.position.segment]) for row in rows):
        return "beyond_segment"
    if any(row.facts != first.facts for row in rows):
        return "rows_disagree"
    if first.valid_from >= began:
        return "not_past"
    return "too_old" if first.valid_from.year < FIRST_YEAR else ""


def _write(rows: Sequence[Entry], day: date) -> Works:
    facts, places = dict(rows[0].facts), [row.position for row in rows]
    years, norms = facts.pop("guarantee_years", None), norms_on(day)
    works = Works(
        **facts, state="accepted", noted_on=day, accepted_on=day, programmed_year=day.year, whole_m2=whole_area(places)
    )
    works.kind = kind_of(Size(works.top_cm, works.base_cm, works.area_m2, works.whole_m2), norms).value
    works.save(force_insert=True)
    lay_out(works, places)
    norm = norm_on(f"guarantee_years_{works.kind}", day)
    source = works.contract if years else norm.source
    term = years or int(norm.value)
    Warranty.objects.create(works=works, begins_on=day, years=term, until_on=last_day(day, term), source=source)
    return works
