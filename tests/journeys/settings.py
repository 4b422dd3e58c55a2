"""The demo's own settings, but for packing static files twice: a journey reads them over loopback."""

from qala.config.settings.demo import *  # noqa: F403

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}  # noqa: F405
# Suggestions and searches wait for a busy machine too.
QUERY_PATIENCE = 10
