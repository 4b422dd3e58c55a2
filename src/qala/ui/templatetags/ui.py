"""Components as template tags and words as filters. The gallery at /ui/ shows each with its line of template."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qala.kernel import clock
from qala.kernel.money import format_tenge
from qala.ui import charts, kept_words, speech
from qala.ui.assets import VENDOR
from qala.ui.tables import Table
from qala.ui.timeline import TimelineLine

register = template.Library()

TONES = ("quiet", "act", "attention", "harm", "confirmed", "wait")
# Each tone has a shape of its own, so that a state is never told by colour alone.
SHAPES = {
    "quiet": ("M3 8h10", False),
    "wait": ("M8 2.2a5.8 5.8 0 1 0 .01 0Z", True),
    "act": ("M8 2.2a5.8 5.8 0 1 0 .01 0Z", False),
    "attention": ("M8 1.8 14.2 8 8 14.2 1.8 8Z", False),
    "harm": ("M8 2 14.5 13.5h-13Z", False),
    "confirmed": ("M2.5 8.5 6.3 12.3 13.5 4", True),
}


def _language() -> str:
    return speech.language_of(get_language() or "kk")


def _screen(text: str) -> str:
    """Our face draws the narrow space too narrow to see; its ordinary space is already slim, and this one holds."""
    return text.replace(speech.THIN, speech.NBSP)


# ---- pages ---------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def again(context: template.Context, name: str) -> str:
    """A block's content once more: the title stands in the tab and on the page. Empty where no page fills it."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return mark_safe(block.render(context).strip()) if block else ""  # noqa: S308 - a template's own output


@register.simple_tag(takes_context=True)
def filled(context: template.Context, name: str) -> bool:
    """Whether the page at hand fills this block of the frame."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    return blocks is not None and len(blocks.blocks.get(name, ())) > 1


@register.simple_tag
def written(page: SafeString) -> kept_words.Written:
    """A page's content with the form that is written in on it."""
    return kept_words.written(page)


# ---- words ---------------------------------------------------------------------------------------------------


@register.filter
def day(value: date | datetime | None) -> str:
    """«2026 ж. 23 қараша»."""
    if value is None:
        return ""
    return speech.day_words(clock.local(value).date() if isinstance(value, datetime) else value, _language())


@register.filter
def month(value: date | None) -> str:
    """«2026 ж. қараша»."""
    return "" if value is None else speech.month_words(value, _language())


@register.filter
def moment(value: datetime | None) -> str:
    """The day and minute on the city's clock."""
    return "" if value is None else speech.moment_words(clock.local(value), _language())


@register.filter
def tenge(tiyn: int | None) -> str:
    """Whole tiyn as «1 234 567 ₸»."""
    return "" if tiyn is None else _screen(format_tenge(tiyn, _language()))


@register.filter
def number(value: float | Decimal | None, places: int | None = None) -> str:
    """A number with thin spaces between thousands."""
    return "" if value is None else _screen(speech.number_words(value, _language(), places))


@register.filter
def percent(share: float | Decimal | None, places: int = 0) -> str:
    """A share of one as a percentage."""
    return "" if share is None else _screen(speech.percent_words(share, _language(), places))


@register.filter
def size(octets: int | None) -> str:
    """A file's size."""
    return "" if octets is None else speech.size_words(octets, _language())


@register.filter
def working_days(count: int) -> str:
    """«2 жұмыс күні»."""
    return speech.working_days(count, _language())


# ---- components ----------------------------------------------------------------------------------------------


def _shape(tone: str) -> dict[str, Any]:
    path, open_shape = SHAPES[tone]
    return {"path": path, "open": open_shape, "tone": tone}


@register.inclusion_tag("ui/parts/badge.html")
def badge(word: Any, tone: str = "quiet") -> dict[str, Any]:
    """A state: shape, word and colour. Tones: quiet, wait, act, attention, harm, confirmed."""
    return {"word": word, **_shape(tone if tone in SHAPES else "quiet")}


@register.inclusion_tag("ui/parts/shape.html")
def shape(tone: str = "quiet") -> dict[str, Any]:
    """Only the shape of a tone, for a line that has its word already."""
    return _shape(tone if tone in SHAPES else "quiet")


@register.inclusion_tag("ui/parts/figure.html")
def figure(  # noqa: PLR0913 - the parts that LOOK.md asks of every figure
    label: Any,
    value: Any,
    *,
    unit: Any = "",
    numerator: Any = None,
    denominator: Any = None,
    of: Any = "",
    status: str = "",
    href: str = "",
    way_in: Any = "",
    small: bool = False,
    series: Sequence[float] = (),
) -> dict[str, Any]:
    """A big number, what it was counted from (`of` says it in words), its status (preliminary, final), a way in."""
    shown = (
        value
        if isinstance(value, str)
        else _screen(speech.number_words(value, _language()))
        if value is not None
        else "—"
    )
    return {
        "label": label, "value": shown, "unit": unit, "numerator": numerator, "denominator": denominator, "of": of,
        "status": status, "href": href, "way_in": way_in, "small": small, "spark": charts.spark(series),
    }  # fmt: skip


@register.inclusion_tag("ui/parts/deadline.html")
def deadline(days_left: int, due: date | datetime, state: str = "running") -> dict[str, Any]:
    """What is left of a legal term, with the exact time on focus. States: running, paused, met, missed."""
    due_day = clock.local(due).date() if isinstance(due, datetime) else due
    told = speech.deadline(days_left, due_day, _language(), today=clock.today(), clock=state)  # type: ignore[arg-type]
    exact = speech.moment_words(clock.local(due), _language()) if isinstance(due, datetime) else day(due)
    tones = {"calm": "wait", "soon": "attention", "late": "harm", "met": "confirmed", "paused": "quiet"}
    return {"told": told, "exact": exact, "machine": due.isoformat(), **_shape(tones[told.urgency])}


@register.inclusion_tag("ui/parts/step.html", takes_context=True)
def step(
    context: template.Context, verbs: Sequence[Any], action: str = "", why: Any = "", name: str = "verb"
) -> dict[str, Any]:
    """The next lawful step as one button; the other verbs under it. `verbs`: [(value, word), …], first is the step.

    `why` says why a verb people look for is absent. Posts `name=value` to `action` (this page if empty).
    """
    first, *others = list(verbs) or [None]
    return {
        "first": first, "others": others, "action": action, "why": why, "name": name,
        "csrf_token": context.get("csrf_token"),
    }  # fmt: skip


@register.inclusion_tag("ui/parts/table.html")
def table(table: Table) -> dict[str, Any]:
    """A `qala.ui.tables.Table`: sticky head, sort and filter in the address, CSV; folds into cards at 360 px."""
    return {"table": table}


@register.inclusion_tag("ui/parts/timeline.html")
def timeline(events: Sequence[TimelineLine]) -> dict[str, Any]:
    """What happened, in order: each a `qala.ui.timeline.TimelineLine`."""
    return {"events": events}


@register.inclusion_tag("ui/parts/pages.html", takes_context=True)
def pages(context: template.Context, page: Any, request: Any = None) -> dict[str, Any]:
    """Pagination as links, keeping the rest of the address."""
    query = (request or context["request"]).GET.copy()
    query.pop("page", None)
    rest = query.urlencode()
    return {
        "page": page,
        "base": "?" + (rest + "&" if rest else "") + "page=",
        "numbers": list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)),
    }


@register.inclusion_tag("ui/parts/tabs.html")
def tabs(lines: Sequence[Any], label: Any = "") -> dict[str, Any]:
    """Tabs as links: each line has `title`, `address`, `now`, maybe `count`."""
    return {"lines": lines, "label": label or _("Views")}


@register.inclusion_tag("ui/parts/crumbs.html")
def crumbs(*pairs: Any) -> dict[str, Any]:
    """Where we are: title, address, title, address … the last title alone is this page."""
    lines = [(pairs[place], pairs[place + 1] if place + 1 < len(pairs) else "") for place in range(0, len(pairs), 2)]
    return {"lines": lines}


@register.inclusion_tag("ui/parts/stepper.html")
def stepper(steps: Sequence[Any], now: int) -> dict[str, Any]:
    """A process in steps; `now` counts from 1."""
    return {
        "steps": [(word, place < now, place == now) for place, word in enumerate(steps, 1)],
        "now": now,
        "all": len(steps),
    }


@register.inclusion_tag("ui/parts/progress.html")
def progress(label: Any, done: int, total: int) -> dict[str, Any]:
    """Waiting shows a count, not a spinner."""
    return {"label": label, "done": min(done, total), "total": max(total, 1)}


@register.inclusion_tag("ui/parts/spark.html")
def spark(values: Sequence[float], title: Any) -> dict[str, Any]:
    """A small line from zero. `title` says in words what it shows."""
    return {"spark": charts.spark(values), "title": title}


@register.inclusion_tag("ui/parts/bars.html")
def bars(rows: Sequence[Any], title: Any, places: int | None = None) -> dict[str, Any]:
    """Bars on one scale: rows of (label, value) or (label, value, tone), drawn by the server, read aloud as a list."""
    told = [
        (
            str(row[0]),
            float(row[1]),
            _screen(speech.number_words(row[1], _language(), places)),
            row[2] if len(row) > 2 else "",
        )
        for row in rows
    ]
    return {"bars": charts.bars(told), "title": title}


@register.inclusion_tag("ui/parts/curves.html")
def curves(series: Sequence[Any], steps: Sequence[Any], title: Any, top: Any = "") -> dict[str, Any]:
    """Lines over the years on one scale from zero, drawn by the server; a table beside it says the same.

    Series are (label, values, tone, words of the last value); tones `act`, `quiet` (dashed), `attention` (dotted).
    """
    told = [(str(label), [float(value) for value in values], tone, str(words)) for label, values, tone, words in series]
    return {"chart": charts.curves(told, [str(step) for step in steps], str(top)), "title": title}


@register.inclusion_tag("ui/parts/map.html")
def city_map(  # noqa: PLR0913 - a map is its data, its tiles, its place and its words
    name: str,
    *,
    points: str,
    tiles: str = "",
    centre: str = "",
    zoom: str = "",
    bounds: str = "",
    title: Any = "",
    credit: Any = "",
    pick: str = "",
    overlay: str = "",
) -> dict[str, Any]:
    """The frame of a map; its twin (a list or table) stands beside it in `.map__twin`.

    `points` is the address of a GeoJSON (points and lines, each with its `tone`), `overlay` of a PMTiles archive with a
    layer `roads` whose lines have a `tone`, `tiles` of a PMTiles archive. `centre` "lon,lat", `bounds` "w,s,e,n".
    `pick` is the id of an input that receives "lon,lat" when a person taps the map.
    """
    return {
        "name": name, "points": points, "tiles": tiles, "centre": centre, "zoom": zoom, "bounds": bounds,
        "title": title or _("Map"), "credit": credit, "pick": pick, "overlay": overlay,
        "drawable": (VENDOR / "maplibre-gl.mjs").exists(),
    }  # fmt: skip


@register.inclusion_tag("ui/parts/talon.html")
def talon(  # noqa: PLR0913 - what stands on a good ticket
    number: Any, *, at: datetime, place: Any = "", what: Any = "", due: Any = "", qr: str = "", address: str = ""
) -> dict[str, Any]:
    """The talon: number, time, place, what was asked, until when, and its QR (an SVG made by the server)."""
    return {
        "number": number, "at": at, "place": place, "what": what, "due": due, "address": address,
        "qr": mark_safe(qr),  # noqa: S308 - SVG drawn by our own server from the talon's address
    }  # fmt: skip


@register.inclusion_tag("ui/parts/photo.html")
def photo(source: str = "", *, alt: Any = "", caption: Any = "", waiting: bool = False) -> dict[str, Any]:
    """A photograph with its caption; while it waits for an officer's look, the place says so."""
    return {"source": source, "alt": alt, "caption": caption, "waiting": waiting}


@register.inclusion_tag("ui/parts/divider.html")
def divider() -> dict[str, Any]:
    """The one ornament, at most once a page."""
    return {}


@register.inclusion_tag("ui/parts/icon.html")
def icon(name: str) -> dict[str, Any]:
    """A small line drawing: search, download, print, camera, place, sun, moon, arrow, close, menu."""
    return {"name": name}


@register.simple_block_tag(end_name="endnotice")
def notice(content: str, tone: str = "quiet", title: Any = "") -> SafeString:
    """{% notice "attention" _("Heading") %} … {% endnotice %}. Harm is announced to screen readers at once."""
    return _block("ui/parts/notice.html", content, tone, title)


@register.simple_block_tag(end_name="endempty")
def empty(content: str, title: Any = "") -> SafeString:
    """An empty page teaches: what will appear here, and how to make the first one."""
    return _block("ui/parts/empty.html", content, "quiet", title)


def _block(name: str, content: str, tone: str, title: Any) -> SafeString:
    context = {"content": mark_safe(content), "title": title, **_shape(tone if tone in SHAPES else "quiet")}  # noqa: S308
    return render_to_string(name, context)


@register.filter
def is_choice(bound: BoundField) -> bool:
    """Several inputs under one question (radio buttons, checkboxes)."""
    return bool(bound.use_fieldset)


@register.filter
def is_tick(bound: BoundField) -> bool:
    """One checkbox: its words stand after it."""
    return getattr(bound.field.widget, "input_type", "") == "checkbox" and not bound.use_fieldset


@register.filter
def may_stay_empty(bound: BoundField) -> bool:
    """Whether a form says so beside the label. A filter (`is_filter`) may always stay empty: there it goes unsaid.

    Nor is it said where another button of the page answers the same question (`asked` on the field).
    """
    unsaid = getattr(bound.form, "is_filter", False) or getattr(bound.field, "asked", False)
    return not bound.field.required and not unsaid
