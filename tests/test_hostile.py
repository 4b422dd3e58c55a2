"""Whatever anybody types anywhere: a clear answer in their language, nothing half-written, never a trace."""

import logging

import pytest
from django.urls import get_resolver

from qala.meals.tests.test_permissions_faces import city as meal_city
from tests.hostile.city import named, takes_post, visitors
from tests.hostile.judging import Judge
from tests.hostile.values import SINGLE
from tests.hostile.walker import Walk

__all__ = ["meal_city"]
#: Doors of programs, whose words are not a form's: tried by tests of their own (docs/how-to/faults.md).
ELSEWHERE = (
    "journal:cosignatures", "meals:terminal_enrol", "meals:terminal_events", "meals:reader_events", "proposals:georeport_", "demo:",
)  # fmt: skip


@pytest.mark.soak
@pytest.mark.timeout(20_000)
@pytest.mark.django_db
@pytest.mark.parametrize("each", [1, len(SINGLE)])
def test_hostile_words_in_every_form_and_address_get_a_clear_answer(meal_city, settings, tmp_path, caplog, each):
    settings.VAR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    caplog.set_level(logging.CRITICAL, "django")
    everybody = visitors(meal_city)
    walk = Walk(each, Judge())
    for one in everybody:
        one.client.raise_request_exception = False
        walk.visit(one.name, one.client, one.starts)
        for address in one.presses:
            walk.press(one.name, one.client, address)
    assert walk.wrong == []
    forms = {name for name, entry in named(get_resolver()) if takes_post(entry) and not name.startswith(ELSEWHERE)}
    assert forms - walk.posted == set(), "nobody tried these: give the city a thing whose page shows the form"
