"""A colleague makes a passkey, leaves, and comes back with nothing else. The key itself is Chromium's own pretence."""

import secrets

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password

from tests.journeys import village

PRETENCE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_a_key(colleague, city):
    """A finger that is always there. Keys belong to a name, so the city is called by one instead of by its number."""
    colleague.root = city.root.replace("127.0.0.1", "localhost")
    colleague.context.add_cookies([{"name": "language", "value": colleague.language, "url": colleague.root}])
    hand = colleague.context.new_cdp_session(colleague.page)
    hand.send("WebAuthn.enable")
    return hand, hand.send("WebAuthn.addVirtualAuthenticator", {"options": PRETENCE})["authenticatorId"]


def test_a_colleague_makes_a_passkey_and_enters_by_it_alone(phone, city):
    password = secrets.token_urlsafe(16)
    with city.inside():
        account = village.holder_of("auditor").account
        # The server under test knows Django's own hasher, not the quick one of the tests.
        account.password = make_password(password, hasher=PBKDF2PasswordHasher())
        account.save()
    colleague = phone("ru")
    hand, key = with_a_key(colleague, city)
    page = colleague.go("/account/login/")
    page.fill("[name=login]", account.email)
    page.fill("[name=password]", password)
    colleague.press(page.locator("form:has([name=password]) .button--main"))
    page.wait_for_url("**/me/")
    colleague.go("/account/2fa/webauthn/add/")
    page.fill("[name=password]", password)
    colleague.press(page.locator(".form__end button"))
    page.wait_for_url("**/2fa/webauthn/add/")
    colleague.look_over()
    page.check("[name=passwordless]")
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/2fa/recovery-codes/")
    colleague.look_over()
    assert len(hand.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]) == 1
    with city.inside():
        assert Authenticator.objects.filter(user=account, type="webauthn").count() == 1
    colleague.go("/me/")
    colleague.press(page.locator("form[action$='/logout/'] button"))
    colleague.go("/account/login/")
    colleague.look_over()
    page.locator("#passkey_login").click()
    page.wait_for_url("**/me/")
    assert str(account.person) in page.locator("main").inner_text()


def test_a_key_that_does_not_answer_is_told_on_the_page(phone):
    """A finger that was not laid on: the browser says so only to scripts."""
    colleague = phone("kk")
    colleague.page.add_init_script(
        "navigator.credentials.get = () => Promise.reject(new DOMException('not now', 'NotAllowedError'))"
    )
    page = colleague.go("/account/login/")
    assert page.locator("#key-trouble").is_hidden()
    page.locator("#passkey_login").click()
    page.locator("#key-trouble").wait_for()
    colleague.look_over()
