"""When is my street repaired: a programme asked for, adopted by somebody else, and looked up by a resident on a phone."""

from datetime import date

import pytest

from qala.kernel.clock import today
from qala.places.models import Segment
from qala.planning.models import Plan
from qala.planning.rules.solving import Effort
from qala.roads.models import Carriageway, Rating
from qala.roads.programming import solve_programme
from qala.roads.tests.factories import a_carriageway
from qala.roads.tests.test_programme import rated
from tests.journeys import village
from tests.journeys.desk import fill


@pytest.fixture
def street(city):
    """A paved street that somebody surveyed: its name in Kazakh and Russian."""
    with city.inside():
        segments = list(Segment.objects.filter(source_id__startswith="tauke-").select_related("street"))
        village.signal("Тәуке хан даңғылында шұңқыр бар", longitude=69.6012, latitude=42.3201)
        for segment, value in zip(segments, (62, 38), strict=False):
            if not Carriageway.objects.filter(segment=segment).exists():
                a_carriageway(segment)
            if not Rating.objects.filter(segment=segment).exists():
                rated(segment, value, date(2026, 6, 1))
        return segments[0].street


def asked_for(engineer, city):
    """The engineer fills in the desk's form, sees that it is being reckoned, and then the finished line."""
    page = engineer.go("/roads/desk/programme/")
    engineer.look_over()
    fill(page.locator("main form.form"), {"title": "Бес жыл", "local": "60000000", "years": "5"})
    page.uncheck("[name=scenarios]")
    engineer.press(page.locator(".form__end button").first)
    assert page.locator("[data-look]").is_visible()
    engineer.look_over()
    with city.inside():
        plan = Plan.objects.latest("pk")
    page = engineer.go(f"/roads/desk/programme/{plan.pk}/")
    assert page.locator("#works").is_visible()
    with city.inside():
        solve_programme(plan, Effort(whole_seconds=2))
    if engineer.scripts:
        page.locator("#works").wait_for(state="detached")
    engineer.go(f"/roads/desk/programme/{plan.pk}/")
    assert page.locator("[action$='/adopt/']").count() == 0, "whoever asked does not adopt"
    engineer.look_over()
    return plan


def test_a_resident_asks_when_the_street_is_repaired_and_why_then(phone, city, scripts, street):
    engineer, director = phone("ru", scripts=scripts), phone("kk", scripts=scripts)
    engineer.step_into("road_engineer")
    plan = asked_for(engineer, city)
    director.step_into("road_director")
    page = director.go(f"/roads/desk/programme/{plan.pk}/")
    director.look_over()
    page.fill("[name=reason]", "Мәслихат келісті")
    director.press(page.locator("[action$='/adopt/'] button"))
    assert page.url.endswith("/roads/programme/")
    with city.inside():
        steps = set(plan.choices.values_list("year", flat=True))
    assert steps
    resident = phone("kk", scripts=scripts)
    page = resident.go("/roads/")
    resident.press(page.locator("main a[href='/roads/when/']").first)
    resident.look_over()
    page.fill("#id_q", "Tauke han")
    resident.press(page.locator("form.ask button"))
    answer = page.locator(f"section.answer:has(h2 a[href='/roads/streets/{street.pk}/'])")
    told = answer.inner_text()
    assert any(str(year) in told for year in steps), told
    resident.look_over()
    resident.press(answer.locator("a[href$='#turn']"))
    assert page.locator("#turn").is_visible()
    assert page.locator("section:has(#turn) a[href^='/proposals/']").count(), "what residents ask stands beside the turn"
    resident.look_over()
    resident.go("/roads/when/?q=Жоқ көше")
    assert page.locator("main a[href='/roads/']").first.is_visible()
    resident.look_over()
    assert min(steps) > today().year
