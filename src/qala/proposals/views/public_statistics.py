"""Statistics: every figure with its definition, its two counts and the lists behind them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qala.proposals.forms.listing import TOPIC_WORDS, PeriodFilter
from qala.proposals.queries import silent as silence
from qala.proposals.queries import statistics
from qala.proposals.queries.statistics import Scope
from qala.proposals.rules.outcomes import Outcome
from qala.proposals.rules.silence import Voice
from qala.proposals.rules.words import OUTCOME_WORDS
from qala.proposals.views.public import TONES
from qala.proposals.views.public_figures import CHAIN_WORDS, MEANINGS, face_of

SHOWN_SILENT = 40
VOICE_TONES = {Voice.SILENT: "attention", Voice.LOUD: "act", Voice.USUAL: "quiet"}


def _scope(request: HttpRequest) -> tuple[PeriodFilter, Scope]:
    form = PeriodFilter(request.GET or None)
    clean = form.cleaned_data if form.is_valid() or form.is_bound else {}
    district = clean.get("district")
    return form, Scope(clean.get("since"), clean.get("until"), district.pk if district else "")


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The headline, outcomes that add up, times, redirects, the chain, topics by month."""
    form, scope = _scope(request)
    told = statistics.figures(scope)
    months, multiples = statistics.by_topic(scope)
    faces = [face_of(figure, told) for figure in told.all()]
    context = {
        "form": form,
        "told": told,
        "headline": faces[0],
        "faces": faces[1:],
        "outcomes": _outcomes(told),
        "chain": [
            (CHAIN_WORDS[link], n, asked.address(), "confirmed" if link == "confirmation" else "")
            for link, n, asked in statistics.chain_steps(told)
        ],
        "months": (months[0], months[-1]) if months else (),
        "topics": [
            (TOPIC_WORDS.get(one.topic, ""), one, scope.asked(topic=one.topic).address()) for one in multiples  # type: ignore[call-overload]
        ],
        "hops": told.by_hops,
        "everything": scope.asked().address(),
    }
    return render(request, "proposals/statistics.html", context)


def _outcomes(told: statistics.Figures) -> list[tuple[Any, str, int, str, float]]:
    total = told.headline.denominator or 1
    return [
        (OUTCOME_WORDS[outcome], TONES[outcome.value], n, asked.address(), n / total)
        for outcome, n, asked in statistics.outcome_rows(told)
    ]


@require_safe
def definition(request: HttpRequest, slug: str) -> HttpResponse:
    """What one figure means, how it is computed, and both lists behind it."""
    if slug not in MEANINGS:
        raise Http404
    form, scope = _scope(request)
    told = statistics.figures(scope)
    figure = next(one for one in told.all() if one.definition.slug == slug)
    context = {
        "form": form,
        "told": told,
        "face": face_of(figure, told),
        "parts": _parts(figure.parts),
    }
    return render(request, "proposals/statistics_definition.html", context)


def _parts(parts: Any) -> list[tuple[Any, int]]:
    """Named parts of a figure where people have words for them."""
    words = {outcome.value: OUTCOME_WORDS[outcome] for outcome in Outcome} | CHAIN_WORDS
    return [(words[name], n) for name, n in parts.items() if name in words]


@require_safe
def silent(request: HttpRequest) -> HttpResponse:
    """Where no voice comes from. Nobody is ranked: many reports mean many eyes as much as many holes."""
    form, scope = _scope(request)
    context = {
        "form": form,
        "districts": [
            (one, VOICE_TONES.get(one.heard.voice, "quiet"), one.asked.address())
            for one in silence.districts_heard(scope)
        ],
        "kinds": silence.kinds_heard(scope),
        "streets": silence.silent_streets(scope)[:SHOWN_SILENT],
        "street_count": silence.silent_streets(scope).count(),
        "landmarks": silence.silent_landmarks(scope)[:SHOWN_SILENT],
        "unplaced": silence.unplaced(scope),
        "shown": SHOWN_SILENT,
    }
    return render(request, "proposals/silent.html", context)
