"""Territories, districts and their population figures."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from qala.journal.log import record_many
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.refusals import require
from qala.places.models import District, KatoUnit, Population
from qala.places.policies import may_load
from qala.places.rules.entries import DistrictEntry, KatoEntry, PopulationEntry
from qala.places.rules.kato import parent_of
from qala.places.rules.names import search_text


@transaction.atomic
def register_kato(*, by: Actor, entries: Iterable[KatoEntry]) -> int:
    """Take in the state classifier; a code brought again keeps its row. Returns how many territories it holds."""
    require(may_load(by))
    rows = list(entries)
    # Parents first: the foreign key is checked at the end of the statement, but the parent is derived here.
    known = set(KatoUnit.objects.values_list("code", flat=True)) | {row.code for row in rows}
    instant = now()
    KatoUnit.objects.bulk_create(
        (
            KatoUnit(
                code=row.code,
                level=row.level,
                type_code=row.type_code,
                names=row.names,
                search=search_text(row.names),
                parent_id=parent_of(row.code, known) or None,
                version=row.version,
                loaded_at=instant,
            )
            for row in sorted(rows, key=lambda row: row.code)
        ),
        batch_size=2_000,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["level", "type_code", "names", "search", "parent", "version", "loaded_at"],
    )
    record_many(by, "places.kato_units.registered", [], territories=len(rows))
    return len(rows)


@transaction.atomic
def register_populations(*, by: Actor, entries: Iterable[PopulationEntry]) -> int:
    """Write down population figures as their sources tell them; nothing is added up or reconciled."""
    require(may_load(by))
    rows = [
        Population(
            code=entry.code,
            people=entry.people,
            as_of_on=entry.as_of_on,
            precision=entry.precision,
            source_url=entry.source_url,
        )
        for entry in entries
    ]
    Population.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code", "as_of_on", "source_url"],
        update_fields=["people", "precision"],
    )
    record_many(by, "places.populations.registered", [], figures=len(rows))
    return len(rows)


@transaction.atomic
def register_districts(*, by: Actor, entries: Iterable[DistrictEntry]) -> list[District]:
    """Take in districts by their KATO code; one brought again keeps its border unless a new one comes."""
    require(may_load(by))
    rows = list(entries)
    districts = [_district(row) for row in rows]
    _write([d for d in districts if d.area is not None], ["names", "search", "note", "area", "area_box", "area_source"])
    _write([d for d in districts if d.area is None], ["names", "search", "note"])
    record_many(by, "places.districts.registered", districts)
    return list(District.objects.filter(code__in=[row.code for row in rows]))


def _district(row: DistrictEntry) -> District:
    return District(
        code=row.code,
        names=row.names,
        search=search_text(row.names),
        area=row.area,
        area_source=row.source if row.area is not None else "",
        note=row.note,
    )


def _write(districts: Sequence[District], columns: list[str]) -> None:
    District.objects.bulk_create(districts, update_conflicts=True, unique_fields=["code"], update_fields=columns)
