"""All addresses: each part's own `urls.py` under the prefix its card names."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.urls import URLPattern, URLResolver, include, path

from qala.config.modules import DEMO, PARTS

urlpatterns: list[URLPattern | URLResolver] = [path("account/", include("qala.people.account_urls"))]
# Where messages come in first: those addresses are looked up a thousand times as often as all the others.
FIRST = "qala.proposals"
for part in [FIRST, *(part for part in reversed(PARTS) if part != FIRST), *([DEMO] if apps.is_installed(DEMO) else [])]:
    if find_spec(f"{part}.urls"):
        urlpatterns += [path("", include(import_module(f"{part}.urls")))]

handler400 = "qala.ui.views.bad_request"
handler403 = "qala.ui.views.forbidden"
handler404 = "qala.ui.views.not_found"
handler500 = "qala.config.middleware.server_error"
