"""The gallery at /ui/: every component in every state, which is also their documentation."""

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from qala.ui.gallery import samples
from qala.ui.tables import Column, Table


class SampleForm(forms.Form):
    """One of each control."""

    change = forms.CharField(
        label=pgettext_lazy("gallery", "What should change?"),
        help_text=pgettext_lazy("gallery", "One thing in your own words. Any of the three languages will do."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    name = forms.CharField(label=pgettext_lazy("gallery", "Your name"), required=False)
    topic = forms.ChoiceField(
        label=pgettext_lazy("gallery", "Topic"),
        widget=forms.RadioSelect,
        choices=[
            ("street", pgettext_lazy("gallery", "Street")),
            ("transport", pgettext_lazy("gallery", "Transport")),
            ("ecology", pgettext_lazy("gallery", "Ecology")),
        ],
    )
    district = forms.ChoiceField(
        label=pgettext_lazy("gallery", "District"), choices=[("abai", "Абай"), ("alfarabi", "Әл-Фараби")]
    )
    day = forms.DateField(
        label=pgettext_lazy("gallery", "When"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    photo = forms.FileField(
        label=pgettext_lazy("gallery", "Photo"), required=False, help_text=pgettext_lazy("gallery", "Up to 15 MB.")
    )
    agree = forms.BooleanField(label=pgettext_lazy("gallery", "Tell me when it is done"), required=False)


class SampleFilter(forms.Form):
    """A table's filters live in the address."""

    is_filter = True
    q = forms.CharField(
        label=pgettext_lazy("gallery", "Street"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "data-search": ""}),
    )


def _table(request: HttpRequest) -> Table:
    wanted = request.GET.get("q", "").casefold()
    return Table(
        request,
        [
            Column("street", pgettext_lazy("gallery", "Street"), lambda row: row.street, link=lambda _row: "#table"),
            Column("length_m", pgettext_lazy("gallery", "Length, m"), lambda row: row.length, number=True),
            Column("voices", pgettext_lazy("gallery", "Voices"), lambda row: row.voices, number=True),
            Column("state", pgettext_lazy("gallery", "State"), lambda row: str(row.state)),
        ],
        [row for row in samples.STREETS if wanted in row.street.casefold()],
        caption=pgettext_lazy("gallery", "Streets and voices"),
        note=pgettext_lazy("gallery", "sorted by the Kazakh alphabet"),
        filters=SampleFilter(request.GET or None),
        page_size=6,
        name="streets",
    )


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state. Public: a designer, a translator and a journalist may look."""
    if request.GET.get("format") == "geojson":
        return JsonResponse(samples.POINTS, content_type="application/geo+json")
    table = _table(request)
    if table.wants_csv:
        return table.as_csv()
    broken = SampleForm({"name": "Айгүл", "topic": "moon"})
    return render(
        request,
        "ui/gallery.html",
        {"table": table, "form": SampleForm(), "broken": broken, **samples.page_samples()},
    )


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The three-column desk with made-up cases."""
    return render(request, "ui/gallery_desk.html", samples.page_samples())
