"""The addresses of `proposals`, by who uses them."""

from django.urls import include, path

app_name = "proposals"

urlpatterns = [
    path("", include("qala.proposals.urls.intake")),
    # before the public pages: their case page answers to anything below /proposals/
    path("", include("qala.proposals.urls.offices")),
    path("", include("qala.proposals.urls.public")),
    path("", include("qala.proposals.urls.photos")),
    path("desk/", include("qala.proposals.urls.desk")),
    path("desk/placards/", include("qala.proposals.urls.placards")),
    path("desk/meetings/", include("qala.proposals.urls.desk_meetings")),
    path("", include("qala.proposals.urls.letters")),
    path("meetings/", include("qala.proposals.urls.meetings")),
    path("open311/", include("qala.proposals.urls.open311")),
    path("", include("qala.proposals.urls.programs")),
]
