"""Addresses of the demo."""

from django.urls import path

from qala.demo import views

app_name = "demo"

urlpatterns = [
    path("demo/", views.roles, name="roles"),
    path("demo/progress/", views.works, name="progress"),
    path("demo/step/<int:account>/", views.step_into, name="step_into"),
    path("demo/out/", views.step_out, name="step_out"),
]
