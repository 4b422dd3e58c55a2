"""Files of roads: the real networks and bad ones. What cannot be taken is told with its line and reason."""

import json
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import numpy as np
import pyogrio.raw
import pytest
import shapely
from django.core.management import CommandError, call_command

from qala.kernel.clock import today
from qala.places.actions import measure_segment
from qala.places.loaders import read, show_difference
from qala.places.loaders.features import Frame
from qala.places.loaders.files import UnreadableFile
from qala.places.models import Segment, Street
from qala.places.tests.factories import a_street, line
from qala.roads.actions.drafting import carry_over
from qala.roads.loaders import load_streets, load_table
from qala.roads.models import BuriedLine, Carriageway, Element, Holding, Layer, Structure
from qala.roads.queries.register import stretches_on
from qala.roads.tests.factories import KEEPER, SINCE, a_carriageway
from qala.roads.tests.shared import shared_file

pytestmark = pytest.mark.django_db

LATER = date(2025, 6, 1)


def table(tmp_path, text, name="rows.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def collection(*features, **told):
    rows = [
        {"type": "Feature", "id": key, "properties": {"highway": "residential", "name": name},
         "geometry": {"type": "LineString", "coordinates": coordinates}}
        for key, name, coordinates in features
    ]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": rows, **told})


def lon(mark):
    return 69.6 + mark / 1000


ONE = ("a", "Абай", [[lon(0), 42.32], [lon(2), 42.32]])
TWO = ("b", "Абай", [[lon(2), 42.32], [lon(4), 42.32]])


def test_carriageways_come_by_table(tmp_path):
    a_street()
    told = (
        "source_id,from_m,to_m,side,surface,width_min_m,width_max_m,lanes,category,built_year,valid_from\n"
        'tauke-1,0,80,both,asphalt,7,"7,5",2,III,2019,2024-06-01\n'
        "tauke-2,0,40,both,gravel,5,,1,IV,,2024-06-01\n"
    )
    taken = load_table(by=KEEPER, kind="carriageways", path=table(tmp_path, told))
    assert (len(taken.added), taken.turned) == (2, [])
    first, second = Carriageway.objects.order_by("pk")
    assert (first.pavement, first.width_max_m, first.basis) == ("capital", Decimal("7.5"), "document")
    assert (second.pavement, second.width_min_m, second.width_max_m) == ("gravel", 5, 5)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("tauke-1,0,80,asphalt,seven", "wrong_value"),
        ("tauke-1,80,0,asphalt,7", "wrong_value"),
        ("tauke-1,0,nan,asphalt,7", "wrong_value"),
        ("tauke-1,0,80,lava,7", "wrong_value"),
        ("tauke-1,0,80,,7", "wrong_value"),
        ("tauke-1,0,80,asphalt,700", "wrong_value"),
        ("nowhere,0,80,asphalt,7", "unknown_segment"),
        ("tauke-1,0,8000,asphalt,7", "beyond_segment"),
        ("tauke-2,30,60,asphalt,7", "overlapping_references"),
    ],
)
def test_a_bad_row_is_told_with_its_line(tmp_path, row, code):
    a_street()
    told = f"source_id,from_m,to_m,surface,width_min_m\ntauke-2,0,40,asphalt,7\n{row}\n"
    taken = load_table(by=KEEPER, kind="carriageways", path=table(tmp_path, told), on=SINCE)
    assert [(turned.line, turned.code) for turned in taken.turned] == [("3", code)]
    assert all(turned.reason.kk and turned.reason.ru and turned.reason.en for turned in taken.turned)
    assert len(taken.added) == 1


LONG = "x" * 81
UNLAWFUL = [
    ("layers", "order,material", "0,asphalt", "order"),
    ("layers", "order,material", "40000,asphalt", "order"),
    ("layers", "order,material,thickness_cm", "1,asphalt,-5", "thickness_cm"),
    ("layers", "order,material,contract", f"1,asphalt,{LONG}", "contract"),
    ("carriageways", "surface,measured_area_m2", "asphalt,0", "measured_area_m2"),
    ("structures", "kind,length_m", "bridge,-1", "length_m"),
    ("structures", "kind,load_t", "bridge,99999", "load_t"),
    ("lines", "kind,diameter_mm", "water,1000000000000", "diameter_mm"),
    ("lines", "kind,due_flex_years", "water,-1", "due_flex_years"),
    ("elements", "kind,quantity,unit,width_m", "kerb,1,m,0", "width_m"),
    ("elements", "kind,quantity,unit", "kerb,0.001,m", "quantity"),
    ("elements", "key,kind,quantity,unit", f"{LONG * 2},kerb,1,m", "key"),
]


@pytest.mark.parametrize(("kind", "columns", "cells", "wrong"), UNLAWFUL)
def test_a_value_no_road_has_is_told_with_its_line_and_column(tmp_path, kind, columns, cells, wrong):
    a_street()
    told = f"source_id,from_m,to_m,{columns}\ntauke-1,0,80,{cells}\n"
    taken = load_table(by=KEEPER, kind=kind, path=table(tmp_path, told), on=SINCE)
    assert [(row.line, row.reason.en.rpartition(" ")[2]) for row in taken.turned] == [("2", wrong)]


def test_a_stretch_without_length_is_told_with_its_line(tmp_path):
    a_street()
    told = "source_id,from_m,to_m,order,material\ntauke-1,5,5,1,asphalt\n"
    taken = load_table(by=KEEPER, kind="layers", path=table(tmp_path, told), on=SINCE)
    assert [row.line for row in taken.turned] == ["2"]


def test_a_key_of_two_sources_names_no_segment_until_the_source_is_told(tmp_path):
    a_street()
    load(tmp_path, ("tauke-1", "Абай", ONE[2]), complete=False)
    head, cells = "source_id,from_m,to_m,order,material", "tauke-1,0,80,1,asphalt"
    taken = load_table(by=KEEPER, kind="layers", path=table(tmp_path, f"{head}\n{cells}\n"), on=SINCE)
    assert [(row.line, row.code) for row in taken.turned] == [("2", "ambiguous_segment")]
    told = table(tmp_path, f"{head},segment_source\n{cells},osm\n")
    load_table(by=KEEPER, kind="layers", path=told, on=SINCE)
    assert Layer.objects.get().segment.source == "osm"


def test_every_kind_has_its_table(tmp_path):
    a_street()
    tables = {
        "layers": "source_id,from_m,to_m,order,material,thickness_cm\ntauke-1,0,80,1,asphalt,5\n",
        "elements": "source_id,key,from_m,to_m,side,kind,quantity,unit\ntauke-1,L1,5,5,right,lamp,1,pc\n",
        "structures": "source_id,key,from_m,to_m,kind,load_t\ntauke-1,B1,5,15,bridge,30\n",
        "lines": "source_id,key,from_m,to_m,kind,depth_m,due_year\ntauke-1,W1,0,80,water,2.1,2030\n",
    }
    for kind, told in tables.items():
        taken = load_table(by=KEEPER, kind=kind, path=table(tmp_path, told), on=SINCE)
        assert (len(taken.added), taken.turned) == (1, []), kind
    assert all(model.objects.count() == 1 for model in (Layer, Element, Structure, BuriedLine))


def test_holders_come_in_by_file_and_bad_rows_are_told(tmp_path):
    street = a_street()
    told = (
        f"street,source_id,owner,holder,act,valid_from\n{street.pk},,Қала,Басқарма,№ 12,2024-01-01\n"
        f",{street.source_id},Қала,Аудан,,2025-01-01\n,nowhere,Қала,Аудан,,2025-01-01\n{street.pk},,Қала,,,\n"
    )
    taken = load_table(by=KEEPER, kind="holdings", path=table(tmp_path, told))
    assert [(row.line, row.code) for row in taken.turned] == [
        ("3", "street_twice"), ("4", "unknown_street"), ("5", "wrong_value"),
    ]  # fmt: skip
    assert (Holding.objects.get().holder, Holding.objects.get().act) == ("Басқарма", "№ 12")
    later = f"street,owner,holder\n{street.pk},Қала,Аудан\n"
    assert len(load_table(by=KEEPER, kind="holdings", path=table(tmp_path, later), on=LATER).added) == 1
    assert load_table(by=KEEPER, kind="holdings", path=table(tmp_path, later), on=LATER).same == 1
    assert Holding.objects.present().get().holder == "Аудан"
    sooner = f"street,owner,holder,valid_from\n{street.pk},Қала,Өзге,2020-01-01\n"
    taken = load_table(by=KEEPER, kind="holdings", path=table(tmp_path, sooner))
    assert [row.code for row in taken.turned] == ["later_row_there"]


def test_the_command_takes_holders(tmp_path, capsys):
    street = a_street()
    told = table(tmp_path, f"street,owner,holder\n{street.pk},Қала,Аудан\n")
    call_command("load_roads", "holdings", str(told), "--on", "2025-01-01")
    assert "added 1" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("load_roads", "holdings", str(table(tmp_path, "street,owner,holder\n0,Қала,Аудан\n")))


@pytest.mark.parametrize(
    ("text", "encoding", "code"),
    [
        ("source_id,from_m,to_m,order,material\ntauke-1,0,80,1,қиыршық тас\n", "utf-16", "wrong_encoding"),
        ("source_id,from_m,to_m,order,material\ntauke-1,0,80,1,щебень\n", "cp1251", "wrong_encoding"),
        ('source_id,from_m,to_m,order,material\ntauke-1,0,80,1,"asph', "utf-8", "broken_table"),
        ("source_id,from_m,order,material\ntauke-1,0,1,asphalt\n", "utf-8", "missing_column"),
    ],
)
def test_a_bad_table_is_refused_whole(tmp_path, text, encoding, code):
    a_street()
    with pytest.raises(UnreadableFile) as told:
        load_table(by=KEEPER, kind="layers", path=table(tmp_path, text, encoding=encoding), on=SINCE)
    assert told.value.code == code
    assert Layer.objects.count() == 0


def test_bad_geometry_is_refused_with_its_feature(tmp_path):
    crossing = [[lon(0), 42.33], [lon(2), 42.33], [lon(1), 42.331], [lon(1), 42.329]]
    bad = collection(ONE, ("x", "X", crossing), ("z", "Z", [[lon(5), 42.32], [lon(5), 42.32]]))
    reading = read("geojson", table(tmp_path, bad, "bad.geojson"), frame=Frame(source="osm"))
    assert [(row.line, row.code) for row in reading.refused] == [
        ("feature 2", "line_crosses_itself"),
        ("feature 3", "zero_length"),
    ]


def test_a_cut_file_is_refused(tmp_path):
    whole = collection(ONE, TWO)
    with pytest.raises(UnreadableFile) as told:
        read("geojson", table(tmp_path, whole[: len(whole) // 2], "cut.geojson"), frame=Frame(source="osm"))
    assert told.value.code == "broken_json"


def load(tmp_path, *features, complete=True):
    path = table(tmp_path, collection(*features), "streets.geojson")
    reading = read("geojson", path, frame=Frame(source="osm"))
    return load_streets(by=KEEPER, reading=reading, path=path, on=SINCE, complete=complete)


def test_a_newer_extract_keeps_identities_and_what_lies_there(tmp_path):
    assert load(tmp_path, ONE, TWO).drafted == 2
    street, first = Street.objects.get(), Segment.objects.get(source_id="a")
    row = a_carriageway(first)
    path = table(tmp_path, collection(("a2", *ONE[1:]), TWO), "newer.geojson")
    reading = read("geojson", path, frame=Frame(source="osm"))
    shown = {one.noun: one for one in show_difference(reading, complete=True)}
    assert (shown["segments"].new, shown["segments"].gone) == (0, 0)
    load_streets(by=KEEPER, reading=reading, path=path, on=SINCE, complete=True)
    assert Street.objects.get() == street
    assert Segment.objects.get(source_id="a2").pk == first.pk
    assert Carriageway.objects.present().get(pk=row.pk).segment_id == first.pk


def test_a_segment_drawn_in_two_hands_its_carriageway_on(tmp_path):
    load(tmp_path, ONE, TWO)
    a_carriageway(Segment.objects.get(source_id="a"))
    halves = [("a1", "Абай", [[lon(0), 42.32], [lon(1), 42.32]]), ("a3", "Абай", [[lon(1), 42.32], [lon(2), 42.32]])]
    done = load(tmp_path, *halves, TWO)
    rows = Carriageway.objects.present().filter(source="survey").order_by("pk")
    assert {row.segment.source_id for row in rows} == {"a1", "a3"}
    assert done.carried == 3  # two halves, and the rest: with half of its metres drawn anew the street is another one
    assert done.drafted == 0


def shapefile(tmp_path, *, encoding="UTF-8", crs="EPSG:4326"):
    path = tmp_path / "streets.shp"
    names = np.array(["Әл-Фараби", "Қажымұқан"], dtype=object)
    shapes = np.array([shapely.to_wkb(line(0, 2)), shapely.to_wkb(line(2, 4, lat=42.33))], dtype=object)
    pyogrio.raw.write(
        path, geometry=shapes, field_data=[np.array(["1", "2"], dtype=object), names], fields=["id", "name"],
        geometry_type="LineString", crs=crs, driver="ESRI Shapefile", encoding=encoding,
    )  # fmt: skip
    return path


def test_a_shapefile_is_read_with_its_letters(tmp_path):
    reading = read("shapefile", shapefile(tmp_path), frame=Frame(source="register"))
    assert {street.names.kk for street in reading.streets} == {"Әл-Фараби", "Қажымұқан"}


def test_a_shapefile_is_read_from_a_zip(tmp_path):
    path = shapefile(tmp_path)
    packed = tmp_path / "streets.zip"
    with zipfile.ZipFile(packed, "w") as room:
        for part in tmp_path.glob("streets.*"):
            if part.suffix != ".zip":
                room.write(part, part.name)
    reading = read("shapefile", packed, frame=Frame(source="register"))
    assert {street.names.kk for street in reading.streets} == {"Әл-Фараби", "Қажымұқан"}
    with zipfile.ZipFile(packed, "w") as room:
        room.write(path, path.name)
    with pytest.raises(UnreadableFile, match="dbf"):
        read("shapefile", packed, frame=Frame(source="register"))


def test_a_shapefile_without_its_table_is_refused(tmp_path):
    path = shapefile(tmp_path)
    path.with_suffix(".dbf").unlink()
    with pytest.raises(UnreadableFile) as told:
        read("shapefile", path, frame=Frame(source="register"))
    assert told.value.code == "broken_shapefile"


def test_a_cut_shapefile_is_refused(tmp_path):
    path = shapefile(tmp_path)
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(UnreadableFile):
        read("shapefile", path, frame=Frame(source="register"))


def test_the_command_shows_the_difference_first(tmp_path):
    path = table(tmp_path, collection(ONE, TWO), "streets.geojson")
    said = StringIO()
    call_command("load_roads", "geojson", str(path), "--diff", stdout=said)
    assert "segments" in said.getvalue()
    assert Segment.objects.count() == 0
    call_command("load_roads", "geojson", str(path), "--on", "2025-01-01", stdout=said)
    assert Carriageway.objects.on(date(2025, 1, 1)).count() == 2
    bad = table(tmp_path, "source_id,from_m,to_m,order,material\nno,0,1,1,x\n")
    with pytest.raises(CommandError):
        call_command("load_roads", "layers", str(bad), "--on", "2025-01-01", stdout=said)
    assert "refused line 2" in said.getvalue()


def test_the_command_takes_in_what_ends_or_changes_known_rows_only_when_told_so(tmp_path):
    path = table(tmp_path, collection(ONE, TWO), "streets.geojson")
    said = StringIO()
    call_command("load_roads", "geojson", str(path), "--source", "osm", stdout=said)
    shorter = ("a", "Абай", [[lon(0.2), 42.32], [lon(2), 42.32]])
    newer = table(tmp_path, collection(shorter, TWO), "newer.geojson")
    with pytest.raises(CommandError, match="--accept"):
        call_command("load_roads", "geojson", str(newer), "--source", "osm", stdout=said)
    assert "succeeded a: " in said.getvalue()
    assert Segment.objects.count() == 2
    call_command("load_roads", "geojson", str(newer), "--source", "osm", "--accept", stdout=said)
    assert Segment.objects.present().get(source_id="a").inheritances.count() == 1


def test_past_days_stay_true_and_nothing_sticks_out_when_a_segment_is_told_shorter(tmp_path):
    load(tmp_path, ONE, TWO)
    old = Segment.objects.get(source_id="a")
    a_carriageway(old)
    street, length = old.street, old.measured_length_m
    load(tmp_path, ("a", "Абай", [[lon(0.2), 42.32], [lon(2), 42.32]]), TWO, complete=False)
    new = Segment.objects.present().get(source_id="a")
    (row,) = Carriageway.objects.present().filter(segment=new)
    assert (row.from_m, row.to_m <= new.measured_length_m < length) == (0, True)
    day = today() - timedelta(days=1)
    assert stretches_on(street, day)[0].segment == old
    assert stretches_on(street, day)[0].length_m == length
    told = f"segment,from_m,to_m,order,material\n{new.pk},0,50,1,asphalt\n{new.pk},50,{new.measured_length_m},1,stone\n"
    taken = load_table(by=KEEPER, kind="layers", path=table(tmp_path, told), on=today())
    assert (len(taken.added), taken.turned) == (2, [])


def test_a_length_measured_anew_makes_no_lamp_more_or_fewer(tmp_path):
    a_street()
    segment = Segment.objects.get(source_id="tauke-1")
    told = "source_id,key,from_m,to_m,kind,quantity,unit\ntauke-1,L1,0,100,lamp,7,pc\n"
    load_table(by=KEEPER, kind="elements", path=table(tmp_path, told), on=SINCE)
    measure_segment(by=KEEPER, segment=segment, length_m=Decimal(120))
    carry_over(by=KEEPER)
    assert Element.objects.present().get().quantity == 7


@pytest.mark.slow
def test_a_real_city_loads_and_loads_again(tmp_path):
    path = shared_file("roads/segments/campo-grande.geojson")
    reading = read("geojson", path, frame=Frame(source="osm", language="en"))
    done = load_streets(by=KEEPER, reading=reading, path=path, on=SINCE, complete=True)
    assert Segment.objects.count() + len(reading.refused) == 13_495
    assert done.drafted == Segment.objects.count() == Carriageway.objects.on(SINCE).count()
    tagged = Carriageway.objects.exclude(assumed__contains=["surface"]).count()
    assert tagged == 172
    differences = show_difference(reading, complete=True)
    assert all((one.new, one.changed, one.gone) == (0, 0, 0) for one in differences)
