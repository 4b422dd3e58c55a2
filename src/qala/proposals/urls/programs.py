"""Addresses of the JSON API, and where an administrator keeps keys; what changes one asks for the short session."""

from django.urls import path

from qala.proposals.api import api, openapi
from qala.proposals.views import keys

urlpatterns = [
    path("api/proposals/openapi.json", openapi, name="openapi"),
    path("api/proposals/", api.urls),
    path("desk/keys/", keys.desk_keys, name="desk_keys"),
    path("office/admin/keys/new/", keys.new_key, name="new_key"),
    path("office/admin/keys/<int:pk>/revoke/", keys.revoke_key, name="revoke_key"),
]
