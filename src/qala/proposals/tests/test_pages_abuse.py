"""Floods are set aside and never sent away; twins are asked about once; a photo never costs the message."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from qala.kernel.clock import now
from qala.proposals.models import Proposal, Support, Tally
from qala.proposals.rules import abuse
from qala.proposals.tests.factories import PlacardFactory, ProposalFactory
from qala.proposals.tests.posting import NEW, a_stop_placard, address_of, code_of, opened, send
from qala.proposals.views import intake_fragments

pytestmark = pytest.mark.django_db

# ---- abuse: set aside, never sent away ------------------------------------------------------------------------------------


@pytest.fixture
def in_one_hour(time_machine):
    """Budgets go by hours of the clock: none ends in the middle of a test."""
    time_machine.move_to(now().replace(minute=30), tick=False)


def held(client, **more) -> str:
    assert client.post(NEW, {"uid": str(uuid.uuid4()), "different": "1", **more}).status_code == 303
    return Proposal.objects.order_by("-pk").first().quarantined_for


def test_the_pot_a_hasty_page_and_a_forged_token_are_set_aside_with_a_talon(client):
    fields = opened(client)
    assert held(client, text="Жарық жоқ 1", token=fields["token"], website="https://x") == "honeypot"
    assert held(client, text="Жарық жоқ 2", token=opened(client, seconds=1)["token"]) == "token_too_fast"
    assert held(client, text="Жарық жоқ 3", token=fields["token"][:-2] + "AA") == "token_forged"
    assert held(client, text="Жарық жоқ 4") == ""


def test_a_device_that_writes_a_lot_is_set_aside_not_refused(in_one_hour, client):
    fields = opened(client)
    reasons = [held(client, text=f"Хабарлама {n}", token=fields["token"]) for n in range(7)]
    assert reasons[:5] == [""] * 5
    assert reasons[5:] == ["device_hour"] * 2


def test_a_storm_at_one_stop_is_counted_in_shards(in_one_hour, client):
    placard = PlacardFactory()
    Tally.objects.create(source=f"placard:{placard.pk}/3", hour=now().replace(minute=0, second=0, microsecond=0), times=40)
    send(client, "Автобус жоқ", address_of(placard))
    assert Proposal.objects.get().quarantined_for == "placard_hour"


def test_copies_of_one_long_text_are_folded_whoever_sends_them(in_one_hour):
    text = "Барлығыңыз осы мәтінді жіберіңіздер, талап етеміз, дереу жауап беріңіздер"
    reasons = [held(Client(), text=text.upper() if n % 2 else f"{text}!") for n in range(12)]
    assert reasons == [""] * 10 + ["flood"] * 2


def test_messages_without_cookie_and_placard_share_a_budget_and_all_get_a_talon(in_one_hour, monkeypatch):
    monkeypatch.setattr(abuse, "BUDGETS", (abuse.Budget("unnamed_hour", 3, timedelta(hours=1)),))
    reasons = [held(Client(), text=f"Хабарлама {n}") for n in range(5)]
    assert reasons == [""] * 3 + ["unnamed_hour"] * 2
    browser, placard = Client(), PlacardFactory()
    assert held(browser, text="Шам", token=opened(browser)["token"]) == ""
    assert Client().post(address_of(placard), {"text": "Автобус жоқ"}).status_code == 303
    assert Proposal.objects.get(placard=placard).quarantined_for == ""
    assert sum(Tally.objects.filter(source__startswith="unnamed:").values_list("times", flat=True)) == 5


def test_a_cookie_of_ones_own_making_is_no_device(in_one_hour, client):
    case = ProposalFactory()
    for n in range(2):
        client.cookies["qala_device"] = f"{n:022}"
        held(client, text=f"Хабарлама {n}")
    assert not Tally.objects.filter(source__startswith="device:").exists()
    assert client.post(reverse("proposals:me_too"), {"number": case.number}).status_code == 422
    client.get(NEW)
    assert client.post(reverse("proposals:me_too"), {"number": case.number}).status_code == 200


def test_one_device_gives_so_many_voices_an_hour(in_one_hour, client, monkeypatch):
    monkeypatch.setattr(intake_fragments, "VOICES_AN_HOUR", 2)
    client.get(NEW)
    cases = [ProposalFactory() for _ in range(3)]
    said = [client.post(reverse("proposals:me_too"), {"number": case.number}).status_code for case in cases]
    assert said == [200, 200, 429]
    assert Support.objects.count() == 2


# ---- is it one of these? ------------------------------------------------------------------------------------------------


def test_a_nearly_sure_twin_is_shown_once_and_sending_goes_on(client):
    placard = a_stop_placard()
    send(client, "Аялдамада шам жанбайды, кешке қараңғы", address_of(placard))
    fields = {**opened(client, address_of(placard)), "text": "Аялдамада шам жанбайды кешке қараңғы болады"}
    asked = client.post(address_of(placard), fields)
    assert asked.status_code == 200
    assert Proposal.objects.count() == 1
    assert Proposal.objects.get().number in asked.content.decode()
    assert fields["uid"] in asked.content.decode()
    assert client.post(address_of(placard), {**fields, "different": "1"}).status_code == 303
    assert Proposal.objects.count() == 2


def test_me_too_is_one_voice_a_device(client):
    case = ProposalFactory()
    client.get(NEW)
    for _ in range(2):
        page = client.post(reverse("proposals:me_too"), {"number": case.number})
        assert page.status_code == 200
    assert Support.objects.get().proposal == case


def test_me_too_may_ask_for_news_and_waits_for_the_confirmation(client):
    case = ProposalFactory()
    client.get(NEW)
    client.post(reverse("proposals:me_too"), {"number": case.number, "address": "a@example.kz"})
    assert case.subscriptions.get().confirmed_at is None
    assert case.letters.get().template == "confirm_address"


def test_a_browser_without_cookies_is_told_why(client):
    case = ProposalFactory()
    assert client.post(reverse("proposals:me_too"), {"number": case.number}).status_code == 422
    assert not Support.objects.exists()


def test_nobody_supports_what_is_hidden(client):
    client.get(NEW)
    assert client.post(reverse("proposals:me_too"), {"number": ProposalFactory(hidden=True).number}).status_code == 404
    assert client.post(reverse("proposals:me_too"), {"number": "26-999999"}).status_code == 404


def test_suggestions_come_while_typing(client):
    placard = a_stop_placard()
    send(client, "Аялдамада шам жанбайды, кешке қараңғы", address_of(placard))
    fields = {"text": "Аялдамада шам жанбайды", "code": code_of(placard)}
    html = client.post(reverse("proposals:suggest"), fields).content.decode()
    assert html.count('name="category"') == 3
    assert Proposal.objects.get().number in html
    assert client.post(reverse("proposals:suggest"), {"text": "жо"}).status_code == 204


# ---- photos ------------------------------------------------------------------------------------------------------------------


def a_picture(name="photo.png", colour=(20, 90, 90)):
    from io import BytesIO

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    kept = BytesIO()
    Image.new("RGB", (64, 48), colour).save(kept, "PNG")
    return SimpleUploadedFile(name, kept.getvalue(), "image/png")


def test_a_photo_comes_along_and_a_resend_keeps_it_once(client):
    fields = {**opened(client), "text": "Жарық жоқ"}
    client.post(NEW, {**fields, "photo": a_picture()})
    client.post(NEW, {**fields, "photo": a_picture()})
    assert Proposal.objects.get().photos.count() == 1


def test_a_photo_that_cannot_be_kept_never_costs_the_message(client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    bad = SimpleUploadedFile("x.jpg", b"<svg onload=alert(1)>", "image/jpeg")
    sent = send(client, "Жарық жоқ", photo=[bad, a_picture()])
    assert sent.status_code == 303
    assert Proposal.objects.get().photos.count() == 1
    assert 'class="notice' in client.get(sent.url).content.decode()


def test_a_photo_is_not_lost_at_the_question_about_twins(client):
    placard = a_stop_placard()
    send(client, "Аялдамада шам жанбайды, кешке қараңғы", address_of(placard))
    sent = send(client, "Аялдамада шам жанбайды, кешке қараңғы", address_of(placard), photo=a_picture())
    assert sent.status_code == 303
    assert Proposal.objects.order_by("-pk").first().photos.count() == 1
