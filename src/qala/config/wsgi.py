"""The door for the web server (granian)."""

import os

from django.apps import apps
from django.core.wsgi import get_wsgi_application

from qala.config.modules import DEMO
from qala.config.warming import settle, warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qala.config.settings.demo")
application = get_wsgi_application()


warm_up()

if apps.is_installed(DEMO):
    from qala.demo.seal import insist_on_seal

    insist_on_seal()

settle()
