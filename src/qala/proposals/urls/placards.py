"""Addresses of the placard keeper."""

from django.urls import path, re_path

from qala.proposals.views.placards import placard_paper, placard_sheet, placard_verb, placards
from qala.proposals.views.placards_new import placard_new

urlpatterns = [
    path("", placards, name="placards"),
    path("new/", placard_new, name="placard_new"),
    path("print.pdf", placard_paper, name="placard_paper"),
    path("<int:serial>/", placard_sheet, name="placard_sheet"),
    re_path(r"^(?P<serial>\d{1,7})/(?P<verb>install|remove|check)/$", placard_verb, name="placard_verb"),
]
