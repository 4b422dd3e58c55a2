"""Real files load, bad rows are refused with their line, bad files are refused whole."""

import gzip
import io
import json
import os
import shutil
from pathlib import Path

import pytest
import shapely
from django.conf import settings
from django.core.management import CommandError, call_command

from qala.journal.models import Entry
from qala.kernel.refusals import Refusal
from qala.places.loaders import read, show_difference
from qala.places.loaders.features import Frame
from qala.places.models import District, Extract, KatoUnit, Landmark, Population, Segment, Street
from qala.places.rules.geometry import Box
from qala.places.tests.factories import a_district, line, m

SHARED = Path(os.environ.get("QALA_SHARED", settings.SHARED)) / "data"
shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are absent (QALA_SHARED)")
LIECHTENSTEIN = SHARED / "roads/raw/liechtenstein.osm.pbf"
CITY = Box(69.3, 42.1, 69.9, 42.6)

OSM = """<?xml version='1.0'?>
<osm version="0.6">
 <node id="1" lat="42.30" lon="69.60" version="1" user="nobody" uid="7"/>
 <node id="2" lat="42.30" lon="69.601" version="1"/>
 <node id="3" lat="42.30" lon="69.602" version="1"/>
 <node id="4" lat="42.301" lon="69.601" version="1"/>
 <node id="5" lat="42.3001" lon="69.6" version="1" user="nobody"><tag k="highway" v="bus_stop"/><tag k="name" v="Базар"/></node>
 <way id="10" version="1" user="nobody"><nd ref="1"/><nd ref="2"/><nd ref="3"/>
  <tag k="highway" v="residential"/><tag k="name" v="Базар көшесі"/><tag k="name:ru" v="Базарная улица"/></way>
 <way id="11" version="1"><nd ref="2"/><nd ref="4"/><tag k="highway" v="service"/></way>
 <way id="12" version="1"><nd ref="2"/><nd ref="99"/><tag k="highway" v="service"/></way>
 <way id="13" version="1"><nd ref="1"/><nd ref="4"/><tag k="highway" v="footway"/></way>
</osm>
"""


def collection(*features):
    made = [
        {"type": "Feature", "id": key, "properties": told, "geometry": geometry} for key, told, geometry in features
    ]
    return {"type": "FeatureCollection", "features": made}


def geojson(tmp_path, *features):
    path = tmp_path / "places.geojson"
    path.write_text(json.dumps(collection(*features)), encoding="utf-8")
    return path


def told(*words):
    out = io.StringIO()
    call_command("load_places", *map(str, words), stdout=out)
    return out.getvalue()


def point(lon, lat):
    return {"type": "Point", "coordinates": [lon, lat]}


def test_an_extract_is_cut_at_junctions_and_knows_its_bad_ways(tmp_path):
    path = tmp_path / "city.osm"
    path.write_text(OSM, encoding="utf-8")
    reading = read("osm", path, frame=Frame("osm"))
    assert [segment.source_id for street in reading.streets for segment in street.segments] == [
        "11/2-4",
        "10/1-2",
        "10/2-3",
    ]
    assert [(row.line, row.code) for row in reading.refused] == [("way 12", "missing_node")]
    assert [(place.kind, place.names.kk) for place in reading.landmarks] == [("stop", "Базар")]
    assert "nobody" not in repr(reading)


def test_each_bad_feature_is_refused_with_its_place_and_reason(tmp_path):
    bow = [[69.5, 42.3], [69.6, 42.4], [69.6, 42.3], [69.5, 42.4], [69.5, 42.3]]
    path = geojson(
        tmp_path,
        ("good", {"name": "Лицей", "kind": "school"}, point(69.6, 42.3)),
        ("swap", {"name": "Лицей 1"}, point(42.3, 69.6)),
        ("null", {"name": "Лицей 2"}, point(0, 0)),
        ("far", {"name": "Лицей 3"}, point(9.5, 47.1)),
        ("good", {"name": "Лицей 4"}, point(69.61, 42.3)),
        ("twin", {"name": "Лицей"}, point(69.6, 42.3)),
        ("bow", {"name": "Лицей 5"}, {"type": "Polygon", "coordinates": [bow]}),
        ("open", {"name": "Лицей 6"}, {"type": "Polygon", "coordinates": [bow[:4]]}),
        ("line", {"name": "Лицей 7"}, {"type": "LineString", "coordinates": bow[:2]}),
        ("nan", {"name": "Лицей 8"}, point(float("nan"), 42.3)),
        ("none", {"name": "Лицей 9"}, None),
        ("nameless", {}, point(69.62, 42.3)),
        ("torn", {"name": "Лицей 10"}, {"type": "Point", "coordinates": ["x"]}),
        ("unit", {"name": "Лицей 11"}, point(7_746_000, 5_210_000)),
    )
    reading = read("geojson", path, layer="landmarks", frame=Frame("register", CITY))
    assert [entry.source_id for entry in reading.landmarks] == ["good"]
    assert [(row.line.split()[-1], row.code) for row in reading.refused] == [
        ("2", "swapped"),
        ("3", "null_island"),
        ("4", "outside"),
        ("5", "same_key"),
        ("6", "duplicate"),
        ("7", "self_crossing"),
        ("8", "unclosed_ring"),
        ("9", "wrong_kind"),
        ("10", "not_a_number"),
        ("11", "empty"),
        ("12", "missing_value"),
        ("13", "unreadable"),
        ("14", "wrong_crs"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "kind", "code"),
    [
        ("cut.geojson", b'{"type": "FeatureCollection", "features": [{"ty', "geojson", "broken_json"),
        ("list.geojson", b"[1, 2]", "geojson", "not_geojson"),
        ("cp1251.geojson", '{"name": "Улица"}'.encode("cp1251"), "geojson", "wrong_encoding"),
        ("kato.csv", "kato;name_ru\n1;Улица".encode(), "kato", "missing_column"),
        ("kato.csv", "kato,kato_version,level\n1,Ж,х".encode("cp1251"), "kato", "wrong_encoding"),
        ("cut.csv", b'lon,lat,name\n1,2,"broken', "points", "broken_table"),
        ("cut.csv", b"lon,lat\n69.61,42.3", "points", "broken_table"),
        ("comma.csv", b"lon,lat\n69.61,42,3\n", "points", "broken_table"),
        ("short.csv", b"lon,lat,name\n69.61,42.3\n", "points", "broken_table"),
        ("zero.csv", b"lon,lat\n1,\x00", "points", "not_a_table"),
        ("empty.osm", b"<?xml version='1.0'?><osm version='0.6'></osm>", "osm", "empty_extract"),
        ("cut.osm", OSM[:700].encode(), "osm", "broken_extract"),
        ("cut.osm.gz", gzip.compress(OSM.encode())[:200], "osm", "broken_extract"),
        ("not.osm.pbf", b"nothing of the kind", "osm", "broken_extract"),
        ("not.gpkg", b"nothing of the kind", "geopackage", "broken_geopackage"),
    ],
)
def test_a_broken_file_is_refused_whole(tmp_path, name, content, kind, code):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Refusal) as refusal:
        read(kind, path)
    assert refusal.value.code == code


def test_another_coordinate_system_is_refused(tmp_path):
    document = {**collection(), "crs": {"properties": {"name": "urn:ogc:def:crs:EPSG::28412"}}}
    path = tmp_path / "flat.geojson"
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(Refusal) as refusal:
        read("geojson", path)
    assert refusal.value.code == "wrong_crs"


@pytest.mark.django_db
def test_a_file_of_streets_loads_once_and_then_changes_nothing(tmp_path):
    path = geojson(
        tmp_path,
        ("a", {"name_kk": "Абай көшесі", "highway": "tertiary"}, line(0, 2).__geo_interface__),
        ("b", {"name_kk": "Абай көшесі", "lit": "yes", "measured_length_m": "170.5"}, line(2, 4).__geo_interface__),
    )
    assert "accepted 3" in told("geojson", path, "--diff")
    assert not Segment.objects.exists()
    told("geojson", path, "--complete")
    assert Street.objects.get().names.kk == "Абай көшесі"
    assert Segment.objects.get(source_id="b").measured_length_m == m("170.5")
    differences = show_difference(read("geojson", path, frame=Frame("register")), complete=True)
    assert all(difference.is_empty for difference in differences)
    assert Extract.objects.get().accepted == 3
    assert Entry.objects.filter(verb="places.extract.loaded").count() == 1


@pytest.mark.django_db
def test_a_file_outside_the_city_is_refused_and_nothing_is_written(tmp_path):
    a_district()
    path = geojson(
        tmp_path, ("a", {"name": "Dorfstrasse"}, {"type": "LineString", "coordinates": [[9.5, 47.1], [9.6, 47.1]]})
    )
    with pytest.raises(CommandError) as refusal:
        told("geojson", path)
    assert refusal.value.returncode == 1
    assert not Segment.objects.exists()
    assert not Extract.objects.exists()


@shared
@pytest.mark.django_db
def test_kato_loads_whole():
    told("kato", SHARED / "kz/kato-nkrk11-2025.csv")
    assert KatoUnit.objects.count() == 15_594
    city = KatoUnit.objects.get(code="790000000")
    assert sorted(str(unit.names.kk) for unit in city.children.all()) == [
        "Абай ауданы",
        "Еңбекші ауданы",
        "Тұран ауданы",
        "Қаратау ауданы",
        "Әл Фараби ауданы",
    ]
    assert not KatoUnit.objects.filter(parent__isnull=True).exclude(level="oblast").exists()
    assert not [unit.code for unit in KatoUnit.objects.all() if "  " in unit.names.ru]


@shared
@pytest.mark.django_db
def test_a_cut_register_of_territories_is_refused(tmp_path):
    path = tmp_path / "kato.csv"
    raw = (SHARED / "kz/kato-nkrk11-2025.csv").read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([raw[0], *raw[2:], raw[-1], raw[-1][3:], ""]), encoding="utf-8")
    reading = read("kato", path)
    codes = [row.code for row in reading.refused]
    assert codes.count("same_key") == 1
    assert codes.count("wrong_value") == 1
    assert codes.count("orphan") > 0


@shared
@pytest.mark.django_db
def test_population_rows_keep_their_source_and_their_gaps():
    told("population", SHARED / "kz/shymkent-population.csv")
    assert Population.objects.count() == 6
    assert Population.objects.get(code="791710000").precision == "lower_bound"
    assert Population.objects.filter(as_of_on__isnull=True).count() == 4


@shared
@pytest.mark.django_db
def test_shymkents_districts_load_with_attribution():
    told("geojson", SHARED / "kz/shymkent-districts-osm4.geojson", "--layer", "districts")
    assert District.objects.count() == 4
    assert "OpenStreetMap" in Extract.objects.get().attribution


@shared
@pytest.mark.django_db
def test_dirty_school_points_are_doubted():
    path = SHARED / "kz/shymkent-school-points-dirty.csv"
    reading = read("points", path, frame=Frame("overture", CITY, kind="school"))
    assert len(reading.landmarks) == 4
    doubts = {row.line: row.code for row in reading.doubtful}
    adverts = [line for line, code in doubts.items() if code == "advert"]
    assert adverts == ["line 2", "line 6", "line 11"]
    assert doubts["line 15"] == "same_twice"
    told("points", path, "--landmark-kind", "school", "--source", "overture", "--with-doubtful")
    assert Landmark.objects.filter(kind="school").count() == 15


@shared
@pytest.mark.django_db
def test_liechtenstein_loads_whole_and_keeps_its_identities_when_loaded_again():
    told("osm", LIECHTENSTEIN, "--name-language", "en", "--complete")
    assert Segment.objects.count() == 3_963
    length = sum(Segment.objects.values_list("measured_length_m", flat=True))
    assert 408_000 < length < 410_000
    assert Landmark.objects.filter(kind="stop").count() > 300
    differences = show_difference(read("osm", LIECHTENSTEIN, frame=Frame("osm", language="en")), complete=True)
    assert all(difference.is_empty for difference in differences)


@shared
def test_the_generated_segments_are_those_we_cut():
    ours = read("osm", LIECHTENSTEIN, frame=Frame("osm"))
    theirs = json.loads((SHARED / "roads/segments/liechtenstein.geojson").read_text(encoding="utf-8"))
    ends = lambda told: (told["way"], frozenset((told["u"], told["v"])))  # noqa: E731
    expected = sorted(map(repr, (ends(feature["properties"]) for feature in theirs["features"])))
    found = sorted(
        repr((int(part.source_id.split("/")[0]), frozenset((int(part.from_node), int(part.to_node)))))
        for street in ours.streets
        for part in street.segments
    )
    assert found == expected


@shared
def test_no_mappers_name_is_kept():
    reading = read("osm", SHARED / "roads/raw/moscow.osm.gz", frame=Frame("osm", language="ru"))
    raw = gzip.decompress((SHARED / "roads/raw/moscow.osm.gz").read_bytes()).decode()
    users = {part.split('"')[0] for part in raw.split('user="')[1:]}
    kept = repr(list(reading.streets)) + repr(reading.landmarks)
    assert len(users) > 100
    assert not [user for user in users if len(user) > 6 and f"'{user}'" in kept]


@shared
@pytest.mark.django_db
def test_a_cut_extract_changes_nothing(tmp_path):
    path = tmp_path / "cut.osm.pbf"
    shutil.copy(LIECHTENSTEIN, path)
    with path.open("r+b") as stream:
        stream.truncate(900_000)
    with pytest.raises(CommandError) as refusal:
        told("osm", path)
    assert refusal.value.returncode == 1
    assert not Segment.objects.exists()


def test_a_geopackage_reads_like_geojson(tmp_path):
    import pyogrio.raw

    path = tmp_path / "streets.gpkg"
    pyogrio.raw.write(
        path,
        geometry=[shapely.to_wkb(line(0, 2)), shapely.to_wkb(shapely.Point(0, 0))],
        field_data=[
            __import__("numpy").array(["a", "b"], dtype=object),
            __import__("numpy").array(["Абай", ""], dtype=object),
        ],
        fields=["id", "name_kk"],
        layer="streets",
        geometry_type="Unknown",
        crs="EPSG:4326",
        driver="GPKG",
    )
    reading = read("geopackage", path, layer="streets", frame=Frame("register", CITY))
    assert [street.names.kk for street in reading.streets] == ["Абай"]
    assert [row.code for row in reading.refused] == ["wrong_kind"]
