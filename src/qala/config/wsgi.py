"""The door for the web server (granian)."""

import os

from django.apps import apps
from django.core.wsgi import get_wsgi_application

from qala.config.modules import DEMO

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qala.config.settings.demo")
application = get_wsgi_application()

if apps.is_installed(DEMO):
    from qala.demo.seal import insist_on_seal

    insist_on_seal()
