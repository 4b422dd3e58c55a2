"""Addresses where an administrator keeps the keys of programs; whatever changes one asks for the short session."""

from django.urls import path

from qala.proposals.views import keys

urlpatterns = [
    path("desk/keys/", keys.desk_keys, name="desk_keys"),
    path("office/admin/keys/new/", keys.new_key, name="new_key"),
    path("office/admin/keys/<int:pk>/revoke/", keys.revoke_key, name="revoke_key"),
]
