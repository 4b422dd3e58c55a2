"""Contractors and operators open their own cases, with their photos and papers; the city's offices every one."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from qala.kernel.clock import today
from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import AppointmentFactory, OrganisationFactory
from qala.roads.actions.cuts import inspect_cut, pave_cut
from qala.roads.actions.holdings import keep_paper
from qala.roads.actions.papers import PaperSheet, Picture, attach_paper, attach_picture
from qala.roads.models import Cut, Paper, RoadPhoto, Warranty, Works
from qala.roads.rules.register import PaperKind
from qala.roads.tests.factories import a_paved_street
from qala.roads.tests.works_factories import JPEG, Offices, accepted, filled, stretch

pytestmark = pytest.mark.django_db
CASES = {"desk_work": Works, "desk_dig": Cut, "desk_warranty": Warranty}
LISTS = {"desk_works": Works, "desk_digs": Cut, "desk_warranties": Warranty}


@pytest.fixture
def offices(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    a_paved_street()
    offices = Offices()
    works = accepted(offices).works
    cut = filled(offices, places=[stretch(from_m=120, to_m=130)])
    inspect_cut(by=offices.inspector, cut=pave_cut(by=offices.operator, cut=cut))
    for thing in (works, cut):
        paper = PaperSheet(PaperKind.ACT, today(), f"%PDF-1.7 {type(thing).__name__}".encode())
        attach_paper(by=offices.inspector, thing=thing, paper=paper)
    attach_picture(by=offices.operator, cut=cut, picture=Picture(JPEG + b"trench", today()))
    return offices


def opened_by(person):
    """The cases and files that somebody can open, and what their lists show."""
    desk = signed_in(person)
    cases = {
        f"{name} {row.works_id or row.cut_id if name == 'desk_warranty' else ''}".strip()
        for name, model in CASES.items()
        for row in model.objects.all()
        if desk.get(reverse(f"roads:{name}", args=[row.pk])).status_code == 200
    }
    prints = {
        "works photo": Works.objects.get().evidence.get().sha256,
        "works paper": Paper.objects.get(about__startswith="roads.works:").sha256,
        "dig photo": RoadPhoto.objects.get().sha256,
        "dig paper": Paper.objects.get(about__startswith="roads.cut:").sha256,
    }
    files = {
        name for name, told in prints.items() if desk.get(reverse("roads:kept_file", args=[told])).status_code == 200
    }
    listed = {
        name: desk.get(reverse(f"roads:{name}")).context["table"].page.paginator.count for name in LISTS
    }
    return cases, files, listed


EVERY_FILE = {"works photo", "works paper", "dig photo", "dig paper"}


@pytest.mark.parametrize("role", ["engineer", "director", "inspector"])
def test_the_offices_of_the_city_open_every_case(role, offices):
    cases, files, listed = opened_by(getattr(offices, role))
    assert len(cases) == 4
    assert files == EVERY_FILE
    assert listed == {"desk_works": 1, "desk_digs": 1, "desk_warranties": 2}


def test_a_contractor_opens_what_it_builds_and_the_guarantee_it_gave(offices):
    cases, files, listed = opened_by(offices.contractor)
    assert cases == {"desk_work", f"desk_warranty {Works.objects.get().pk}"}
    assert files == {"works photo", "works paper"}
    assert listed == {"desk_works": 1, "desk_digs": 0, "desk_warranties": 1}


def test_an_operator_opens_what_it_digs_and_the_guarantee_it_gave(offices):
    cases, files, listed = opened_by(offices.operator)
    assert cases == {"desk_dig", f"desk_warranty {Cut.objects.get().pk}"}
    assert files == {"dig photo", "dig paper"}
    assert listed == {"desk_works": 0, "desk_digs": 1, "desk_warranties": 1}


@pytest.mark.parametrize("role", ["contractor", "utility_operator"])
def test_a_rival_opens_none_and_reads_none_in_a_table_either(role, offices):
    rival = AppointmentFactory(role=role, organisation=OrganisationFactory(slug="rival")).person
    assert opened_by(rival) == (set(), set(), dict.fromkeys(LISTS, 0))
    rows = signed_in(rival).get(reverse("roads:desk_works") + "?format=csv").content.decode().strip()
    assert len(rows.splitlines()) == 1
    works = Works.objects.get()
    step = reverse("roads:desk_work_step", args=[works.pk, "paper"])
    sent = {"kind": "act", "number": "3", "signed_on": today().isoformat(), "file": SimpleUploadedFile("a.pdf", b"%PDF-")}
    assert signed_in(rival).post(step, sent).status_code == 403
    assert signed_in(rival).get(reverse("roads:kept_file", args=["0" * 64])).status_code == 404


def test_a_file_of_a_street_is_for_the_offices_alone(offices):
    street = Works.objects.get().grounds.get().segment.street
    told = keep_paper(
        by=offices.engineer, street=street, kind=PaperKind.DRAWING, signed_on=today(), content=b"%PDF-1.7 street"
    ).sha256  # fmt: skip
    assert signed_in(offices.contractor).get(reverse("roads:kept_file", args=[told])).status_code == 403
    assert signed_in(offices.inspector).get(reverse("roads:kept_file", args=[told])).status_code == 200
