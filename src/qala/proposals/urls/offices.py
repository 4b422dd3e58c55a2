"""Addresses of the offices behind the desk: routing, registers, terms, the engine. One page of them is public."""

from django.urls import path, re_path

from qala.proposals.views import (
    offices_categories,
    offices_engine,
    offices_norms,
    offices_routing,
    offices_rows,
    offices_templates,
)

urlpatterns = [
    path("proposals/norms/", offices_norms.norms, name="norms"),
    path("desk/norms/", offices_norms.norms_desk, name="norms_desk"),
    path("desk/engine/", offices_engine.engine, name="engine"),
    path("desk/categories/", offices_categories.categories, name="categories"),
    path("desk/categories/new/", offices_categories.category, name="category_new"),
    path("desk/categories/<slug:slug>/", offices_categories.category, name="category"),
    path("desk/templates/", offices_templates.templates, name="templates"),
    path("desk/templates/new/", offices_templates.template, name="template_new"),
    path("desk/templates/<slug:slug>/", offices_templates.template, name="template"),
    path("desk/routing/", offices_routing.routing, name="routing"),
    path("desk/routing/<int:version>/", offices_routing.routing_table, name="routing_table"),
    path("desk/routing/<int:version>/defaults/", offices_rows.routing_defaults, name="routing_defaults"),
    path("desk/routing/<int:version>/rows/new/", offices_rows.routing_row, name="routing_row_new"),
    path("desk/routing/<int:version>/rows/<int:pk>/", offices_rows.routing_row, name="routing_row"),
    re_path(
        r"^desk/routing/(?P<version>\d{1,9})/(?P<verb>try|activate|discard)/$",
        offices_routing.routing_act,
        name="routing_act",
    ),
    re_path(r"^desk/routing/why/(?P<number>\d{2}-\d{6,12})/$", offices_routing.routing_why, name="routing_why"),
]
