"""What everyone may read: the front page, the list, a case, statistics, open data, feeds."""

from django.urls import path
from django.views.decorators.http import require_safe

from qala.proposals.views import feeds, open_data, public, public_case, public_statistics

urlpatterns = [
    path("", public.home, name="home"),
    path("proposals/", public.case_list, name="list"),
    path("proposals/points.geojson", public.points, name="points"),
    path("proposals/feed.atom", require_safe(feeds.CasesFeed()), name="feed"),
    path("proposals/statistics/", public_statistics.overview, name="statistics"),
    path("proposals/statistics/silent/", public_statistics.silent, name="silent"),
    path("proposals/statistics/<slug:slug>/", public_statistics.definition, name="definition"),
    path("proposals/data/", open_data.page, name="open_data"),
    path("proposals/data/cases.csv", open_data.cases_csv, name="cases_csv"),
    path("proposals/data/cases.json", open_data.cases_json, name="cases_json"),
    path("proposals/data/schema.json", open_data.schema, name="schema"),
    path("proposals/data/datapackage.json", open_data.datapackage, name="datapackage"),
    path("proposals/deadlines/", feeds.calendar_page, name="deadlines_page"),
    path("proposals/deadlines/<str:token>.ics", feeds.calendar, name="deadlines"),
    path("proposals/<str:number>/", public_case.case, name="case"),
    path("proposals/<str:number>/feed.atom", require_safe(feeds.CaseFeed()), name="case_feed"),
]
