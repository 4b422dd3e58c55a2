"""The placard's landing and the form, through their addresses, as a phone without scripts uses them."""

from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from qala.journal.models import Entry
from qala.kernel.clock import now
from qala.people.tests.factories import AccountFactory
from qala.places.tests.factories import LAT, LON, a_district, a_landmark, a_street
from qala.proposals.counting import spend_letter
from qala.proposals.models import DeadScan, PlacardTally, Proposal
from qala.proposals.rules.codes import LETTERS_A_DAY
from qala.proposals.rules.placards import make_code
from qala.proposals.tests.factories import PlacardFactory
from qala.proposals.tests.posting import NEW, a_stop_placard, address_of, code_of, hidden, opened, send, talon_address
from qala.proposals.views import patience

pytestmark = pytest.mark.django_db
# ---- where one is --------------------------------------------------------------------------------------------


def test_a_bus_placard_gives_the_bus_and_no_point(client):
    placard = PlacardFactory(route="12", vehicle="123 ABC 17")
    page = client.get(address_of(placard)).content.decode()
    assert "12 · 123 ABC 17" in page
    sent = send(client, "Автобус өте кешігеді", address_of(placard))
    case = Proposal.objects.get()
    assert (sent.status_code, sent.url) == (303, talon_address(case))
    assert (case.placard, case.channel, case.longitude, case.track) == (placard, "placard", None, "signal")
    assert not case.quarantined_for


def test_a_stop_placard_gives_the_exact_point(client):
    a_district()
    placard = a_stop_placard()
    said = client.get(address_of(placard)).content.decode().partition('class="here"')[2].partition("</strong>")[0]
    assert said.endswith(f"<strong>{placard.landmark.names.kk}"), "people know a stop by its name"
    send(client, "Аялдамада жарық жоқ", address_of(placard))
    case = Proposal.objects.get()
    assert (case.landmark, case.longitude, case.latitude) == (placard.landmark, *placard.landmark.point)


def test_what_comes_from_a_school_waits_for_an_officer(client):
    placard = PlacardFactory(kind="school", route="", vehicle="", landmark=a_landmark())
    send(client, "Асханада тамақ суық", address_of(placard))
    assert Proposal.objects.get().visibility == "outline"


def test_another_place_can_be_named_and_the_placard_stays(client):
    placard, street = PlacardFactory(), a_street()
    send(client, "Мұнда шұңқыр бар", address_of(placard), place=f"street:{street.pk}", place_text="дүкен жанында")
    case = Proposal.objects.get()
    assert (case.placard, case.street, case.statement.place_text) == (placard, street, "дүкен жанында")


def test_a_tap_on_the_map_finds_district_and_street(client):
    district, street = a_district(), a_street()
    send(client, "Арық бітеліп қалған", point=f"{LON + 0.001},{LAT}")
    case = Proposal.objects.get()
    assert (case.district, case.street, case.channel) == (district, street, "site")


def test_the_place_is_searched_without_scripts_and_the_words_are_kept(client):
    a_street()
    page = client.post(NEW, {**opened(client), "text": "шұңқыр", "place_text": "Тауке хан", "find": "1"})
    html = page.content.decode()
    assert page.status_code == 200
    assert "Тәуке хан даңғылы" in html
    assert ">\nшұңқыр</textarea>" in html
    assert not Proposal.objects.exists()


# ---- the funnel ------------------------------------------------------------------------------------------------


def funnel(placard) -> tuple[int, int, int]:
    rows = PlacardTally.objects.filter(placard=placard)
    return tuple(sum(getattr(row, step) for row in rows) for step in ("scanned", "opened", "sent"))


def test_a_scan_an_opening_and_a_message_are_counted_without_a_trace(client):
    placard = PlacardFactory()
    address = address_of(placard)
    fields = opened(client, address)
    client.get(address)
    assert funnel(placard) == (1, 0, 0)
    client.post(reverse("proposals:opened", args=[code_of(placard)]))
    client.post(address, {**fields, "text": "Автобус лас", "opened": "1"})
    client.post(address, {**fields, "text": "Автобус лас", "opened": "1"})
    assert funnel(placard) == (1, 1, 1)
    placard.refresh_from_db()
    assert placard.last_scan_at is not None


def test_robots_prefetches_and_heads_are_no_scans(client):
    placard = PlacardFactory()
    address = address_of(placard)
    client.head(address)
    client.get(address, headers={"user-agent": "TelegramBot (like TwitterBot)"})
    client.get(address, headers={"sec-purpose": "prefetch;prerender"})
    assert funnel(placard) == (0, 0, 0)


def test_without_scripts_a_sent_message_was_opened(client):
    placard = PlacardFactory()
    send(client, "Автобус лас", address_of(placard))
    assert funnel(placard) == (1, 1, 1)


# ---- codes that are none -----------------------------------------------------------------------------------------


def dead_codes():
    good = make_code(77, settings.PLACARD_KEYS[0].encode())
    slip = ("0" if good[-1] != "0" else "1").join([good[:-1], ""])
    return {
        "malformed": "hello",
        "mistyped": slip,
        "forged": make_code(77, b"a stranger's key"),
        "unknown": good,
    }


@pytest.mark.parametrize("problem", ["malformed", "mistyped", "forged", "unknown"])
def test_a_dead_code_still_opens_a_working_form_without_place(client, problem):
    code = dead_codes()[problem]
    address = reverse("proposals:placard", args=[code])
    page = client.get(address)
    assert page.status_code == 200
    assert 'class="notice' in page.content.decode()
    assert DeadScan.objects.get().problem == problem
    assert send(client, "Аялдамада жарық жоқ", address).status_code == 303
    case = Proposal.objects.get()
    assert (case.placard, case.channel) == (None, "site")


def test_a_retired_placard_says_so(client):
    placard = PlacardFactory(removed_on=date(2026, 6, 1))
    assert client.get(address_of(placard)).status_code == 200
    assert DeadScan.objects.get().problem == "retired"
    assert funnel(placard) == (0, 0, 0)


def test_guessing_is_slowed_and_never_blocked(client, monkeypatch):
    waited = []
    monkeypatch.setattr(patience.time, "sleep", waited.append)
    client.get(NEW)
    guess = reverse("proposals:placard", args=[dead_codes()["forged"]])
    assert {client.get(guess).status_code for _ in range(14)} == {200}
    assert waited == [patience.SECONDS] * 2
    living = PlacardFactory()
    assert client.get(address_of(living)).status_code == 200
    assert len(waited) == 2


# ---- one key, one number -------------------------------------------------------------------------------------------


def test_the_same_message_twice_has_one_talon(client):
    fields = {**opened(client), "text": "Жарық жоқ"}
    first = client.post(NEW, fields)
    again = client.post(NEW, fields)
    assert first.url == again.url
    assert Proposal.objects.count() == Entry.objects.filter(verb="proposals.proposal.submitted").count() == 1


def test_a_replay_of_yesterday_answers_with_the_first_number(client):
    fields = {**opened(client), "text": "Жарық жоқ"}
    with time_machine.travel(now() - timedelta(days=2), tick=False):
        first = client.post(NEW, fields)
    assert client.post(NEW, fields).url == first.url


def test_other_words_from_a_page_kept_open_are_not_lost(client):
    fields = opened(client)
    first = client.post(NEW, {**fields, "text": "Жарық жоқ"})
    second = client.post(NEW, {**fields, "text": "Су да жоқ бізде"})
    assert client.post(NEW, {**fields, "text": "Су да жоқ бізде"}).url == second.url != first.url
    assert Proposal.objects.count() == 2


def test_without_a_key_each_message_is_its_own(client):
    client.post(NEW, {"text": "Жарық жоқ"})
    client.post(NEW, {"text": "Жарық жоқ", "uid": "not-a-uuid\x00"})
    assert Proposal.objects.count() == 2


def test_the_city_s_clock_counts_not_the_phone_s(client):
    with time_machine.travel(now() + timedelta(hours=5), tick=False):
        html = client.get(NEW).content.decode()
    client.post(NEW, {"uid": hidden(html, "uid"), "token": hidden(html, "token"), "text": "Жарық жоқ"})
    case = Proposal.objects.get()
    assert abs(case.received_at - now()) < timedelta(minutes=1)
    assert case.quarantined_for == "token_future"


# ---- what cannot be taken as it is -----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "  \u200b ", "ә", "\x00\x01", "а" * 4001])
def test_a_text_that_cannot_be_taken_is_shown_again(client, text):
    page = send(client, text)
    assert page.status_code == 422
    assert 'role="alert"' in page.content.decode()
    assert text.replace("\x00", "").strip("\x01 \u200b")[:50] in page.content.decode()
    assert not Proposal.objects.exists()


def test_control_signs_go_and_code_stays_text(client):
    said = "<img src=x onerror=alert(1)> '; DROP TABLE x; --\x00\x1b[31m \u202eжарық жоқ"
    talon = client.get(send(client, said).url).content.decode()
    assert Proposal.objects.get().statement.text == "<img src=x onerror=alert(1)> '; DROP TABLE x; --[31m жарық жоқ"
    assert "<img src=x" not in talon
    assert "&lt;img src=x" in talon


def test_letters_of_an_old_alphabet_are_read(client):
    body = b"text=" + "Не горит свет".encode("cp1251").replace(b" ", b"+")
    assert client.post(NEW, body, content_type="application/x-www-form-urlencoded").status_code == 303
    assert Proposal.objects.get().statement.text == "Не горит свет"


def test_broken_utf8_gets_a_clear_answer(client):
    page = client.post(NEW, b"text=%D0%FF%FE%D0%FF+%FF%FF", content_type="application/x-www-form-urlencoded")
    assert page.status_code == 422
    assert 'role="alert"' in page.content.decode()


def test_a_few_broken_letters_cost_nothing(client):
    assert client.post(NEW, b"text=%D0%96%D0%B0%D1%80%D1%8B%D2%9B %FF %D0%B6%D0%BE%D2%9B %D0%BC%D2%B1%D0%BD%D0%B4%D0%B0",
                       content_type="application/x-www-form-urlencoded").status_code == 303  # fmt: skip


def test_far_too_much_is_answered_without_a_stack(client):
    client.raise_request_exception = False
    page = client.post(NEW, {"text": "а" * 3_000_000}, headers={"accept-language": "ru"})
    assert page.status_code in (400, 413)
    assert "Traceback" not in page.content.decode()


@how(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    fields=st.fixed_dictionaries(
        {name: st.text(max_size=60) for name in ("text", "uid", "token", "point", "place", "place_text", "category", "iin", "phone", "email", "name")}
    )
)
def test_no_words_in_any_field_bring_the_form_down(client, fields):
    sendable = {name: value.encode("utf-8", "replace").decode() for name, value in fields.items()}
    assert client.post(NEW, {**sendable, "different": "1"}).status_code in (303, 422)


def test_a_database_that_is_away_keeps_every_word(client, monkeypatch):
    def away(**_):
        raise OperationalError("gone")

    fields = opened(client)
    monkeypatch.setattr("qala.proposals.views.intake.intake.submit", away)
    page = client.post(NEW, {**fields, "text": "Жарық жоқ"})
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "10"
    assert ">\nЖарық жоқ</textarea>" in page.content.decode()
    assert fields["uid"] in page.content.decode()


def test_an_address_typed_on_the_form_is_asked_whether_news_may_go_there(client):
    fields = {**opened(client), "text": "Жарық жоқ", "email": "a@example.kz", "phone": "8 701 234 56 78"}
    talon = client.post(NEW, fields)
    assert client.post(NEW, fields).url == talon.url
    case = Proposal.objects.get()
    assert (case.track, case.identity) == ("signal", "anonymous")
    letters = case.letters.values_list("way", "address", "template")
    assert sorted(letters) == [("email", "a@example.kz", "confirm_address"), ("sms", "+77012345678", "confirm_address")]
    told = client.get(talon.url).content.decode()
    assert "a@example.kz" in told
    assert "+77012345678" in told


def test_an_address_longer_than_letters_go_to_comes_back_on_the_form(client):
    endless = f"{'a' * 60}@{('b' * 50 + '.') * 3}kz"
    assert send(client, "Жарық жоқ", email=endless).status_code == 422
    assert not Proposal.objects.exists()


def test_an_address_that_got_enough_letters_today_never_costs_the_message(client):
    for _ in range(LETTERS_A_DAY):
        spend_letter("a@example.kz")
    talon = send(client, "Жарық жоқ", email="a@example.kz")
    assert talon.status_code == 303
    assert not Proposal.objects.get().letters.exists()
    assert 'class="notice' in client.get(talon.url).content.decode()


# ---- the page ---------------------------------------------------------------------------------------------------------------


def test_the_form_opens_with_few_queries(client, django_assert_max_num_queries):
    placard = a_stop_placard()
    client.get(address_of(placard))
    with django_assert_max_num_queries(4):
        client.get(address_of(placard))


def test_a_message_is_taken_in_with_few_queries(client, django_assert_max_num_queries):
    placard = a_stop_placard()
    fields = {**opened(client, address_of(placard)), "text": "Аялдамада жарық жоқ"}
    with django_assert_max_num_queries(28):
        assert client.post(address_of(placard), fields).status_code == 303


def test_words_from_the_front_page_are_kept(client):
    assert ">\nжарық жоқ</textarea>" in client.get(NEW, {"text": "жарық жоқ\x00"}).content.decode()


def test_the_service_worker_watches_from_the_root(client):
    answer = client.get("/sw.js")
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert b"sendAll" in answer.content


def test_a_browser_without_cookies_gets_its_message_through_and_acts_at_its_talon():
    """The window of an app that reads QR codes keeps none. There is no name another site could speak in."""
    bare = Client(enforce_csrf_checks=True)
    answer = bare.post(NEW, {"text": "Аулада жарық жоқ, қараңғы"})
    assert answer.status_code == 303
    bare.cookies.clear()
    acted = bare.post(answer["Location"] + "upgrade/", {"name": "Ким Виктор", "postal_address": "Тәуке хан 7"})
    assert acted.status_code == 303
    assert Proposal.objects.get().track == "appeal"


def test_nobody_else_speaks_in_the_name_of_somebody_signed_in():
    resident = Client(enforce_csrf_checks=True)
    resident.force_login(AccountFactory())
    assert resident.post(NEW, {"text": "Аулада жарық жоқ, қараңғы"}).status_code == 403
    assert resident.post("/t/26-000001/AAAAAAAAAAAA/upgrade/", {"name": "Ким Виктор"}).status_code == 403
    assert not Proposal.objects.exists()


def test_patience_waits_for_few_at_once(monkeypatch):
    """While two guessers wait, a third and an honest person are answered at once."""
    waits = []

    def others_come_meanwhile(seconds):
        waits.append(seconds)
        if len(waits) <= patience.AT_ONCE:
            patience.slowly(guessing=True)

    monkeypatch.setattr(patience.time, "sleep", others_come_meanwhile)
    patience.slowly(guessing=False)
    assert waits == []
    patience.slowly(guessing=True)
    assert waits == [patience.SECONDS] * patience.AT_ONCE
