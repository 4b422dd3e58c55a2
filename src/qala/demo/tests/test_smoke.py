"""What the walk asks of the published programme: the checker takes it as it is, and no other way."""

import json
from dataclasses import dataclass, field

import pytest

from qala.demo.smoke.plans import Programme
from qala.demo.smoke.visitor import Amiss, Page
from qala.demo.smoke.walk import Walk, tell
from qala.roads.rules.programme import Road
from qala.roads.tests.test_programme_rules import city, solved

ADDRESS = "/roads/programme/7.json"


@dataclass
class Shelf:
    """A city that publishes these pages."""

    pages: dict[str, bytes] = field(default_factory=dict)

    def get(self, path: str) -> Page:
        return Page(200 if path in self.pages else 404, f"http://city{path}", "text/html", self.pages.get(path, b""))

    def ok(self, page: Page) -> Page:
        return page


@pytest.fixture
def told():
    roads = [Road("", 200, 1_500, 4, 6_000, 200, "north"), Road("", 90, 700, 9, 3_900, 300, "south")]
    return solved(city(roads, most=1))[2]


def walked(told) -> Walk:
    programme, done = Programme("http://city"), Walk()
    page = f'<a href="{ADDRESS}">JSON</a>'.encode()
    programme.visitor = Shelf({"/roads/programme/": page, ADDRESS: json.dumps(told).encode()})
    tell(done, programme.steps())
    return done


def test_a_published_programme_is_brought_home_and_recounted(told):
    assert (walked(told).passed, walked(told).failed) == (3, [])


def test_a_tampered_programme_fails_the_walk(told):
    told["budgets"][0]["tiyn"] = 0
    told["value"] += 5
    assert [line.split(":")[1] for line in walked(told).failed] == [" sound", " tampered"]


def test_a_city_without_a_programme_fails_the_walk():
    programme = Programme("http://city")
    programme.visitor = Shelf({"/roads/programme/": b"<p>None yet.</p>"})
    with pytest.raises(Amiss, match="no programme"):
        programme.published()
