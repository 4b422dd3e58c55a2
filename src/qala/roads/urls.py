from django.urls import path

from qala.roads.views import desk, extracts, ogc, papers, programme, streets, works

app_name = "roads"
register = [
    path("roads/", streets.streets, name="streets"),
    path("roads/streets.geojson", streets.streets_map, name="streets_map"),
    path("roads/streets/<int:pk>/", streets.street, name="street"),
    path("roads/streets/<int:pk>/lines.geojson", streets.street_lines, name="street_lines"),
    path("roads/streets/<int:pk>/passport.json", papers.street_passport_json, name="street_passport_json"),
    path("roads/streets/<int:pk>/passport.pdf", papers.street_passport_pdf, name="street_passport_pdf"),
    path("roads/passports/<int:pk>.json", papers.passport_json, name="passport_json"),
    path("roads/passports/<int:pk>.pdf", papers.passport_paper, name="passport_pdf"),
    path("roads/completeness/", streets.completeness, name="completeness"),
    path("roads/open/<slug:layer>.geojson", papers.geojson, name="geojson"),
    path("roads/open/roads.gpkg", papers.geopackage, name="geopackage"),
    path("roads/tiles/roads.pmtiles", papers.tiles, name="tiles"),
    path("roads/desk/passports/", desk.passports, name="desk_passports"),
    path("roads/desk/passports/<int:pk>/<slug:verb>/", desk.passport_step, name="desk_passport_step"),
    path("roads/desk/streets/<int:pk>/draft/", desk.passport_draft, name="desk_passport_draft"),
    path("roads/desk/extract/", extracts.extract, name="desk_extract"),
    path("roads/desk/extract/<slug:sha256>/", extracts.extract_accept, name="desk_extract_accept"),
    path("roads/ogc/", ogc.landing, name="ogc"),
    path("roads/ogc/conformance", ogc.conformance, name="ogc_conformance"),
    path("roads/ogc/api", ogc.api, name="ogc_api"),
    path("roads/ogc/collections", ogc.collections, name="ogc_collections"),
    path("roads/ogc/collections/<slug:collection>", ogc.collection, name="ogc_collection"),
    path("roads/ogc/collections/<slug:collection>/items", ogc.items, name="ogc_items"),
    path("roads/ogc/collections/<slug:collection>/items/<slug:key>", ogc.item, name="ogc_item"),
]
# Condition, works and the programme add a list of their own.
repairs = [
    path("roads/programme/", programme.programme, name="programme"),
    path("roads/programme/<int:pk>.json", programme.document, name="programme_document"),
    path("roads/desk/programme/", programme.desk, name="desk_programme"),
    path("roads/desk/programme/<int:pk>/", programme.desk_plan, name="desk_plan"),
    path("roads/desk/programme/<int:pk>/<slug:verb>/", programme.desk_plan_step, name="desk_plan_step"),
]
works_pages = [
    path("roads/works/", works.works, name="works"),
    path("roads/digs/", works.digs, name="digs"),
    path("roads/desk/works/", works.desk_works, name="desk_works"),
    path("roads/desk/works/<int:pk>/<slug:verb>/", works.works_step, name="desk_works_step"),
    path("roads/desk/digs/", works.desk_digs, name="desk_digs"),
    path("roads/desk/digs/<int:pk>/<slug:verb>/", works.dig_step, name="desk_dig_step"),
    path("roads/desk/conflicts/<int:pk>/", works.dig_override, name="desk_dig_override"),
]
urlpatterns = [*register, *repairs, *works_pages]
