"""The addresses of `proposals`, by who uses them."""

from django.urls import include, path

app_name = "proposals"

urlpatterns = [
    path("", include("qala.proposals.urls.intake")),
    path("", include("qala.proposals.urls.public")),
    path("desk/", include("qala.proposals.urls.desk")),
    path("desk/placards/", include("qala.proposals.urls.placards")),
    path("meetings/", include("qala.proposals.urls.meetings")),
    path("open311/", include("qala.proposals.urls.open311")),
]
