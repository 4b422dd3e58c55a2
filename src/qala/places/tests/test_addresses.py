"""House numbers of an extract: on the street they name, refused with their line, the same row when they come again."""

import io
import os
from collections import Counter
from pathlib import Path

import pytest
import shapely
from django.conf import settings
from django.core.management import call_command

from qala.journal.models import Entry
from qala.places.loaders import read, show_difference
from qala.places.loaders.features import Frame
from qala.places.models import Address, Segment, Street
from qala.places.queries import search_places
from qala.places.rules.addresses import asked_house, bare, same_number
from qala.places.rules.geometry import distance_m

SHARED = Path(os.environ.get("QALA_SHARED", settings.SHARED)) / "data"
LIECHTENSTEIN = SHARED / "roads/raw/liechtenstein.osm.pbf"
shared = pytest.mark.skipif(not LIECHTENSTEIN.exists(), reason="the shared data are absent (QALA_SHARED)")
LON, LAT = 69.6, 42.3
STEP = 0.001  # some 82 m east, 111 m north


class Map:
    """A small extract, drawn by hand."""

    def __init__(self):
        self.nodes, self.things, self.last = [], [], 0

    def node(self, x, y, **tags):
        self.last += 1
        spot = f'id="{self.last}" version="1" lon="{LON + x * STEP:.6f}" lat="{LAT + y * STEP:.6f}"'
        self.nodes.append(f"<node {spot}>{self.tags(tags)}</node>")
        return self.last

    def way(self, spots, *, key=None, **tags):
        refs = [self.node(*spot) for spot in dict.fromkeys(spots)]
        refs += refs[:1] if spots[0] == spots[-1] else []
        self.last = max(self.last + 1, 0)
        drawn = "".join(f'<nd ref="{ref}"/>' for ref in refs)
        self.things.append(f'<way id="{key or self.last}" version="1">{drawn}{self.tags(tags)}</way>')
        return key or self.last

    def relation(self, way, **tags):
        self.last += 1
        member = f'<member type="way" ref="{way}" role="outer"/>'
        told = self.tags({"type": "multipolygon", **tags})
        self.things.append(f'<relation id="{self.last}" version="1">{member}{told}</relation>')

    @staticmethod
    def tags(tags):
        return "".join(f'<tag k="{name.replace("_", ":")}" v="{value}"/>' for name, value in tags.items())

    def read(self, folder, name="city.osm"):
        path = folder / name
        path.write_text(f'<osm version="0.6">{"".join(self.nodes)}{"".join(self.things)}</osm>', encoding="utf-8")
        return path


def house(number, street):
    return {"addr_housenumber": number, "addr_street": street}


@pytest.fixture
def village():
    """Two streets called Абай far apart, and one avenue."""
    drawn = Map()
    drawn.way([(0, 0), (10, 0)], highway="residential", name="Абай көшесі", name_ru="улица Абая")
    drawn.way([(100, 0), (110, 0)], highway="residential", name="Абай көшесі", name_ru="улица Абая")
    drawn.way([(0, 5), (10, 5)], highway="primary", name="Тәуке хан даңғылы", name_ru="проспект Тауке хана")
    return drawn


def taken(reading):
    return {(entry.number, entry.source_id[0], entry.street_source_id.split("@")[0]) for entry in reading.addresses}


def test_points_buildings_and_buildings_of_rings_find_their_street(village, tmp_path):
    village.node(1, 0.5, **house("1", "Абай көшесі"))
    village.way([(2, 0.3), (2.2, 0.3), (2.2, 0.5), (2, 0.3)], building="yes", **house("2а", "улица Абая"))
    ring = village.way([(3, 5.2), (3.3, 5.2), (3.3, 5.4), (3, 5.2)])
    village.relation(ring, building="yes", **house("12/3", "пр. Тауке хана"))
    reading = read("osm", village.read(tmp_path), frame=Frame("osm"))
    assert reading.refused == ()
    assert {(number, kind) for number, kind, _ in taken(reading)} == {("1", "n"), ("2а", "w"), ("12/3", "r")}
    streets = {entry.number: entry.street_source_id for entry in reading.addresses}
    assert streets["1"] == streets["2а"] != streets["12/3"]


def test_of_two_streets_of_one_name_the_nearer_one_has_the_house(village, tmp_path):
    village.node(105, 0.5, **house("5", "Абай көшесі"))
    village.node(5, 0.5, **house("5", "Абай көшесі"))
    reading = read("osm", village.read(tmp_path), frame=Frame("osm"))
    east = max(reading.addresses, key=lambda entry: entry.lon)
    lines = {street.source_id: street.segments[0].line for street in reading.streets}
    assert lines[east.street_source_id].bounds[0] > LON + 99 * STEP
    assert len({entry.street_source_id for entry in reading.addresses}) == 2


def test_what_fits_no_street_is_refused_with_its_line_and_reason(village, tmp_path):
    lost = village.node(1, 0.2, **house("1", "Шәмші көшесі"))
    silent = village.node(1, 0.3, addr_housenumber="2")
    far = village.node(50, 0, **house("3", "Абай көшесі"))
    village.node(0, 0.4, **house("4", "Абай көшесі"))
    long = village.node(1, 0.4, **house("№ " + "9" * 30, "Абай көшесі"))
    reading = read("osm", village.read(tmp_path), frame=Frame("osm"))
    assert sorted((row.line, row.code) for row in reading.refused) == sorted(
        [(f"node {lost}", "no_such_street"), (f"node {silent}", "no_street_named"),
         (f"node {far}", "street_too_far"), (f"node {long}", "wrong_value")]
    )  # fmt: skip
    assert all(row.reason.kk and row.reason.ru and row.reason.en for row in reading.refused)
    assert [entry.number for entry in reading.addresses] == ["4"]


def test_a_shop_in_a_numbered_building_is_not_a_second_house(village, tmp_path):
    village.node(2.1, 0.4, shop="yes", **house("2 А", "Абай көшесі"))
    village.way([(2, 0.3), (2.2, 0.3), (2.2, 0.5), (2, 0.3)], building="yes", **house("2а", "Абай көшесі"))
    village.node(4, 0.3, **house("7;9", "Абай көшесі"))
    reading = read("osm", village.read(tmp_path), frame=Frame("osm"))
    assert sorted((entry.number, entry.source_id[0]) for entry in reading.addresses) == [("2а", "w"), ("7", "n"), ("9", "n")]
    assert reading.remarks == {"house_numbers_mapped_twice": 1}


def loaded(path):
    call_command("load_places", "osm", str(path), "--complete", "--accept", stdout=io.StringIO())
    return dict(Address.objects.values_list("number", "pk"))


@pytest.mark.django_db
def test_loaded_again_every_house_keeps_its_row(tmp_path):
    def city(*, anew):
        drawn = Map()
        drawn.way([(0, 0), (10, 0)], key=900, highway="residential", name="Абай көшесі")
        drawn.node(1, 0.2, **house("1", "Абай көшесі"))
        if anew:  # the same house drawn as a building, and a new one
            drawn.way([(2, 0.3), (2.2, 0.3), (2.2, 0.5), (2, 0.3)], key=901, **house("2", "Абай көшесі"))
            drawn.node(3, 0.2, **house("3", "Абай көшесі"))
        else:
            drawn.node(2.1, 0.4, **house("2", "Абай көшесі"))
        return drawn.read(tmp_path, f"{anew}.osm")

    first = loaded(city(anew=False))
    before = Entry.objects.count()
    assert loaded(city(anew=False)) == first
    assert all(one.is_empty for one in show_difference(read("osm", city(anew=False), frame=Frame("osm")), complete=True))
    second = loaded(city(anew=True))
    assert {number: second[number] for number in first} == first
    assert set(second) == {"1", "2", "3"}
    assert Address.objects.get(number="2").source_id == "w901"
    facts = Entry.objects.filter(verb="places.addresses.registered").latest("pk").facts
    assert facts["left_out"] == 0
    assert Entry.objects.count() > before


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["Абай 12а", "Абай көшесі, 12А", "ул. Абая, дом 12 а", "Abai street 12a"])
def test_the_search_finds_the_house_before_the_street(village, tmp_path, asked):
    village.node(1, 0.2, **house("12а", "Абай көшесі"))
    village.node(1, 0.3, **house("12", "Абай көшесі"))
    loaded(village.read(tmp_path))
    found = search_places(asked)
    assert (found[0].noun, str(found[0].place)) == ("address", "Абай көшесі, 12а")
    assert found[1].noun == "street"
    assert found[0].place.get_absolute_url() == found[0].place.street.get_absolute_url()
    assert found[0].place.names.ru == "улица Абая, 12а"


@pytest.mark.django_db
def test_a_number_nobody_has_finds_the_street_alone(village, tmp_path):
    village.node(1, 0.2, **house("12", "Абай көшесі"))
    loaded(village.read(tmp_path))
    assert {one.noun for one in search_places("Абай 13")} == {"street"}


def test_what_people_type_is_read_as_street_and_number():
    assert asked_house("Тәуке хан даңғылы, 12а") == ("Тәуке хан даңғылы", "12а")
    assert asked_house("8 марта 5/2") == ("8 марта", "5/2")
    assert asked_house("Абай") is None
    assert asked_house("12") is None
    assert asked_house("9" * 100) is None
    assert same_number("12 А") == same_number("12a") != same_number("12/1")
    assert same_number("1/21") != same_number("12/1") != same_number("121")
    assert bare("ул. Абая") == bare("улица Абая")
    assert bare("Көше") == "koshe"


@shared
@pytest.mark.django_db
def test_liechtensteins_house_numbers_stand_on_their_streets():
    call_command("load_places", "osm", str(LIECHTENSTEIN), "--name-language", "en", "--complete", stdout=io.StringIO())
    assert Address.objects.count() == 908
    rows = Address.objects.select_related("street")
    reading = read("osm", LIECHTENSTEIN, frame=Frame("osm", language="en"))
    refused = Counter(row.code for row in reading.refused if "street" in row.code)
    assert refused == {"no_such_street": 63, "no_street_named": 7, "street_too_far": 4}
    assert reading.remarks == {"house_numbers_mapped_twice": 28}
    for key, told in (("w28712148", "Städtle, 32"), ("w30809988", "Essanestrasse, 10"), ("w32605313", "Schaaner Strasse, 79")):
        assert str(rows.get(source_id=key)) == told
    for row in rows.order_by("pk")[::60]:
        lines = shapely.MultiLineString(list(Segment.objects.filter(street=row.street).values_list("line", flat=True)))
        assert distance_m(lines, row.point) <= 300
    assert Street.objects.filter(addresses__isnull=False).distinct().count() == 114
    assert all(one.is_empty for one in show_difference(reading, complete=True))
    best = search_places("Städtle 32")[0]
    assert (best.noun, best.place.source_id) == ("address", "w28712148")
