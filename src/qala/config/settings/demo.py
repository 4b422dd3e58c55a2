"""The synthetic city on one machine: step into any role, no outside services."""

from qala.config.modules import DEMO
from qala.config.settings.base import *  # noqa: F403

INSTALLED_APPS += [DEMO]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
