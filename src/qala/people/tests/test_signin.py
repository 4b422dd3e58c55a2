"""Two doors: residents through the identity provider, staff by password and a second factor."""

import base64
import hashlib
import hmac
import http.client
import os
import re
import struct
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core import mail
from django.test import Client

from qala.journal.models import Entry
from qala.kernel.clock import today
from qala.people.models import Account, Person
from qala.people.provider import identity_providers
from qala.people.queries import person_by_iin
from qala.people.tests.factories import (
    AccountFactory,
    AppointmentFactory,
    IdentityFactory,
    colleague,
    iin,
)
from qala.people.tests.identity_provider import Provider, serving

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
LOGIN = "/account/oidc/digital-id/login/"
PASSWORD = "correct horse battery"
CLAIMS = {"sub": "s-1", "iin": iin(1), "family_name": "Сейітқызы", "given_name": "Айгүл", "locale": "kk-KZ"}


@pytest.fixture
def provider(settings):
    with serving(Provider(dict(CLAIMS))) as speaking:
        settings.SOCIALACCOUNT_PROVIDERS = identity_providers(speaking.environment)
        yield speaking


def sign_in(browser: Client):
    """Walk the whole way as a browser does: to the provider, back with its code."""
    sent = browser.post(LOGIN)
    assert sent.status_code == 302, sent.content.decode()
    there = urlsplit(sent["Location"])
    connection = http.client.HTTPConnection(there.netloc, timeout=5)
    connection.request("GET", f"{there.path}?{there.query}")
    back = urlsplit(connection.getresponse().headers["Location"])
    connection.close()
    return browser.get(f"{back.path}?{back.query}")


def test_a_resident_is_enrolled_once_and_signs_in_again_as_the_same_person(provider):
    browser = Client()
    answer = sign_in(browser)
    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    person = person_by_iin(CLAIMS["iin"])
    assert (person.family, person.given, person.language, str(person.birth_on)) == (
        "Сейітқызы",
        "Айгүл",
        "kk",
        "1990-05-15",
    )
    assert (person.account.email, person.account.has_usable_password()) == (None, False)
    assert {"/.well-known/openid-configuration", "/token", "/userinfo"} <= set(provider.asked)
    assert browser.get("/me/erase/").status_code == 200
    assert sign_in(Client()).status_code == 302
    assert (Person.objects.count(), Account.objects.count(), SocialAccount.objects.count()) == (1, 1, 1)
    assert Entry.objects.filter(verb="people.resident.welcomed", actor="job:people.sign_in").count() == 2


def test_nothing_the_provider_tells_is_kept_but_its_own_key(provider):
    sign_in(Client())
    sign_in(Client())
    kept = SocialAccount.objects.get()
    assert (kept.uid, kept.extra_data) == ("s-1", {})
    assert not SocialToken.objects.exists()


def test_whom_the_city_knows_by_a_confirmed_iin_keeps_their_row(provider):
    known = IdentityFactory(number=CLAIMS["iin"], confirmed=True).person
    AccountFactory(person=known)
    sign_in(Client())
    assert person_by_iin(CLAIMS["iin"]) == known
    assert Person.objects.count() == 1


def test_an_iin_that_somebody_only_claimed_leads_nobody_into_their_cases(provider):
    claimed = IdentityFactory(number=CLAIMS["iin"]).person
    sign_in(Client())
    assert person_by_iin(CLAIMS["iin"]) != claimed
    assert Person.objects.count() == 2


@pytest.mark.parametrize(
    ("claims", "told"),
    [
        ({"iin": ""}, {}),
        ({"iin": "123456789012"}, {}),
        ({}, {"sub": "somebody-else"}),
        ({"family_name": "", "given_name": ""}, {}),
    ],
)
def test_a_provider_that_errs_lets_nobody_in(provider, claims, told):
    provider.claims |= claims
    provider.told = told
    browser = Client()
    assert sign_in(browser).status_code in {403, 422}
    assert "_auth_user_id" not in browser.session
    assert not Person.objects.exists()
    assert not SocialAccount.objects.exists()


def test_a_subject_that_suddenly_is_another_person_is_refused(provider):
    sign_in(Client())
    provider.claims["iin"] = iin(2)
    browser = Client()
    assert sign_in(browser).status_code == 403
    assert "_auth_user_id" not in browser.session
    assert Person.objects.count() == 1


def test_a_person_who_says_no_at_the_provider_is_told_so(provider):
    provider.refuses = True
    browser = Client()
    answer = sign_in(browser)
    assert answer.status_code in {200, 302, 422}
    assert "_auth_user_id" not in browser.session
    assert not Person.objects.exists()


def test_a_forged_or_replayed_answer_opens_nothing(provider):
    browser = Client()
    browser.post(LOGIN)
    forged = browser.get("/account/oidc/digital-id/login/callback/?code=x&state=y")
    assert "_auth_user_id" not in browser.session
    assert forged.status_code in {200, 302, 403, 422}
    assert not Person.objects.exists()


def test_an_erased_person_comes_as_somebody_new(provider):
    from qala.people import actions

    sign_in(Client())
    first = person_by_iin(CLAIMS["iin"])
    actions.erase_person(by=first, person=first)
    sign_in(Client())
    second = person_by_iin(CLAIMS["iin"])
    assert second.pk != first.pk


def test_the_provider_is_reached_by_tls_or_on_this_machine():
    named = {"QALA_OIDC_CLIENT_ID": "x", "QALA_OIDC_SECRET": "y"}
    with pytest.raises(ValueError, match="only by https"):
        identity_providers(named | {"QALA_OIDC_ISSUER": "http://id.example.kz"})
    assert identity_providers(named | {"QALA_OIDC_ISSUER": "https://id.example.kz"})["openid_connect"]["APPS"]
    assert identity_providers({}) == {}


def test_nobody_signs_up(client):
    assert client.get("/account/signup/").status_code == 200
    answer = client.post("/account/signup/", {"email": "a@example.kz", "password1": PASSWORD, "password2": PASSWORD})
    assert answer.status_code == 200
    assert not Account.objects.exists()


# ---- staff ----------------------------------------------------------------------------------------------------


def enter(browser: Client, email: str, password: str = PASSWORD):
    return browser.post("/account/login/", {"login": email, "password": password})


def test_a_colleague_enters_by_password_and_a_wrong_one_says_little(client):
    account = AccountFactory(person=colleague(), password=PASSWORD)
    known, unknown = enter(client, account.email, "wrong"), enter(client, "nobody@example.kz", "wrong")
    assert "_auth_user_id" not in client.session
    said = [re.findall(r"<li>(.*?)</li>", answer.content.decode()) for answer in (known, unknown)]
    assert said[0] == said[1] != []
    assert enter(client, account.email.upper())["Location"] == "/me/"
    assert client.session["_auth_user_id"] == str(account.pk)


def test_a_password_whose_owner_holds_no_office_any_more_opens_nothing(client):
    account = AccountFactory(person=AppointmentFactory(ended=True).person, password=PASSWORD)
    assert enter(client, account.email).status_code == 403
    assert "_auth_user_id" not in client.session


def test_guessing_is_slowed_down_by_key(client, settings):
    from django.core.cache import cache

    cache.clear()
    account = AccountFactory(person=colleague(), password=PASSWORD)
    for _ in range(10):
        enter(client, account.email, "wrong")
    enter(client, account.email)
    assert "_auth_user_id" not in client.session
    cache.clear()


def one_time_code(secret: str, at: float) -> str:
    """RFC 6238 by hand: an outside judge of the library."""
    counter = struct.pack(">Q", int(at) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def set_up_codes(browser: Client) -> str:
    """Prove the password again, scan the secret, type the first code."""
    asked = browser.get("/account/2fa/totp/activate/")
    browser.post(asked["Location"], {"password": PASSWORD})
    page = browser.get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r'value="([A-Z2-7]{32})"', page)[1]
    assert browser.post("/account/2fa/totp/activate/", {"code": one_time_code(secret, time.time())}).status_code == 302
    return secret


def test_staff_set_up_a_second_factor_first_and_need_it_ever_after(settings):
    settings.QALA_STAFF_SECOND_FACTOR = True
    account = AccountFactory(person=colleague(), password=PASSWORD)
    browser = Client()
    enter(browser, account.email)
    for address in ("/me/", "/office/people/"):
        assert browser.get(address)["Location"] == "/account/2fa/"
    secret = set_up_codes(browser)
    assert browser.get("/me/erase/").status_code == 200
    stored = Authenticator.objects.get(user=account, type="totp").data["secret"]
    assert secret not in stored
    again = Client()
    with time_machine.travel(time.time() + 120):
        assert enter(again, account.email)["Location"] == "/account/2fa/authenticate/"
        assert again.get("/me/erase/").status_code == 302
        again.post("/account/2fa/authenticate/", {"code": "000000"})
        assert "_auth_user_id" not in again.session
        again.post("/account/2fa/authenticate/", {"code": one_time_code(secret, time.time())})
        assert again.session["_auth_user_id"] == str(account.pk)


@pytest.mark.slow
def test_production_insists_on_the_second_factor_and_on_its_own_sealing_keys():
    named = dict.fromkeys(
        ["QALA_SECRET", "QALA_PLACARD_KEYS", "QALA_IDENTITY_KEYS", "QALA_HOSTS", "QALA_URL"], "x" * 50
    )
    named |= {"DATABASE_URL": "postgresql://a:b@127.0.0.1:1/c", "PATH": os.environ["PATH"]}
    asked = (
        "from qala.config.settings import production as s; print(s.QALA_STAFF_SECOND_FACTOR, s.SESSION_COOKIE_SECURE)"
    )

    def start(environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", asked]
        return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=False)

    assert start(named).stdout.split() == ["True", "True"]
    named.pop("QALA_IDENTITY_KEYS")
    assert "QALA_IDENTITY_KEYS" in start(named).stderr


def test_a_resident_needs_no_second_factor_of_ours(settings, provider):
    settings.QALA_STAFF_SECOND_FACTOR = True
    browser = Client()
    sign_in(browser)
    assert browser.get("/me/erase/").status_code == 200
    AppointmentFactory(person=person_by_iin(CLAIMS["iin"]), from_on=today())
    assert browser.get("/me/erase/")["Location"] == "/account/2fa/"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_pages_of_signing_in_wear_our_frame_and_speak_each_language(language, provider):
    account = AccountFactory(person=colleague(), password=PASSWORD)
    browser = Client()
    browser.cookies["language"] = language
    guest = ["/account/login/", "/account/signup/", "/account/password/reset/"]
    assert all(framed(browser, address, language) for address in guest)
    assert "Digital ID" in browser.get("/account/login/").content.decode()
    enter(browser, account.email)
    set_up_codes(browser)
    inside = ["", "totp/deactivate/", "webauthn/", "webauthn/add/", "recovery-codes/", "recovery-codes/generate/"]
    assert all(framed(browser, f"/account/2fa/{address}", language) for address in inside)
    others = ["/account/logout/", "/account/sessions/", "/account/password/change/", "/account/reauthenticate/"]
    assert all(framed(browser, address, language) for address in others)


def framed(browser: Client, address: str, language: str) -> bool:
    answer = browser.get(address)
    text = answer.content.decode()
    assert answer.status_code == 200, f"{address} {answer.status_code} {answer.get('Location')}"
    assert f'<html lang="{language}"' in text
    assert text.count("<h1") == 1
    assert text.count("<main") == 1
    return True


def test_a_colleague_changes_the_password_and_other_sessions_end():
    account = AccountFactory(person=colleague(), password=PASSWORD)
    here, there = Client(), Client()
    for browser in (here, there):
        enter(browser, account.email)
    here.post("/account/reauthenticate/", {"password": PASSWORD})
    changed = {"oldpassword": PASSWORD, "password1": "an entirely new phrase", "password2": "an entirely new phrase"}
    assert here.post("/account/password/change/", changed).status_code == 302
    assert there.get("/me/erase/").status_code == 302
    assert [message.to for message in mail.outbox] == [[account.email]]
    noted = Entry.objects.get(verb="people.key.changed")
    assert (noted.actor, noted.facts["key"]) == (account.person.actor_key, "password")


@pytest.mark.parametrize(
    "address",
    [
        "password/set/",
        "email/",
        "confirm-email/x/",
        "3rdparty/",
        "3rdparty/signup/",
        "login/code/confirm/",
        "signup/passkey/",
    ],
)
def test_there_is_no_third_door(provider, address):
    browser = Client()
    sign_in(browser)
    for answer in (browser.get(f"/account/{address}"), browser.post(f"/account/{address}", {"password1": PASSWORD})):
        assert answer.status_code == 404
