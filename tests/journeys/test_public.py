"""What everyone may read: list, map and its twin, one case, figures, open data; and what each page weighs."""

import csv
import gzip
import io

import pytest
from playwright.sync_api import Response

from tests.journeys import village

KB = 1000
MARKUP_AND_STYLE, SCRIPT = 50 * KB, 25 * KB
WITHOUT_A_MAP = ["/", "/new/", "/proposals/statistics/", "/proposals/data/", "/meetings/", "/demo/", "/ui/", "/open311/"]


def test_a_journalist_reads_the_list_a_case_the_figures_and_the_file(phone, city, scripts):
    tree = "емендер" if scripts else "шыршалар"
    with city.inside():
        case = village.signal(f"Тәуке хан даңғылында жаңа {tree} қурап қалды, суарылмайды", longitude=69.6012, latitude=42.3201)
    journalist = phone("en", scripts=scripts)
    page = journalist.go("/proposals/")
    assert page.locator(f".map__twin a[href='/proposals/{case.number}/']").is_visible()
    if scripts and page.locator("#cases-map").count():
        page.locator("#cases-map").scroll_into_view_if_needed()
    journalist.look_over()
    page.fill("#id_q", tree)
    page.locator(".seek__words button").click()
    page.wait_for_url("**q=**")
    rows = page.locator(".map__twin a.list__title")
    assert rows.count() == 1
    journalist.look_over()
    table = journalist.context.request.get(city.root + page.locator("a[href*='format=csv']").first.get_attribute("href"))
    told = list(csv.DictReader(io.StringIO(table.text().removeprefix("\ufeff"))))
    assert [row["number"] for row in told] == [case.number]
    rows.first.click()
    page.wait_for_url(f"**/proposals/{case.number}/")
    journalist.look_over()
    for address in ("/proposals/statistics/", "/proposals/statistics/silent/", "/proposals/data/", "/places/streets/", "/places/"):
        journalist.go(address)
        journalist.look_over()


def test_each_number_opens_the_cases_it_counts(phone):
    journalist = phone("ru")
    page = journalist.go("/proposals/statistics/")
    row = page.locator("table.sums tfoot a")
    count = row.inner_text().strip()
    row.click()
    page.wait_for_url("**/proposals/**")
    assert count.split()[0] in page.locator("main").inner_text()
    journalist.look_over()


@pytest.mark.parametrize("path", [*WITHOUT_A_MAP, "placard", "talon", "case", "desk"])
def test_a_page_without_a_map_stays_in_its_budget(phone, city, path):
    with city.inside():
        case = village.signal("Аулада жасыл алаң жоқ, бәрі көлікке толы")
        known = {
            "placard": village.placard(),
            "talon": village.talon_of(case),
            "case": f"/proposals/{case.number}/",
            "desk": f"/desk/{case.number}/",
        }
    reader = phone("kk")
    if path == "desk":
        reader.step_into("triage_officer")
        reader.page = reader.tab()
    weights = {"document": 0, "stylesheet": 0, "script": 0}
    answers: list[Response] = []
    reader.page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - playwright takes no builtin
    reader.go(known.get(path, path))
    reader.page.wait_for_load_state("networkidle")
    for answer in answers:
        kind = answer.request.resource_type
        if kind in weights and answer.status == 200 and not answer.from_service_worker:
            weights[kind] += len(gzip.compress(answer.body(), 6))
    assert weights["document"], weights
    assert weights["document"] + weights["stylesheet"] <= MARKUP_AND_STYLE, weights
    assert weights["script"] <= SCRIPT, weights


def test_one_long_word_widens_no_page(phone, city):
    """A line of letters without a space, or an endless address, folds inside its page."""
    with city.inside():
        case = village.signal("Мына жерде: https://example.kz/" + "a" * 400 + " " + "Ұ" * 300)
        talon = village.talon_of(case)
    reader = phone("kk")
    for address in (f"/proposals/{case.number}/", talon, "/proposals/?q=Мына жерде", "/open311/", "/log/"):
        reader.go(address)
        reader.look_over()
    russian = phone("ru")
    russian.go("/open311/")
    russian.look_over()
    officer = phone("ru")
    officer.step_into("triage_officer")
    officer.go(f"/desk/{case.number}/")
    officer.look_over()
