"""The door for the web server (granian)."""

import contextlib
import os

from django.apps import apps
from django.core.wsgi import get_wsgi_application

from qala.config.modules import DEMO

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qala.config.settings.demo")
application = get_wsgi_application()


def warm_up() -> None:
    """Count the working days before the first visitor comes: building the years takes about a second."""
    from django.db import DatabaseError

    from qala.kernel.queries import city_calendar

    with contextlib.suppress(DatabaseError):
        city_calendar()


warm_up()

if apps.is_installed(DEMO):
    from qala.demo.seal import insist_on_seal

    insist_on_seal()
