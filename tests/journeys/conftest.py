"""A city and a browser for each file of stories, a phone for each person of one."""

import os
import shutil

import pytest

from tests.journeys import village
from tests.journeys.phone import AXE, Phone
from tests.journeys.serving import dress, living_city

CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), "")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/journeys/" in item.path.as_posix():
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def chromium():
    """The path of the browser, or a plain word why no journey was made."""
    required = os.environ.get("QALA_BROWSER") == "required"
    if missing := [name for name, there in (("Chromium", CHROMIUM), ("axe (npm ci)", AXE.exists())) if not there]:
        (pytest.fail if required else pytest.skip)(f"no {' and no '.join(missing)} on this machine")
    return CHROMIUM


@pytest.fixture(scope="session")
def wardrobe(chromium, tmp_path_factory):
    return dress(tmp_path_factory.mktemp("wardrobe"))


@pytest.fixture(scope="module")
def city(wardrobe, django_db_setup, django_db_blocker, tmp_path_factory, request):
    # Not for the session: what one story leaves behind (a programme in force, a works on its street) is another's surprise.
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    var = tmp_path_factory.mktemp("city")
    for name in ("assets", "static"):  # nothing else: a log or a photo is one city's own
        (var / name).symlink_to(wardrobe / name)
    with living_city(var, django_db_blocker, village.found, worker) as served:
        yield served


@pytest.fixture(scope="module")
def browser(chromium, city):
    # The city first: Playwright's own event loop would make Django think that each query is asked from async code.
    from playwright.sync_api import sync_playwright

    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")
    if before is not None:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def phone(browser, city):
    """Give somebody a phone; at the end nothing may have gone wrong on any of them, nor in the city's log."""
    phones = []
    written = len(city.log.read_text())

    def lend(language="kk", **more):
        phones.append(Phone(browser, city.root, language, **more))
        return phones[-1]

    yield lend
    for one in phones:
        one.context.close()
    assert [fault for one in phones for fault in one.faults] == []
    assert "Traceback" not in city.log.read_text()[written:], city.log.read_text()[written:][-3000:]


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def scripts(request):
    """Each story is told twice: with scripts and without."""
    return request.param
