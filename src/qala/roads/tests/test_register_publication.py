"""What leaves the register: passports, exports, the features' door with an outside client, the pages."""

import hashlib
import io
import json
import tempfile
from datetime import date
from pathlib import Path

import pyogrio.raw
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from owslib.ogcapi.features import Features

from qala.kernel import cards
from qala.kernel.clock import today
from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import AppointmentFactory, PersonFactory
from qala.places.models import Segment
from qala.roads.actions.holdings import count_inventory
from qala.roads.actions.passports import draft_passport
from qala.roads.actions.register import register_carriageways
from qala.roads.models import Carriageway, Passport
from qala.roads.tests.factories import GRAVEL, KEEPER, SINCE, a_paved_street, an_approved_passport, entry

pytestmark = pytest.mark.django_db
LATER = date(2025, 5, 1)

PERMISSIONS = [
    ("guest", "streets", 200),
    ("guest", "streets_map", 200),
    ("guest", "street", 200),
    ("guest", "street_lines", 200),
    ("guest", "street_passport_json", 200),
    ("guest", "street_passport_pdf", 200),
    ("guest", "passport_json", 200),
    ("guest", "passport_pdf", 200),
    ("guest", "completeness", 200),
    ("guest", "geojson", 200),
    ("guest", "geopackage", 200),
    ("guest", "tiles", 404),
    ("guest", "ogc", 200),
    ("guest", "ogc_conformance", 200),
    ("guest", "ogc_api", 200),
    ("guest", "ogc_collections", 200),
    ("guest", "ogc_collection", 200),
    ("guest", "ogc_items", 200),
    ("guest", "ogc_item", 200),
    ("resident", "streets", 200),
    ("guest", "desk_passports", 302),
    ("resident", "desk_passports", 403),
    ("operator", "desk_passports", 403),
    ("auditor", "desk_passports", 200),
    ("road_inspector", "desk_passports", 200),
    ("signer", "desk_passports", 200),
    ("road_engineer", "desk_passports", 200),
    ("administrator", "desk_passports", 200),
    ("guest", "desk_street_paper", 302),
    ("auditor", "desk_street_paper", 403),
    ("road_engineer", "desk_street_paper", 200),
    ("guest", "desk_street_photo", 302),
    ("road_inspector", "desk_street_photo", 403),
    ("road_engineer", "desk_street_photo", 200),
    ("guest", "desk_extract", 302),
    ("resident", "desk_extract", 403),
    ("road_engineer", "desk_extract", 403),
    ("administrator", "desk_extract", 200),
    ("guest", "desk_extract_accept", 302),
    ("road_engineer", "desk_extract_accept", 403),
    ("administrator", "desk_extract_accept", 404),
    ("guest", "desk_passport_draft", 302),
    ("resident", "desk_passport_draft", 403),
    ("auditor", "desk_passport_draft", 403),
    ("road_inspector", "desk_passport_draft", 403),
    ("guest", "desk_passport_step", 302),
    ("resident", "desk_passport_step", 403),
    ("contractor", "desk_passport_step", 403),
    ("road_inspector", "desk_passport_step", 403),
    ("road_engineer", "desk_passport_step", 302),
]
POSTED = {"desk_extract_accept", "desk_passport_draft", "desk_passport_step"}


def browser(who):
    if who == "guest":
        return Client()
    return signed_in(PersonFactory() if who == "resident" else AppointmentFactory(role=who).person)


def address(name):
    street = a_paved_street()
    if name in {"passport_json", "passport_pdf"}:
        return reverse(f"roads:{name}", args=[an_approved_passport(street).pk])
    if name == "desk_passport_step":
        return reverse("roads:desk_passport_step", args=[draft_passport(by=KEEPER, street=street).pk, "survey"])
    if name in {"ogc_collection", "ogc_items", "geojson"}:
        return reverse(f"roads:{name}", args=["carriageways"])
    if name == "desk_extract_accept":
        return reverse("roads:desk_extract_accept", args=["0" * 64])
    if name == "ogc_item":
        return reverse("roads:ogc_item", args=["segments", str(Segment.objects.first().pk)])
    one_street = {"street", "street_lines", "street_passport_json", "street_passport_pdf", "desk_passport_draft"}
    return reverse(f"roads:{name}", args=[street.pk] if name in one_street else [])


@pytest.mark.parametrize(("who", "name", "status"), PERMISSIONS)
def test_who_may_open_what(who, name, status, settings, tmp_path):
    settings.VAR = tmp_path
    client, where = browser(who), address(name)
    answer = client.post(where) if name in POSTED else client.get(where)
    assert answer.status_code == status


def test_a_passport_tells_the_day_it_is_asked_for():
    street = a_paved_street()
    first = Segment.objects.order_by("order").first()
    register_carriageways(by=KEEPER, entries=[entry(first, since=LATER, facts=GRAVEL)])
    where = reverse("roads:street_passport_json", args=[street.pk])
    before = Client().get(where, {"on": "2025-04-30"}).json()["passport"]
    after = Client().get(where, {"on": "2025-05-01"}).json()["passport"]
    assert [row["surface"] for one in before["segments"] for row in one["carriageways"]] == ["asphalt", "asphalt"]
    assert [row["surface"] for one in after["segments"] for row in one["carriageways"]] == ["gravel", "asphalt"]
    assert Client().get(where, {"on": "2025-13-01"}).status_code == 400


@pytest.mark.parametrize(("language", "word"), [("kk", "Жол паспорты"), ("ru", "Паспорт дороги")])
def test_a_passport_on_paper_says_the_same(language, word):
    street = a_paved_street()
    answer = Client().get(reverse("roads:street_passport_pdf", args=[street.pk]), {"language": language})
    assert answer["Content-Type"] == "application/pdf"
    pages = pypdfium2.PdfDocument(io.BytesIO(answer.content))
    text = " ".join(page.get_textpage().get_text_range() for page in pages)
    pages.close()
    assert word in text
    assert "7.5" in text or "7,5" in text


def test_the_street_page_marks_what_is_assumed():
    street = a_paved_street()
    page = Client().get(reverse("roads:street", args=[street.pk])).content.decode()
    assert street.names.kk in page
    assert "passport.pdf" in page


def test_an_export_names_its_inventory():
    a_paved_street()
    inventory = count_inventory(by=KEEPER, on=today())
    told = Client().get(reverse("roads:geojson", args=["carriageways"]), {"inventory": inventory.pk})
    document = json.loads(b"".join(told.streaming_content))
    assert (document["inventory"], document["as_of_on"]) == (inventory.pk, inventory.as_of_on.isoformat())
    assert {row["properties"]["surface"] for row in document["features"]} == {"asphalt"}
    assert inventory.told["surface_m"].keys() == {"asphalt"}
    whole = Client().get(reverse("roads:geopackage"), {"inventory": inventory.pk}).content
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roads.gpkg"
        path.write_bytes(whole)
        meta, _fids, shapes, _columns = pyogrio.raw.read(path, layer="carriageways")
    assert "surface" in meta["fields"]
    assert len(shapes) == 2


def test_an_approved_passport_is_frozen_and_found_by_its_day():
    street = a_paved_street()
    passport = an_approved_passport(street)
    first = Segment.objects.order_by("order").first()
    register_carriageways(by=KEEPER, entries=[entry(first, since=today(), facts=GRAVEL)])
    told = Client().get(reverse("roads:passport_json", args=[passport.pk])).json()
    spelled = json.dumps(told["passport"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(spelled.encode()).hexdigest() == passport.sha256
    assert {row["surface"] for one in told["passport"]["segments"] for row in one["carriageways"]} == {"asphalt"}
    assert Passport.objects.get(pk=passport.pk).state == "approved"


@pytest.mark.parametrize(
    "query",
    ["bbox=1,2,3", "bbox=a,b,c,d", "bbox=0,10,0,5", "datetime=yesterday", "datetime=2025-02-01/2025-01-01",
     "limit=0", "limit=x", "offset=-1", "surface=asphalt", "f=xml"],
)  # fmt: skip
def test_a_wrong_question_is_refused_as_a_problem(query):
    answer = Client().get(reverse("roads:ogc_items", args=["carriageways"]) + "?" + query)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_pages_of_features_follow_one_another():
    a_paved_street()
    where = reverse("roads:ogc_items", args=["carriageways"]) + "?limit=1"
    first = Client().get(where)
    assert first["Content-Type"] == "application/geo+json"
    told = first.json()
    assert (told["numberMatched"], told["numberReturned"]) == (2, 1)
    following = next(link for link in told["links"] if link["rel"] == "next")
    second = Client().get(following["href"]).json()
    assert not [link for link in second["links"] if link["rel"] == "next"]
    assert told["features"][0]["id"] != second["features"][0]["id"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_outside_client_reads_the_features(live_server):
    a_paved_street()
    first = Segment.objects.order_by("order").first()
    register_carriageways(by=KEEPER, entries=[entry(first, since=LATER, facts=GRAVEL)])
    door = Features(live_server.url + reverse("roads:ogc"))
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in door.conformance()["conformsTo"]
    assert door.api()["openapi"].startswith("3.0")
    assert set(door.feature_collections()) >= {"segments", "carriageways", "elements"}
    one = door.collection("carriageways")
    assert one["extent"]["spatial"]["bbox"][0][0] < one["extent"]["spatial"]["bbox"][0][2]
    everything = door.collection_items("carriageways")
    assert everything["numberMatched"] == 2
    assert {row["properties"]["surface"] for row in everything["features"]} == {"asphalt", "gravel"}
    before = door.collection_items("carriageways", datetime_="2025-04-30T12:00:00Z")
    assert {row["properties"]["surface"] for row in before["features"]} == {"asphalt"}
    all_days = door.collection_items("carriageways", datetime_=f"{SINCE.isoformat()}T12:00:00Z/..")
    assert all_days["numberMatched"] == 3
    west = first.line.bounds
    near = door.collection_items("carriageways", bbox=[west[0], west[1] - 0.001, west[0] + 1e-4, west[3] + 0.001])
    assert near["numberMatched"] == 1
    assert door.collection_items("carriageways", bbox=[0.5, 0.5, 1, 1])["numberMatched"] == 0
    page = door.collection_items("carriageways", limit=1, offset=1)
    assert page["numberReturned"] == 1
    key = everything["features"][0]["id"]
    assert door.collection_item("carriageways", key)["id"] == key


def test_an_extract_shows_its_difference_before_it_is_taken_in(settings, tmp_path):
    settings.VAR = tmp_path
    client = browser("administrator")
    rows = [{"type": "Feature", "id": "a", "properties": {"highway": "residential", "name": "Абай"},
             "geometry": {"type": "LineString", "coordinates": [[69.6, 42.32], [69.602, 42.32]]}}]  # fmt: skip
    text = json.dumps({"type": "FeatureCollection", "features": rows})
    told = {"kind": "geojson", "source": "osm", "file": SimpleUploadedFile("streets.geojson", text.encode())}
    shown = client.post(reverse("roads:desk_extract"), told)
    assert shown.status_code == 200
    assert Segment.objects.count() == 0
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    accept = reverse("roads:desk_extract_accept", args=[sha256])
    assert accept in shown.content.decode()
    assert shown.context["said"] == {"kind": "geojson", "source": "osm", "complete": False}
    assert client.post(accept).status_code == 404
    assert client.post(accept, shown.context["said"]).status_code == 302
    assert Carriageway.objects.get().segment == Segment.objects.get()
    assert client.post(accept, shown.context["said"]).status_code == 404


def test_a_newer_extract_at_the_desk_ends_nothing_that_it_could_not_read_and_tells_who_succeeds(settings, tmp_path):
    settings.VAR = tmp_path
    client = browser("administrator")

    def bring(*lines, complete):
        rows = [{"type": "Feature", "id": key, "properties": {"highway": "residential", "name": "Абай"},
                 "geometry": {"type": "LineString", "coordinates": line}} for key, line in lines]  # fmt: skip
        text = json.dumps({"type": "FeatureCollection", "features": rows})
        file = SimpleUploadedFile("streets.geojson", text.encode())
        told = {"kind": "geojson", "source": "osm", "complete": complete, "file": file}
        return client.post(reverse("roads:desk_extract"), told), hashlib.sha256(text.encode()).hexdigest()

    many = [(f"s{number}", [[69.6 + number / 1000, 42.32], [69.601 + number / 1000, 42.32]]) for number in range(21)]
    shown, sha256 = bring(*many, complete=False)
    client.post(reverse("roads:desk_extract_accept", args=[sha256]), shown.context["said"])
    wrong, shorter = ("s3", [[69.603, 42.32], [69.603, 42.32]]), ("s5", [[69.6052, 42.32], [69.606, 42.32]])
    newer = [*many[:3], wrong, many[4], shorter, *many[6:]]
    shown, sha256 = bring(*newer, complete=True)
    (told,) = [one for _noun, one in shown.context["differences"] if one.noun == "segments"]
    assert (told.gone, [one.source_id for one in told.succeeded]) == (0, ["s5"])
    assert "s5: " in shown.content.decode()
    client.post(reverse("roads:desk_extract_accept", args=[sha256]), shown.context["said"])
    assert set(Segment.objects.present().values_list("source_id", flat=True)) == {key for key, _line in many}
    shown, _sha256 = bring(wrong, many[4], complete=True)
    assert (shown.status_code, len(shown.context["refused"])) == (422, 1)


def test_a_broken_extract_is_refused_with_its_reason(settings, tmp_path):
    settings.VAR = tmp_path
    told = {"kind": "geojson", "source": "osm", "file": SimpleUploadedFile("cut.geojson", b'{"type": "Feat')}
    answer = browser("administrator").post(reverse("roads:desk_extract"), told)
    assert answer.status_code == 422
    assert Segment.objects.count() == 0


def test_others_learn_of_a_passport_through_the_card():
    street = a_paved_street()
    passport = an_approved_passport(street)
    known = cards.reference(f"roads.passport:{passport.pk}", None)
    assert known.address == reverse("roads:street", args=[street.pk])
    assert known.address in {one.address for one in cards.beside(street, None)}
    assert cards.reference("roads.passport:999999", None) is None
