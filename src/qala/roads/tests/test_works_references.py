"""What other parts see of works and digs: by key, beside a street; and files of condition by the command line."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from qala.kernel import cards
from qala.kernel.keys import key_of
from qala.places.models import Segment, Street
from qala.roads.actions.cuts import request_cut
from qala.roads.models import Rating, Survey
from qala.roads.queries.curves import SHIPPED
from qala.roads.tests.factories import a_paved_street
from qala.roads.tests.works_factories import Offices, accepted, begun, dig, opened, stretch

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices():
    a_paved_street()
    return Offices()


def test_each_thing_of_works_is_known_by_its_key(offices):
    warranty = accepted(offices)
    cut = opened(offices)
    for thing, page in (
        (warranty.works, reverse("roads:work", args=[warranty.works.pk])),
        (warranty, reverse("roads:work", args=[warranty.works.pk])),
        (cut, reverse("roads:dig", args=[cut.pk])),
    ):
        found = cards.reference(key_of(thing), None)
        assert found.address == page
        assert found.title
        assert found.state
    assert cards.reference("roads.works:999999", None) is None
    assert cards.reference("roads.cut:word", None) is None


def test_a_street_shows_works_ahead_guarantees_and_open_digs_beside_it(offices):
    warranty = accepted(offices)
    opened(offices)
    begun(offices, places=[stretch(from_m=110, to_m=150)])
    request_cut(by=offices.operator, dig=dig(places=[stretch(from_m=155, to_m=158)]))
    street = Street.objects.get(pk=stretch_street())
    found = cards.beside(street, None)
    addresses = [one.address for one in found]
    assert sum("/roads/works/" in address for address in addresses) == 2
    assert sum("/roads/digs/" in address for address in addresses) == 1
    assert any(str(warranty.until_on.year) in one.state for one in found)


def stretch_street():
    return Segment.objects.get(pk=stretch().segment).street_id


def test_files_of_condition_come_in_by_the_command_line(offices, tmp_path):
    survey = tmp_path / "survey.csv"
    head = "segment,from_m,to_m,surface,size,section,distress,severity,quantity\n"
    survey.write_text(head + "tauke-1,0,30,asphalt,210,700,pothole,low,1\n", "utf-8")
    said = io.StringIO()
    call_command("load_roads", "survey", str(survey), "--on", "2026-06-01", "--crew", "crew-2", stdout=said)
    assert "taken 1" in said.getvalue()
    assert Survey.objects.get().crew == "crew-2"
    evenness = tmp_path / "iri.csv"
    evenness.write_text("segment,from_m,to_m,value\ntauke-1,0,50,3.2\nnowhere,0,5,3\n", "utf-8")
    call_command("load_roads", "iri", str(evenness), "--on", "2026-06-01", stdout=said)
    assert Rating.objects.filter(procedure="iri").count() == 1
    assert "unknown_segment" in said.getvalue()
    with pytest.raises(CommandError):
        call_command("load_roads", "survey", str(survey), "--on", "2026-06-01", stdout=said)
    call_command("load_roads", "curves", str(SHIPPED), stdout=said)
    with pytest.raises(CommandError):
        call_command("load_roads", "curves", str(evenness), stdout=said)
