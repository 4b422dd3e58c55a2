"""Sending the form as a phone without scripts does."""

import re
from datetime import timedelta

import time_machine
from django.conf import settings
from django.urls import reverse

from qala.kernel.clock import now
from qala.places.tests.factories import a_landmark
from qala.proposals.models import Placard, Proposal
from qala.proposals.queries.follow import follow_code
from qala.proposals.rules.placards import make_code
from qala.proposals.tests.factories import PlacardFactory

NEW = "/new/"


def code_of(placard: Placard) -> str:
    return make_code(placard.serial, settings.PLACARD_KEYS[0].encode())


def address_of(placard: Placard) -> str:
    return reverse("proposals:placard", args=[code_of(placard)])


def talon_address(case: Proposal) -> str:
    return reverse("proposals:talon", args=[case.number, follow_code(case)])


def hidden(html: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', html)[1]


def opened(client, address=NEW, seconds=30):
    """What a phone carries back half a minute after the page was opened."""
    with time_machine.travel(now() - timedelta(seconds=seconds), tick=False):
        html = client.get(address).content.decode()
    return {"uid": hidden(html, "uid"), "token": hidden(html, "token")}


def send(client, text, address=NEW, **more):
    return client.post(address, {**opened(client, address), "text": text, **more})


def a_stop_placard(**facts) -> Placard:
    return PlacardFactory(kind="stop", route="", vehicle="", landmark=a_landmark(), **facts)
