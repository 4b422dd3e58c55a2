"""A map file brought to the desk."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ExtractForm(forms.Form):
    """What kind of file, which register it comes from, whether it is all that register has."""

    KINDS = (("osm", "OpenStreetMap (.osm.pbf, .osm.gz)"), ("geojson", "GeoJSON"), ("geopackage", "GeoPackage"))

    kind = forms.ChoiceField(label=_("Kind of file"), choices=KINDS)
    source = forms.SlugField(label=_("Which register it comes from"), initial="osm", max_length=40)
    complete = forms.BooleanField(
        label=_("It is all this register has: what is missing from it has gone"), required=False
    )
    file = forms.FileField(label=_("File"))
