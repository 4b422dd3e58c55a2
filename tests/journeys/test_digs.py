"""A dig from asking to its guarantee, and works from a need to an act, by the pages alone: five offices, five phones."""

from datetime import timedelta
from decimal import Decimal

import pytest

from qala.kernel.clock import today
from qala.people.models import Appointment
from qala.people.tests.factories import AppointmentFactory
from qala.places.models import Segment
from qala.roads.actions.proofs import Laid, measure_works
from qala.roads.models import Carriageway, Cut, Works
from qala.roads.tests.factories import a_carriageway
from tests.journeys.desk import fill

#: One form of each make: a choice with its reason, a test, a file, a wait, a contract.
LOOKED_AT = {"override", "test", "picture", "cover", "contract"}


@pytest.fixture
def street(city):
    """A paved street whose works and digs of an earlier story do not stand in the way: its own metres each time."""
    with city.inside():
        segment = Segment.objects.get(source_id="tauke-1")
        if not Carriageway.objects.filter(segment=segment).exists():
            a_carriageway(segment)
        return segment.street_id, segment.pk


def take(person, case, slug, **values):
    """Take one step of a case by its button, and its form where it has one."""
    person.expected.add(422)
    page = person.go(case)
    person.press(page.locator(f"a[href$='{case}{slug}/'], form[action$='{case}{slug}/'] button").first)
    if page.url.endswith(f"{case}{slug}/"):
        form = page.locator(f"form[action$='{case}{slug}/']").first
        file = values.pop("file", None)
        fill(form, values)
        if file:
            form.locator("[type=file]").set_input_files(file)
        if slug in LOOKED_AT:
            person.look_over()
        person.press(form.locator(".form__end button").first)
    return page


def shot(name):
    """A photo as a telephone hands it over."""
    return {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0 " + name.encode()}


def point_at(city, segment, metre):
    """Longitude and latitude of a metre of a segment."""
    with city.inside():
        row = Segment.objects.get(pk=segment)
        there = row.line.interpolate(metre / float(row.measured_length_m), normalized=True)
    return {"longitude": f"{there.x:.6f}", "latitude": f"{there.y:.6f}"}


def arrived(page, case):
    assert page.url.endswith(case), page.locator("main").inner_text()[:800]


def asked_for(operator, street, metre):
    """The operator asks by the form; the case shows at once what stands in the way."""
    operator.go("/roads/desk/digs/")
    operator.look_over()
    page = operator.go(f"/roads/desk/digs/new/?street={street[0]}")
    fill(
        page.locator("main form.form"),
        {
            "purpose": "Ввод водопровода", "area_m2": "64", "from_on": today().isoformat(),
            "until_on": (today() + timedelta(days=3)).isoformat(), "segment": str(street[1]), "from_m": str(metre),
            "to_m": str(metre + 6),
        },
    )  # fmt: skip
    operator.look_over()
    operator.press(page.locator(".form__end button").first)
    case = page.url.removeprefix(operator.root)
    assert "/roads/desk/digs/" in case
    assert "Что мешает" in page.locator("main").inner_text(), "what stands in the way is shown before anybody decides"
    operator.look_over()
    return case


def test_a_dig_from_asking_to_its_guarantee(phone, city, scripts, street):
    metre = 10 if scripts else 40
    people = {}
    for role in ("utility_operator", "road_engineer", "road_inspector"):
        people[role] = phone("ru", scripts=scripts)
        people[role].step_into(role)
    operator, engineer, inspector = people.values()
    case = asked_for(operator, street, metre)
    arrived(take(engineer, case, "check"), case)
    while engineer.page.locator(f"a[href$='{case}override/']").count():
        take(engineer, case, "override", reason="Дом без воды")
    arrived(take(engineer, case, "permit", permit="Р-7"), case)
    take(operator, case, "open")
    refused = take(operator, case, "backfill")
    assert refused.locator(".notice.tone--harm").is_visible(), "no trench is filled without a test"
    operator.look_over()
    take(operator, case, "test", passed="yes", protocol="У-1")
    take(operator, case, "backfill")
    no_end = take(operator, case, "cover")
    assert no_end.locator(".notice.tone--harm").is_visible(), "a temporary cover without an end"
    take(operator, case, "cover", until=(today() + timedelta(days=5)).isoformat())
    take(operator, case, "picture", file=shot(f"dig-{metre}"))
    take(operator, case, "pave")
    assert operator.page.locator(f"[action$='{case}inspect/']").count() == 0
    arrived(take(inspector, case, "inspect"), case)
    inspector.look_over()
    with city.inside():
        cut = Cut.objects.latest("pk")
        assert (cut.state, cut.warranty.state) == ("inspected", "running")
    resident = phone("kk", scripts=scripts)
    shown = resident.go(f"/roads/digs/{cut.pk}/")
    assert str(cut.warranty.until_on.year) in shown.locator("main").inner_text()
    resident.look_over()


def signed(engineer, director, city, street, metre):
    """From a need to a contract, and a price that rises by a decision only."""
    page = engineer.go(f"/roads/desk/works/new/?street={street[0]}")
    need = {"why": "Төсемде жарықтар", "area_m2": "120", "top_cm": "5", "base_cm": "0", "segment": str(street[1])}
    fill(page.locator("main form.form"), need | {"from_m": str(metre), "to_m": str(metre + 15)})
    engineer.look_over()
    engineer.press(page.locator(".form__end button").first)
    case = page.url.removeprefix(engineer.root)
    engineer.look_over()
    take(engineer, case, "select")
    take(engineer, case, "programme", year=str(today().year))
    take(engineer, case, "design")
    take(engineer, case, "tender", **({"expertise": "01-7"} if "capital" in kind_of(city) else {}))
    with city.inside():
        builder = Appointment.objects.filter(role="contractor").first().organisation.slug
    take(engineer, case, "contract", number="45", contractor=builder, tenge="20000000")
    bare = take(director, case, "price", tenge="25000000")
    assert bare.locator(".notice.tone--harm").is_visible(), "a dearer contract needs a decision and its reason"
    take(director, case, "price", tenge="25000000", decision="17", reason="Негіз әлсіз")
    return case


def test_works_from_a_need_to_an_act_that_the_maker_cannot_sign(phone, city, scripts, street):
    _street, segment = street
    metre = 60 if scripts else 80
    people = {}
    for role in ("road_engineer", "contractor", "road_inspector", "road_director"):
        people[role] = phone("kk", scripts=scripts)
        people[role].step_into(role)
    engineer, contractor, inspector, director = people.values()
    case = signed(engineer, director, city, street, metre)
    take(contractor, case, "start")
    take(contractor, case, "lot", number="1", material="асфальтбетон")
    assert contractor.page.locator(f"[action$='{case}accept/']").count() == 0
    contractor.look_over()
    with city.inside():
        works = Works.objects.latest("pk")
        lot = works.lots.get()
        colleague = AppointmentFactory(role="road_inspector").person
        measure_works(by=colleague, works=works, laid=Laid(Decimal(15), works.area_m2, works.top_cm, works.base_cm))
    take(inspector, case, "sample", lot=str(lot.pk), passed="no", protocol="Л-1")
    take(contractor, case, "photo", file=shot(f"works-{metre}"), **point_at(city, segment, metre + 7))
    refused = take(inspector, case, "accept")
    assert "1" in refused.locator(".notice.tone--harm").inner_text(), "a failed sample stands in the way by its number"
    inspector.look_over()
    take(inspector, case, "sample", lot=str(lot.pk), passed="yes", protocol="Л-2")
    arrived(take(inspector, case, "accept"), case)
    inspector.look_over()
    with city.inside():
        works.refresh_from_db()
        assert (works.state, works.warranty.state) == ("accepted", "running")
    journalist = phone("en", scripts=scripts)
    shown = journalist.go(f"/roads/works/{works.pk}/")
    assert "decision № 17" in shown.locator("main").inner_text()
    journalist.look_over()


def kind_of(city):
    with city.inside():
        return Works.objects.latest("pk").kind
