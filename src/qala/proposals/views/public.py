"""The front page, the list with its map, and the same list for machines."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from qala.places.queries import attributions
from qala.places.tiles import tiles_path
from qala.proposals.forms.listing import TOPIC_WORDS, ListFilter
from qala.proposals.models import Category, Proposal
from qala.proposals.queries import listing
from qala.proposals.queries.keeping import kept
from qala.proposals.queries.listing import Asked, Found, Page, Pin
from qala.proposals.queries.open_data import PLACES
from qala.proposals.queries.promises import last_promises
from qala.proposals.queries.seeking import CAP, count_in_time
from qala.proposals.queries.statistics import Figures, Scope, figures, number_of
from qala.proposals.rules.outcomes import Outcome
from qala.proposals.rules.statistics import Figure
from qala.proposals.rules.words import OUTCOME_WORDS
from qala.proposals.views.open_data import csv_of
from qala.proposals.views.public_figures import CHIP_WORDS, face_of

MOST_POINTS = 1_000
TONES = {
    "open": "wait", "claimed": "attention", "confirmed": "confirmed", "planned": "act", "unfunded": "attention",
    "explained": "quiet", "refused": "harm", "forwarded": "quiet", "withdrawn": "quiet",
}  # fmt: skip
FLAGS = ("late", "redirected", "claimed", "answered", "chain", "place")
FRONT = ("confirmed_of_all", "confirmed_of_claimed", "born_from_residents", "median_answer_days", "overdue_appeals")
MOST_FACES = 4


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The city in figures that open, promises kept and broken, and one field: what should change?"""
    told = figures(Scope())
    context = {
        "faces": [face_of(figure, told) for figure in _front(told)],
        "promises": last_promises(),
        "came": told.headline.denominator,
        "counted_at": told.counted_at,
        "topics": [(slug.value, word, Asked(topic=slug.value).address()) for slug, word in TOPIC_WORDS.items()],
    }
    return render(request, "proposals/home.html", context)


def _front(told: Figures) -> list[Figure]:
    """The first figures that say different things: one that would repeat the counts of another gives up its place."""
    by_slug = {figure.definition.slug: figure for figure in told.all()}
    different: dict[tuple[int, int], Figure] = {}
    for slug in FRONT:
        different.setdefault((by_slug[slug].numerator, by_slug[slug].denominator), by_slug[slug])
    return list(different.values())[:MOST_FACES]


def _found(request: HttpRequest) -> tuple[ListFilter, Asked, Found]:
    form = ListFilter(request.GET or None)
    clean = form.cleaned_data if form.is_valid() or form.is_bound else {}
    asked = listing.asked_from(clean, request.GET)
    return form, asked, listing.found(asked)


@require_safe
def case_list(request: HttpRequest) -> HttpResponseBase:
    """Everything the public may see, newest first; the address is the view."""
    form, asked, found = _found(request)
    if request.GET.get("format") == "csv":
        return csv_of(found.cases, "cases")
    page = listing.page_of(found.cases, request.GET.get("before", "")[:40])
    context: dict[str, Any] = {
        "form": form,
        "asked": asked,
        "found": found,
        "page": page,
        "total": _total(page, asked, found),
        "rows": [_row(case) for case in page.cases],
        "chips": list(_chips(asked)),
        "flags": [(name, word) for name in FLAGS if (word := getattr(asked, name))],
        "older": _with(asked, before=page.older) if page.older else "",
        "newest": asked.address(),
        "csv": _with(asked, format="csv"),
        "cap": CAP,
        "map": _map(asked),
        "is_wide": any((asked.category, asked.topic, asked.outcome, asked.district, asked.kind, asked.track,
                        asked.since, asked.until)),
    }  # fmt: skip
    return render(request, "proposals/list.html", context)


def _total(page: Page, asked: Asked, found: Found) -> int | None:
    """How many cases this view holds: counted up to the cap, above it as published, else as far as patience goes."""
    if page.total is not None or asked.q:
        return page.total
    told = number_of(asked)
    if told is not None:
        return told
    name = f"list:{sha256(asked.address().encode()).hexdigest()}"
    return kept(name, lambda: count_in_time(found.cases))


def _with(asked: Asked, **more: str) -> str:
    address = asked.address()
    return address + ("&" if "?" in address else "?") + "&".join(f"{key}={word}" for key, word in more.items())


def _row(case: Proposal) -> dict[str, Any]:
    outcome = Outcome(case.outcome)  # type: ignore[attr-defined]
    statement = getattr(case, "statement", None)
    is_open = case.visibility == "public" and case.erased_at is None
    return {
        "case": case,
        "word": OUTCOME_WORDS[outcome],
        "tone": TONES[outcome.value],
        "text": statement.public_text if statement and is_open else "",
        "place": case.landmark or case.street or case.district or "",
        "voices": case.voices,  # type: ignore[attr-defined]
    }


def _chips(asked: Asked) -> Iterator[tuple[Any, str]]:
    """The wishes of a figure's link, each with the address that drops it."""
    for name in FLAGS:
        if word := getattr(asked, name):
            yield CHIP_WORDS.get(f"{name}:{word}") or CHIP_WORDS[name], asked.address(**{name: ""})


def _map(asked: Asked) -> dict[str, Any]:
    there = tiles_path().exists()
    return {
        "tiles": reverse("places:tiles") if there else "",
        "points": asked.address("proposals:points"),
        "credit": "; ".join(attributions()),
    }


@require_safe
def points(request: HttpRequest) -> HttpResponse:
    """The same cases as points, the newest `MOST_POINTS` that have one; the list is their twin."""
    _form, _asked, found = _found(request)
    titles = {slug: f" · {title}" for slug, title in Category.objects.values_list("slug", "title")}
    states = {outcome.value: str(word) for outcome, word in OUTCOME_WORDS.items()}
    pins = listing.pins(found.cases, MOST_POINTS)
    features = [_feature(pin, titles.get(pin.category or "", ""), states[pin.outcome]) for pin in pins]
    answer = JsonResponse(
        {"type": "FeatureCollection", "features": features},
        content_type="application/geo+json",
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
    )
    patch_vary_headers(answer, ["Cookie"])
    return answer


def _feature(pin: Pin, category: str, state: str) -> dict[str, Any]:
    number = pin.number
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [round(pin.longitude, PLACES), round(pin.latitude, PLACES)]},
        "properties": {
            "title": f"№ {number}{category}",
            "state": state,
            "tone": TONES[pin.outcome],
            "address": f"/proposals/{number}/",
        },
    }
