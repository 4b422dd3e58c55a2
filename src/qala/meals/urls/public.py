"""What everybody may read."""

from django.urls import path

from qala.meals.views import open_data, public, values

urlpatterns = [
    path("", public.overview, name="overview"),
    path("schools/<slug:slug>/", public.school, name="school"),
    path("values/", values.values, name="values"),
    path("data/", open_data.page, name="open_data"),
    path("data/days.csv", open_data.days_csv, name="days_csv"),
    path("data/days.json", open_data.days_json, name="days_json"),
    path("data/totals.json", open_data.totals_json, name="totals_json"),
    path("data/schema.json", open_data.schema, name="days_schema"),
]
