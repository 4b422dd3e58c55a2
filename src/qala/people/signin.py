"""Two doors. Staff come by e-mail and password with a second factor; residents only through the identity provider."""

import logging
from typing import Any, NoReturn

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qala.kernel.actors import Job
from qala.kernel.refusals import Refusal
from qala.people.actions import welcome
from qala.people.models import Account
from qala.people.queries import person_by_iin, roles_of
from qala.people.rules import Name, Newcomer, fault_of, iin_birth_on, plain
from qala.people.sealing import open_seal, seal

SIGN_IN = Job("people.sign_in")
log = logging.getLogger(__name__)


class StaffDoor(DefaultAccountAdapter):  # type: ignore[misc]
    """E-mail and password are for people in office. Nobody signs up: accounts follow appointments."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return False

    def pre_login(self, request: HttpRequest, user: Account, **options: Any) -> HttpResponse | None:
        """Turn away a password whose owner holds no office any more."""
        by_provider = "sociallogin" in (options.get("signal_kwargs") or {})
        if not by_provider and not roles_of(user.person):
            raise Refusal(_("This account has no office today."), code="no_office", status=403)
        answered: HttpResponse | None = super().pre_login(request, user, **options)
        return answered

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("people:me") if request.user.is_authenticated else "/"


class ResidentDoor(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Maps what the identity provider says to a person, through the IIN alone. Its claims are not stored."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        return False

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, claimed: dict[str, Any]) -> Account:  # noqa: ARG002
        """Take the claims aside before anything is saved: only the provider's own subject key is kept."""
        sociallogin.qala_claims = sociallogin.account.extra_data
        sociallogin.account.extra_data = {}
        user: Account = sociallogin.user
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find or enrol the person, then hand allauth an account that exists."""
        newcomer = newcomer_of(sociallogin.qala_claims, sociallogin.provider.app.settings)
        known = person_by_iin(newcomer.iin)
        if sociallogin.is_existing and (known is None or known.pk != sociallogin.user.person_id):
            raise Refusal(_("The identity provider named another person than before."), code="other_person", status=403)
        account = welcome(by=SIGN_IN, newcomer=newcomer, known=known)
        if not sociallogin.is_existing:
            sociallogin.connect(request, account)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **trouble: Any) -> NoReturn:  # noqa: ARG002
        """Say so in words; what went wrong goes to the log without anything personal."""
        log.warning("sign-in at %s failed: %s", provider.id, trouble.get("error"))
        raise Refusal(
            _("The identity provider did not confirm you. Nothing was stored. Try again."), code="not_confirmed"
        )


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]
    """Seals one-time-code secrets at rest like identification numbers."""

    def encrypt(self, text: str) -> str:
        return seal(text).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return open_seal(encrypted_text.encode())


def newcomer_of(claims: dict[str, Any], provider: dict[str, Any]) -> Newcomer:
    """Read a person from the provider's claims; Refusal where they contradict each other or lack a valid IIN."""
    token, told = claims.get("id_token") or {}, claims.get("userinfo") or {}
    # OpenID Connect Core 5.3.2: userinfo of another subject than the token's must not be used.
    if token and told and token.get("sub") != told.get("sub"):
        raise Refusal(_("The identity provider contradicts itself."), code="subject_differs", status=403)
    merged = {**token, **told}
    iin = plain(str(merged.get(provider.get("iin_claim", "iin")) or ""))
    if fault_of(iin):
        raise Refusal(_("The identity provider gave no valid IIN."), code="no_iin", status=403)
    language = str(merged.get("locale") or "kk")[:2]
    return Newcomer(
        name=Name(
            str(merged.get("family_name") or ""),
            str(merged.get("given_name") or merged.get("name") or ""),
            str(merged.get("middle_name") or ""),
        ),
        language=language if language in {"kk", "ru", "en"} else "kk",
        birth_on=iin_birth_on(iin),
        iin=iin,
        iin_confirmed=True,
    )
