"""Addresses of the journal."""

from django.urls import path

from qala.journal import views

app_name = "journal"

urlpatterns = [path("journal/<str:key>/", views.of_object, name="object")]
