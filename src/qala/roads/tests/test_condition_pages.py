"""The pages of condition, defects and dangerous places: who may open them, and what they take, show and refuse."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from qala.kernel.actors import Job
from qala.kernel.clock import now, today
from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import AppointmentFactory, PersonFactory
from qala.places.models import Segment
from qala.places.tests.factories import LAT, LON
from qala.roads.actions.surveys import draw_sample
from qala.roads.models import Claim, CurveFile, Defect, Hazard, Rating, SampleDraw, Survey
from qala.roads.queries.curves import SHIPPED, curves_in_force
from qala.roads.rules.surfaces import Surface
from qala.roads.tests.factories import a_paved_street
from qala.roads.tests.works_factories import Offices, accepted, stretch

pytestmark = pytest.mark.django_db

DESKS = ("desk_condition", "desk_sheet", "desk_rating", "desk_draw", "desk_condition_file", "desk_defects")
CASES = ("desk_survey", "desk_drawn", "desk_defect", "desk_defect_step")
PERMISSIONS = [
    ("guest", "hazards", 200), ("resident", "hazards", 200),
    ("guest", "desk_hazards", 302), ("resident", "desk_hazards", 403), ("contractor", "desk_hazards", 403),
    ("road_engineer", "desk_hazards", 200), ("road_inspector", "desk_hazards", 200),
    ("guest", "desk_hazard_new", 302), ("resident", "desk_hazard_new", 403), ("road_inspector", "desk_hazard_new", 200),
    ("auditor", "desk_condition", 200), ("auditor", "desk_defects", 200), ("auditor", "desk_sheet", 403),
    ("auditor", "desk_rating", 403), ("auditor", "desk_condition_file", 403), ("auditor", "desk_draw", 403),
]  # fmt: skip
HAZARD_POSTS = [("guest", "desk_hazard_end", 302), ("contractor", "desk_hazard_end", 403)]


@pytest.fixture
def offices():
    a_paved_street()
    return Offices()


@pytest.fixture
def inspector(offices):
    return signed_in(offices.inspector)


def reader(who):
    if who == "guest":
        return Client()
    return signed_in(PersonFactory() if who == "resident" else AppointmentFactory(role=who).person)


def a_defect(**told):
    return Defect.objects.create(
        category="pothole", kind="pothole", case="proposals.proposal:1", longitude=LON + 0.0005, latitude=LAT,
        reported_on=today() - timedelta(days=2), **told,
    )  # fmt: skip


def words(name):
    if name == "desk_survey":
        return [Survey.objects.create(kind="special", method="visual", surveyed_on=today()).pk]
    if name == "desk_drawn":
        segment = Segment.objects.get(source_id="tauke-1")
        return [draw_sample(by=Job("roads.tests"), segment=segment, surface=Surface.ASPHALT, total=9, on=today()).pk]
    return {"desk_defect": [a_defect().pk], "desk_defect_step": [a_defect_pk(), "reject"]}.get(name, [])


def a_defect_pk():
    return (Defect.objects.first() or a_defect()).pk


def asked(name, **query):
    street = Segment.objects.get(source_id="tauke-1").street_id
    return reverse(f"roads:{name}") + f"?street={street}" + "".join(f"&{key}={word}" for key, word in query.items())


OUTING = {"surveyed_on": today().isoformat(), "kind": "yearly", "device": "", "calibrated_on": "", "crew": "crew-1"}


@pytest.mark.parametrize(("who", "name", "status"), PERMISSIONS)
def test_each_page_opens_to_whom_it_should(who, name, status, offices):
    assert reader(who).get(reverse(f"roads:{name}")).status_code == status


@pytest.mark.parametrize("name", [*DESKS, *CASES])
@pytest.mark.parametrize(
    ("who", "status"), [("guest", 302), ("resident", 403), ("contractor", 403), ("road_inspector", 200)]
)
def test_each_desk_of_condition_opens_to_the_road_office(who, status, name, offices):
    assert reader(who).get(reverse(f"roads:{name}", args=words(name))).status_code == status


@pytest.mark.parametrize(("who", "name", "status"), HAZARD_POSTS)
def test_a_dangerous_place_is_ended_by_an_inspector_alone(who, name, status, offices):
    at = now()
    hazard = Hazard(about="A hole", seen_at=at, fenced_at=at, owner="waterworks", due_at=at + timedelta(hours=1))
    hazard.position = stretch()
    hazard.save()
    assert reader(who).post(reverse(f"roads:{name}", args=[hazard.pk])).status_code == status
    assert reader("road_engineer").post(reverse("roads:desk_hazard_end", args=[hazard.pk])).status_code == 403
    assert reader("road_inspector").post(reverse("roads:desk_hazard_end", args=[hazard.pk])).status_code == 302
    hazard.refresh_from_db()
    assert hazard.over_at is not None


def test_a_dangerous_place_is_noted_fenced_with_an_owner_and_an_hour(inspector):
    hour = f"{now():%Y-%m-%dT%H:%M}"
    told = {"about": "A hole over a pipe", "seen_at": hour, "segment": stretch().segment, "side": "both"}
    page = asked("desk_hazard_new")
    assert inspector.post(page, told).status_code == 422
    later = f"{now() + timedelta(hours=8):%Y-%m-%dT%H:%M}"
    whole = told | {"fenced_at": hour, "owner": "waterworks", "due_at": later}
    assert inspector.post(page, whole).status_code == 302
    assert "A hole over a pipe" in Client().get(reverse("roads:hazards")).content.decode()
    assert "A hole over a pipe" in inspector.get(reverse("roads:desk_hazards")).content.decode()


def test_the_street_is_found_before_the_form(inspector):
    page = inspector.get(reverse("roads:desk_rating") + "?q=zzz")
    assert page.context["found"] == []
    name = str(Segment.objects.get(source_id="tauke-1").street)
    found = inspector.get(reverse("roads:desk_rating"), {"q": name[:5]}).context["found"]
    assert [str(street) for street in found] == [name]


def a_sheet(**more):
    unit = {"from_m": "0", "to_m": "30", "size": "210"}
    told = {f"u0_{name}": value for name, value in unit.items()}
    told |= {"u0_d0_kind": "alligator", "u0_d0_severity": "medium", "u0_d0_quantity": "20"}
    return OUTING | {"segment": stretch().segment, "side": "both", "section": "700"} | told | more


def test_units_by_hand_are_reckoned_before_they_are_kept(inspector):
    page = asked("desk_sheet", units=1)
    shown = inspector.post(page, a_sheet(reckon="1"))
    assert 0 < shown.context["section_pci"] < 100
    assert not Survey.objects.exists()
    answer = inspector.post(page, a_sheet(record="1"), follow=True)
    assert answer.context["is_synthetic"]
    rating = Rating.objects.get()
    assert (rating.synthetic, round(float(rating.value), 1)) == (True, round(shown.context["section_pci"], 1))
    street = Client(headers={"accept-language": "en"}).get(reverse("roads:street", args=[rating.segment.street_id]))
    assert "synthetic curves, demo" in street.content.decode()


def test_a_unit_that_cannot_be_is_told_beside_its_field(inspector):
    page = asked("desk_sheet", units=1)
    wrong = inspector.post(page, a_sheet(record="1", u0_d0_quantity="500"))
    assert wrong.status_code == 422
    assert "u0_size" in wrong.context["form"].errors
    assert inspector.post(page, a_sheet(record="1", u0_to_m="9999")).status_code == 422
    assert not Survey.objects.exists()


@pytest.mark.parametrize(("procedure", "value", "grade"), [("iri", "3.5", "good"), ("deflection", "0.85", ""), ("visual", "7", "")])
def test_a_stretch_is_rated_by_evenness_or_by_eye(procedure, value, grade, inspector):
    told = OUTING | {"procedure": procedure, "value": value, "segment": stretch().segment, "side": "both"}
    assert inspector.post(asked("desk_rating"), told).status_code == 302
    rating = Rating.objects.get()
    assert (rating.procedure, float(rating.value), rating.grade) == (procedure, float(value), grade)
    off = inspector.post(asked("desk_rating"), told | {"value": "40"})
    assert off.status_code == 422


def test_a_sample_is_drawn_once_a_day(inspector):
    told = {"surface": "asphalt", "total": "30", "segment": stretch().segment, "side": "both"}
    assert inspector.post(asked("desk_draw"), told).status_code == 302
    drawn = SampleDraw.objects.get()
    assert (drawn.total, drawn.needed, drawn.spread, drawn.spread_from) == (30, 11, 10, None)
    assert inspector.post(asked("desk_draw"), told).status_code == 422


def file_of(kind, text):
    return OUTING | {"kind_of_file": kind, "file": SimpleUploadedFile("a.csv", text.encode())}


SURVEY = "segment,from_m,to_m,surface,size,section,distress,severity,quantity\n"


def test_files_of_condition_are_taken_and_bad_rows_told_by_line(inspector):
    page = reverse("roads:desk_condition_file")
    rows = "tauke-1,0,30,asphalt,210,700,pothole,low,1\nnowhere,0,30,asphalt,210,700,,,\n"
    done = inspector.post(page, file_of("survey", SURVEY + rows))
    assert (done.status_code, done.context["done"].taken) == (200, 1)
    assert [line for line, _why in done.context["refused"]] == [3]
    assert inspector.post(page, file_of("survey", SURVEY + rows)).status_code == 422
    evenness = "segment,from_m,to_m,value\ntauke-1,0,50,3.2\ntauke-1,0,9999,3.2\ntauke-1,0,x,3\n"
    done = inspector.post(page, file_of("iri", evenness))
    assert (done.context["done"].taken, len(done.context["refused"])) == (1, 2)
    done = inspector.post(page, file_of("deflection", "segment,from_m,to_m,value\ntauke-1,0,50,0.85\n"))
    assert (done.context["done"].taken, Survey.objects.latest("pk").method) == (1, "deflection")
    assert inspector.post(page, file_of("deflection", "segment,from_m,to_m,value\ntauke-1,0,50,85\n")).status_code == 422
    assert inspector.post(page, file_of("visual", "a,b\n1,2\n")).status_code == 422


def test_a_set_of_curves_is_taken_if_it_is_sound_and_then_speaks(inspector):
    page = reverse("roads:desk_condition_file")
    assert curves_in_force().curves.synthetic
    told = json.loads(SHIPPED.read_text("utf-8"))
    own = told | {"slug": "city-2026", "synthetic": False, "provenance": "Digitised from the city's own prints."}
    assert inspector.post(page, file_of("curves", json.dumps(own))).status_code == 200
    assert CurveFile.objects.get().slug == "city-2026"
    assert curves_in_force().name.startswith("city-2026@")
    assert inspector.post(page, file_of("curves", json.dumps(own))).status_code == 422
    assert inspector.post(page, file_of("curves", "{")).status_code == 422
    assert "city-2026" in inspector.get(reverse("roads:desk_condition")).content.decode()


def test_a_defect_under_guarantee_becomes_a_claim_with_the_day_of_its_report(offices, inspector):
    warranty = accepted(offices)
    defect = a_defect()
    page = reverse("roads:desk_defect_step", args=[defect.pk, "confirm"])
    told = {"severity": "high", "segment": stretch().segment, "metre": "40", "side": "both"}
    assert inspector.get(page).status_code == 200
    assert inspector.post(page, told).status_code == 302
    claim = Claim.objects.get()
    assert (claim.warranty, claim.defect, claim.defect.state) == (warranty, defect, "confirmed")
    shown = inspector.get(reverse("roads:desk_defect", args=[defect.pk]))
    assert reverse("roads:desk_warranty", args=[warranty.pk]) in shown.content.decode()
    inspector.post(reverse("roads:desk_warranty_step", args=[warranty.pk, "fix"]))
    defect.refresh_from_db()
    assert defect.state == "mended"


def test_a_defect_elsewhere_leads_to_a_need_and_is_mended_by_a_second_look(inspector, offices):
    defect = a_defect()
    told = {"severity": "low", "segment": stretch().segment, "metre": "40", "side": "both"}
    inspector.post(reverse("roads:desk_defect_step", args=[defect.pk, "confirm"]), told)
    shown = inspector.get(reverse("roads:desk_defect", args=[defect.pk]))
    assert "case=proposals.proposal:1" in shown.context["need"]
    assert not Claim.objects.exists()
    assert inspector.post(reverse("roads:desk_defect_step", args=[defect.pk, "mend"])).status_code == 302


def test_a_defect_that_is_not_there_is_rejected(inspector):
    defect = a_defect()
    assert inspector.post(reverse("roads:desk_defect_step", args=[defect.pk, "reject"])).status_code == 302
    defect.refresh_from_db()
    assert defect.state == "rejected"
