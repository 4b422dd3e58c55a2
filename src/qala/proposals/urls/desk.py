"""Addresses of the officers' desk."""

from django.urls import path, re_path

from qala.proposals.views.desk import desk
from qala.proposals.views.desk_case import desk_case, desk_iin, desk_place
from qala.proposals.views.desk_incidents import desk_incident, desk_incidents
from qala.proposals.views.desk_quarantine import desk_quarantine
from qala.proposals.views.desk_table import VERBS
from qala.proposals.views.desk_translations import desk_translate, desk_translations
from qala.proposals.views.desk_verb import desk_verb
from qala.proposals.views.desk_works import VERBS as ORDER_VERBS
from qala.proposals.views.desk_works import desk_order, desk_order_verb, desk_works

NUMBER = r"(?P<number>\d{2}-\d{6,12})"
VERB = "|".join(VERBS)
ORDER_VERB = "|".join(ORDER_VERBS)

urlpatterns = [
    path("", desk, name="desk"),
    path("quarantine/", desk_quarantine, name="desk_quarantine"),
    path("works/", desk_works, name="desk_works"),
    path("works/<int:pk>/", desk_order, name="desk_order"),
    re_path(rf"^works/(?P<pk>\d+)/(?P<verb>{ORDER_VERB})/$", desk_order_verb, name="desk_order_verb"),
    path("incidents/", desk_incidents, name="desk_incidents"),
    path("incidents/<int:pk>/", desk_incident, name="desk_incident"),
    path("translations/", desk_translations, name="desk_translations"),
    re_path(r"^translations/(?P<kind>reply|decision)/(?P<pk>\d+)/$", desk_translate, name="desk_translate"),
    re_path(rf"^{NUMBER}/$", desk_case, name="desk_case"),
    re_path(rf"^{NUMBER}/iin/$", desk_iin, name="desk_iin"),
    re_path(rf"^{NUMBER}/place\.json$", desk_place, name="desk_place"),
    re_path(rf"^{NUMBER}/(?P<verb>{VERB})/$", desk_verb, name="desk_verb"),
]
