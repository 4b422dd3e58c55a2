"""The door for the web server (granian)."""

import contextlib
import os
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from qala.config.modules import DEMO

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qala.config.settings.demo")
application = get_wsgi_application()


def warm_up() -> None:
    """Read what the first visitors of every worker would wait for: all pages, the language model, the working days.

    Imported during a storm they cost a worker its first ten seconds.
    """
    from django.db import DatabaseError

    from qala.kernel.queries import city_calendar
    from qala.proposals.understanding import shipped

    import_module(settings.ROOT_URLCONF)
    shipped()
    with contextlib.suppress(DatabaseError):
        city_calendar()


warm_up()

if apps.is_installed(DEMO):
    from qala.demo.seal import insist_on_seal

    insist_on_seal()
