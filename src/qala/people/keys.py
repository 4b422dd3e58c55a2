"""allauth tells when somebody changes a password or a second factor; the journal should know."""

from typing import Any

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.dispatch import receiver

from qala.people import actions
from qala.people.models import Account


@receiver([password_changed, password_reset])
def note_password(user: Account, **_told: Any) -> None:
    """A password was changed, or set anew through the link in a letter."""
    actions.note_key_change(by=user.person, account=user, key="password")


@receiver([authenticator_added, authenticator_removed, authenticator_reset])
def note_authenticator(user: Account, authenticator: Authenticator, **_told: Any) -> None:
    """A second factor came, went, or was made anew."""
    actions.note_key_change(by=user.person, account=user, key=str(authenticator.type))
