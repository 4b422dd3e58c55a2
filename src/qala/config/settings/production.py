"""What a city runs: no demo, HTTPS only, secrets from the environment or no start at all."""

import os

from django.core.exceptions import ImproperlyConfigured

from qala.config.settings.base import *  # noqa: F403

for name in ("QALA_SECRET", "QALA_PLACARD_KEYS", "QALA_IDENTITY_KEYS", "QALA_HOSTS", "QALA_URL", "DATABASE_URL"):
    if not os.environ.get(name):
        raise ImproperlyConfigured(f"production needs {name} in the environment")

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# Whoever holds a role signs in with a passkey or a one-time code too.
QALA_STAFF_SECOND_FACTOR = True
# A city makes its log's key by hand (`qala log key`) and keeps it where the web server cannot read it.
LOG_KEY_MADE_HERE = False
# Nor its key for codes, readable by the web server alone:
# `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256`
CODE_KEY_MADE_HERE = False
