"""Tests: the application role over a clone of a template database, cheap password hashes, no outside services."""

from qala.config.modules import DEMO
from qala.config.settings.base import *  # noqa: F403

INSTALLED_APPS += [DEMO]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
ALLOWED_HOSTS = ["*"]
MEDIA_ROOT = VAR / "test-media"
# whitenoise warns of a missing folder, and in tests a warning is an error.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
# An answer that a busy machine gives late is not left out: no test may depend on how fast its machine is.
QUERY_PATIENCE = 10
# Each test has its own terms and days.
KEPT_S = 0
