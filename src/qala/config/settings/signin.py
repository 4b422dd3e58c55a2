"""Sign-in by django-allauth: staff by password and a second factor or passkey, residents by an identity provider.

`base` takes from here `SIGNIN_APPS`, `SIGNIN_MIDDLEWARE`, `SIGNIN_SETTINGS` and our own three settings by name.
"""

import os
from typing import Any

from qala.people.provider import identity_providers

SIGNIN_APPS = [
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
]

# After RefusalMiddleware: allauth answers for its own exceptions first, then a session is asked for its powers.
SIGNIN_MIDDLEWARE = [
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "qala.people.middleware.SecondFactorMiddleware",
    "qala.people.middleware.AdminSessionMiddleware",
]


# The demo and the tests step into roles; `production` says True.
QALA_STAFF_SECOND_FACTOR = False
# Seal IINs and one-time-code secrets at rest. Rotating: put the new key first; older ones still open what they sealed.
QALA_IDENTITY_KEYS = [key for key in os.environ.get("QALA_IDENTITY_KEYS", "").split(",") if key]
# Below it only a live administrator's session passes, and every request is journaled.
ADMIN_ADDRESS = "/office/admin/"

SIGNIN_SETTINGS: dict[str, Any] = {
    "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
    "LOGIN_URL": "account_login",
    "LOGIN_REDIRECT_URL": "people:me",
    "LOGOUT_REDIRECT_URL": "/",
    # A working day at a desk; a forgotten tab does not outlive the shift.
    "SESSION_COOKIE_AGE": 12 * 60 * 60,
    "ACCOUNT_ADAPTER": "qala.people.signin.StaffDoor",
    "ACCOUNT_LOGIN_METHODS": {"email"},
    "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*", "password2*"],
    "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
    "ACCOUNT_EMAIL_VERIFICATION": "none",
    "ACCOUNT_PREVENT_ENUMERATION": "strict",
    "ACCOUNT_LOGOUT_ON_GET": False,
    "ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE": True,
    "ACCOUNT_SESSION_REMEMBER": False,
    "ACCOUNT_REAUTHENTICATION_TIMEOUT": 15 * 60,
    "ACCOUNT_REAUTHENTICATION_REQUIRED": True,
    "ACCOUNT_EMAIL_NOTIFICATIONS": True,
    # Mobile carriers put thousands of people behind one address: the limit by key is the tight one.
    "ACCOUNT_RATE_LIMITS": {
        "login": "300/m/ip",
        "login_failed": "100/m/ip,10/5m/key",
        "reset_password": "60/m/ip,5/m/key",
    },
    "SOCIALACCOUNT_ADAPTER": "qala.people.signin.ResidentDoor",
    "SOCIALACCOUNT_PROVIDERS": identity_providers(os.environ),
    "SOCIALACCOUNT_EMAIL_AUTHENTICATION": False,
    "SOCIALACCOUNT_STORE_TOKENS": False,
    "SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX": "oidc",
    "MFA_ADAPTER": "qala.people.signin.SecondFactor",
    "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
    "MFA_FORMS": {"add_webauthn": "qala.people.forms.NamedKeyForm"},
    "MFA_PASSKEY_LOGIN_ENABLED": True,
    "MFA_PASSKEY_SIGNUP_ENABLED": False,
    "MFA_WEBAUTHN_USER_VERIFICATION": "required",
    "MFA_RECOVERY_CODES_SHOW_ONCE": True,
    "MFA_TOTP_ISSUER": "Qala",
    "MFA_ALLOW_UNVERIFIED_EMAIL": True,
    "USERSESSIONS_TRACK_ACTIVITY": False,
}
