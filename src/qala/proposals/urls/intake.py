"""Where a message comes in, and where its author follows it."""

from django.urls import path

from qala.proposals.views import entry, intake, intake_fragments, talon, talon_acts

urlpatterns = [
    path("new/", intake.new, name="new"),
    path("new/suggest/", intake_fragments.suggest, name="suggest"),
    path("new/place/", intake_fragments.find_place, name="find_place"),
    path("new/me-too/", intake_fragments.me_too, name="me_too"),
    path("p/<str:code>/", intake.placard, name="placard"),
    path("p/<str:code>/opened/", intake_fragments.opened, name="opened"),
    path("t/<str:number>/<str:code>/", talon.show, name="talon"),
    path("t/<str:number>/<str:code>/<slug:act>/", talon_acts.act, name="talon_act"),
    path("sw.js", intake_fragments.service_worker, name="service_worker"),
    path("desk/new/", entry.enter, name="enter"),
]
