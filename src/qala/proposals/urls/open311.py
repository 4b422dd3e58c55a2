"""Addresses of Open311 GeoReport v2, production and test."""

from django.urls import path, re_path

from qala.proposals.views import georeport, georeport_description, keys

FORMAT = r"\.(?P<extension>xml|json)$"

urlpatterns = [
    path("", keys.for_programs, name="georeport"),
    path("openapi.json", georeport_description.description, name="georeport_openapi"),
    path("discovery", georeport.discovery, name="georeport_found"),
    re_path(rf"^discovery{FORMAT}", georeport.discovery, name="georeport_discovery"),
    *(
        pattern
        for folder, suffix, told in (("v2", "", {"testing": False}), ("test/v2", "_test", {"testing": True}))
        for pattern in (
            re_path(rf"^{folder}/services{FORMAT}", georeport.services, told, name=f"georeport_services{suffix}"),
            path(f"{folder}/services/<str:last>", georeport.service, told, name=f"georeport_service{suffix}"),
            re_path(rf"^{folder}/requests{FORMAT}", georeport.requests, told, name=f"georeport_requests{suffix}"),
            path(f"{folder}/requests/<str:last>", georeport.one_request, told, name=f"georeport_request{suffix}"),
            path(f"{folder}/tokens/<str:last>", georeport.token, told, name=f"georeport_token{suffix}"),
        )
    ),
    re_path(r"^(?P<rest>(?:test/)?v2(?:/.*)?|test/?|discovery.*)$", georeport.nothing, name="georeport_nothing"),
]
