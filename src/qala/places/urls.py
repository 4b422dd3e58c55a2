from django.urls import path

from qala.places import views

app_name = "places"
urlpatterns = [
    path("places/", views.districts, name="districts"),
    path("places/streets/", views.streets, name="streets"),
    path("places/streets/<int:pk>/", views.street, name="street"),
    path("places/streets/<int:pk>/points.geojson", views.street_points, name="street_points"),
    path("places/landmarks/<int:pk>/", views.landmark, name="landmark"),
    path("places/landmarks/<int:pk>/point.geojson", views.landmark_point, name="landmark_point"),
    path("places/open/<slug:layer>.geojson", views.geojson, name="geojson"),
    path("places/open/places.gpkg", views.geopackage, name="geopackage"),
    path("places/tiles/places.pmtiles", views.tiles, name="tiles"),
]
