from django.urls import path

from qala.ui import views
from qala.ui.gallery.views import desk, gallery

app_name = "ui"

urlpatterns = [
    path("offline/", views.offline, name="offline"),
    path("ui/", gallery, name="gallery"),
    path("ui/desk/", desk, name="gallery_desk"),
]
