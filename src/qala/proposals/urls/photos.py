"""Pictures and the desk where they are covered. No address here names a file."""

from django.urls import path, re_path

from qala.proposals.views import cover, photos

KIND = "(?P<kind>public|upright)"

urlpatterns = [
    re_path(rf"^photos/(?P<pk>\d{{1,18}})/{KIND}/$", photos.photo, name="photo"),
    re_path(rf"^photos/works/(?P<pk>\d{{1,18}})/{KIND}/$", photos.evidence, name="evidence"),
    path("t/<str:number>/<str:code>/photos/<int:pk>/", photos.talon_photo, name="talon_photo"),
    path("desk/photos/", cover.desk_photos, name="desk_photos"),
    path("desk/photos/<int:pk>/", cover.desk_photo, name="desk_photo"),
    path("desk/photos/works/<int:pk>/", cover.desk_evidence, name="desk_evidence"),
]
