"""Atom feeds of new and decided cases, the Atom of one case, and an officer's calendar of last days."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.contrib.syndication.views import Feed
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from qala.kernel.clock import now, today
from qala.kernel.refusals import require
from qala.people.models import Person
from qala.proposals.actions.calendar_keys import make_calendar_key
from qala.proposals.models import Proposal
from qala.proposals.policies import may_see_desk
from qala.proposals.queries import deadlines
from qala.proposals.queries.listing import Asked, listed
from qala.proposals.queries.public import public_words, story
from qala.proposals.rules.words import STATE_WORDS
from qala.proposals.views.public_case import shown_case
from qala.ui.timeline import TimelineLine

NEWEST = 50


class CasesFeed(Feed):  # type: ignore[type-arg]
    """What came and what was decided last."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return _("Proposals of residents")

    def subtitle(self) -> str:
        return _("What came and what was decided last")

    def link(self) -> str:
        return reverse("proposals:list")

    def items(self) -> list[Proposal]:
        cases = listed(Asked()).select_related("category", "statement").order_by()
        newest = cases.order_by("-received_at", "-pk")[:NEWEST]
        decided = cases.filter(Q(answered_at__isnull=False)).order_by("-answered_at", "-pk")[:NEWEST]
        both = {case.pk: case for case in (*newest, *decided)}
        return sorted(both.values(), key=lambda case: case.answered_at or case.received_at, reverse=True)[:NEWEST]

    def item_title(self, item: Proposal) -> str:
        return f"№ {item.number}" + (f" · {item.category}" if item.category else "") + f": {STATE_WORDS[item.state]}"

    def item_description(self, item: Proposal) -> str:
        return public_words(item)

    def item_link(self, item: Proposal) -> str:
        return reverse("proposals:case", args=[item.number])

    def item_pubdate(self, item: Proposal) -> datetime:
        return item.received_at

    def item_updateddate(self, item: Proposal) -> datetime:
        return item.answered_at or item.received_at


class CaseFeed(Feed):  # type: ignore[type-arg]
    """What happens to one case."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, number: str) -> Proposal:
        return shown_case(request, number)

    def title(self, obj: Proposal) -> str:
        return f"№ {obj.number}" + (f" · {obj.category}" if obj.category else "")

    def link(self, obj: Proposal) -> str:
        return reverse("proposals:case", args=[obj.number])

    def items(self, obj: Proposal) -> Iterator[tuple[Proposal, TimelineLine]]:
        return ((obj, event) for event in reversed(story(obj).events))

    def item_title(self, item: tuple[Proposal, TimelineLine]) -> str:
        return item[1].text

    def item_description(self, item: tuple[Proposal, TimelineLine]) -> str:
        return " · ".join(word for word in (item[1].who, item[1].more) if word)

    def item_link(self, item: tuple[Proposal, TimelineLine]) -> str:
        return reverse("proposals:case", args=[item[0].number]) + f"#at-{item[1].at:%Y%m%d%H%M%S%f}"

    def item_pubdate(self, item: tuple[Proposal, TimelineLine]) -> datetime:
        return item[1].at

    item_updateddate = item_pubdate


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_page(request: HttpRequest) -> HttpResponse:
    """An officer's own secret address for a calendar program; sent off, the form makes a new one."""
    person = getattr(request, "person", None)
    require(isinstance(person, Person) and may_see_desk(person))
    assert isinstance(person, Person)
    if request.method == "POST":
        make_calendar_key(by=person)
        return redirect("proposals:deadlines_page")
    key = deadlines.living_key(person)
    token = deadlines.token_of(key) if key else ""
    address = request.build_absolute_uri(reverse("proposals:deadlines", args=[token])) if key else ""
    return render(request, "proposals/deadlines.html", {"key": key, "address": address})


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Last days as iCalendar (RFC 5545): numbers, categories and days, never words or names."""
    person = deadlines.officer_of(token)
    if person is None:
        raise Http404
    stamp = f"{now():%Y%m%dT%H%M%SZ}"
    base = request.build_absolute_uri("/desk/")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Qala//Deadlines//EN", "CALSCALE:GREGORIAN"]
    for case in deadlines.deadlines(person, today() - timedelta(days=30)):
        lines += _event(case, stamp, base)
    lines.append("END:VCALENDAR")
    answer = HttpResponse("".join(f"{fold(line)}\r\n" for line in lines), content_type="text/calendar; charset=utf-8")
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _event(case: Proposal, stamp: str, base: str) -> list[str]:
    day = case.due_on
    assert day is not None
    summary = f"№ {case.number}" + (f" · {case.category}" if case.category else "")
    return [
        "BEGIN:VEVENT",
        f"UID:{case.number}@qala",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(summary)}",
        f"URL:{base}{case.number}/",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", r"\;").replace(",", r"\,").replace("\n", r"\n")


def fold(line: str) -> str:
    """Lines of at most 75 octets, cut between characters (RFC 5545, 3.1)."""
    pieces: list[str] = []
    piece = ""
    for char in line:
        if len((piece + char).encode()) > (75 if not pieces else 74):
            pieces.append(piece)
            piece = ""
        piece += char
    return "\r\n ".join([*pieces, piece])
