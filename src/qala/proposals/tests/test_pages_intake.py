"""The placard's landing, the form, its twins and its talon, through their addresses."""

import re
import uuid

import pytest
from django.conf import settings
from django.urls import reverse

from qala.proposals.models import Placard, PlacardTally, Proposal
from qala.proposals.queries.follow import follow_code
from qala.proposals.rules.placards import make_code
from qala.proposals.tests.factories import PlacardFactory

pytestmark = pytest.mark.django_db


def code_of(placard: Placard) -> str:
    return make_code(placard.serial, settings.PLACARD_KEYS[0].encode())


def address_of(placard: Placard) -> str:
    return reverse("proposals:placard", args=[code_of(placard)])


def talon_address(case: Proposal) -> str:
    return reverse("proposals:talon", args=[case.number, follow_code(case)])


def hidden(html: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', html)[1]


def opened(client, address="/new/"):
    """What a phone without scripts carries back."""
    html = client.get(address).content.decode()
    return {"uid": hidden(html, "uid"), "token": hidden(html, "token")}


def test_a_bus_placard_gives_the_bus_and_the_message_gets_a_talon(client):
    placard = PlacardFactory(route="12")
    page = client.get(address_of(placard))
    assert page.status_code == 200
    assert "12" in page.content.decode()
    sent = client.post(address_of(placard), {**opened(client, address_of(placard)), "text": "Автобус өте кешігеді"})
    case = Proposal.objects.get()
    assert sent.status_code == 303
    assert sent.url == talon_address(case)
    assert (case.placard, case.channel, case.longitude, case.track) == (placard, "placard", None, "signal")
    talon = client.get(sent.url)
    assert talon.status_code == 200
    assert case.number in talon.content.decode()
