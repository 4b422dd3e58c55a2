"""A map file brought to the desk."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WordForm(forms.Form):
    """What is said of a file: its kind, which register it comes from, whether it is all that register has."""

    KINDS = (
        ("osm", "OpenStreetMap (.osm.pbf, .osm.gz)"),
        ("geojson", "GeoJSON"),
        ("geopackage", "GeoPackage"),
        ("shapefile", "Shapefile (.zip)"),
    )

    kind = forms.ChoiceField(label=_("Kind of file"), choices=KINDS)
    source = forms.SlugField(label=_("Which register it comes from"), initial="osm", max_length=40)
    complete = forms.BooleanField(
        label=_("It is all this register has: what is missing from it has gone"), required=False
    )


class ExtractForm(WordForm):
    """The same with the file itself."""

    file = forms.FileField(label=_("File"))
