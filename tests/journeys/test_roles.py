"""Stepping into each role of the demo, and what a guest may not open."""

import pytest

from qala.demo.city.lexicon import rows
from qala.demo.queries import first_page

ROLES = [row[0] for row in rows("demo_roles")]
TONGUES = ("kk", "ru", "en")


@pytest.mark.parametrize("group", range(3), ids=TONGUES)
def test_each_role_begins_at_a_page_of_its_own(phone, city, group):
    language = TONGUES[group]
    visitor = phone(language)
    visitor.go("/demo/")
    visitor.look_over()
    for slug in ROLES[group::3]:
        page = visitor.step_into(slug)
        page.wait_for_url(lambda address: not address.endswith("/demo/"))
        with city.inside():
            expected = first_page(slug)
        assert page.url.removeprefix(city.root).startswith(expected), slug
        visitor.look_over()


def test_a_guest_is_shown_the_door(phone):
    guest = phone("ru", scripts=False)
    for address in ("/desk/", "/desk/photos/", "/desk/placards/", "/desk/routing/"):
        guest.expected.add(403)
        page = guest.go(address)
        assert "/account/login/" in page.url or page.locator(".refusal, h1").first.is_visible()
        assert page.locator("[data-row]").count() == 0
    guest.look_over()
