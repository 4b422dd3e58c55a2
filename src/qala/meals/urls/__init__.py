"""The addresses of `meals`, by who uses them."""

from importlib.util import find_spec

from django.urls import include, path

app_name = "meals"

BOOKS = (("meals/", "terminal"), ("meals/", "desk"), ("my/meals/", "cabinet"), ("meals/", "public"))

urlpatterns = [
    path(prefix, include(f"qala.meals.urls.{book}")) for prefix, book in BOOKS if find_spec(f"qala.meals.urls.{book}")
]
