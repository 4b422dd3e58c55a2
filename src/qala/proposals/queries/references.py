"""What other parts and pages may know of proposals: a reference behind a key, what stands beside a place, my cases."""

from collections.abc import Collection

from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from qala.kernel.cards import Reference
from qala.kernel.clock import local
from qala.kernel.keys import split_key
from qala.people.models import Person
from qala.places.models import District, Landmark, Segment, Street
from qala.places.rules.geometry import Box
from qala.proposals.models import OPEN_STATES, Meeting, Placard, Proposal, WorksOrder
from qala.proposals.policies import may_read, may_see_desk
from qala.proposals.queries.follow import follow_code
from qala.proposals.queries.seeking import inside
from qala.proposals.rules.placards import KINDS
from qala.proposals.rules.words import STATE_WORDS
from qala.proposals.rules.works import WORKS_WORDS

BESIDE, MINE = 5, 20
BESIDE_M = 30


def reference(key: str, person: object) -> Reference | None:
    """Title, address and state of one of our objects, as far as `person` may see it."""
    label, pk = split_key(key)
    if not pk.isascii() or not pk.isdigit():
        return None
    finders = {
        "proposals.proposal": _case,
        "proposals.worksorder": _order,
        "proposals.placard": _placard,
        "proposals.meeting": _meeting,
    }
    finder = finders.get(label)
    return finder(int(pk[:18]), person if isinstance(person, Person) else None) if finder else None


def _case(pk: int, person: Person | None) -> Reference | None:
    case = Proposal.objects.select_related("category", "author").filter(pk=pk).first()
    return as_reference(case) if case is not None and may_read(person, case) else None


def as_reference(case: Proposal) -> Reference:
    """A case in one line: number, category, state. Never its words."""
    title = f"№ {case.number}" + (f" · {case.category}" if case.category else "")
    return Reference(title, reverse("proposals:case", args=[case.number]), str(STATE_WORDS[case.state]))


def _order(pk: int, person: Person | None) -> Reference | None:
    order = WorksOrder.objects.filter(pk=pk).first()
    if order is None:
        return None
    case = order.proposals.shown().order_by("pk").first()
    address = reverse("proposals:case", args=[case.number]) + f"#works-{pk}" if case else ""
    if not address and not (person and may_see_desk(person)):
        return None
    return Reference(_("Works order № %(number)s") % {"number": pk}, address, str(WORKS_WORDS[order.state]))


def _placard(pk: int, person: Person | None) -> Reference | None:  # noqa: ARG001 - a placard hangs in the street
    placard = Placard.objects.select_related("landmark").filter(pk=pk).first()
    if placard is None:
        return None
    where = str(placard.landmark) if placard.landmark else f"{placard.route} · {placard.vehicle}"
    query = f"?place=landmark:{placard.landmark_id}" if placard.landmark_id else ""
    state = _("taken down") if placard.removed_on else _("hanging") if placard.installed_on else _("not yet hung")
    return Reference(f"{KINDS[placard.kind].title}: {where}", reverse("proposals:list") + query, state)


def _meeting(pk: int, person: Person | None) -> Reference | None:  # noqa: ARG001 - open meetings are open
    meeting = Meeting.objects.filter(pk=pk).first()
    if meeting is None:
        return None
    try:
        address = reverse("proposals:meeting", args=[pk])
    except NoReverseMatch:
        address = ""
    state = _("cancelled") if meeting.cancelled_at else _("held") if meeting.held_at else _("to come")
    return Reference(f"{meeting.title} · {local(meeting.starts_at):%d.%m.%Y}", address, state)


def beside(place: object, person: object) -> list[Reference]:  # noqa: ARG001 - the same for everyone
    """Open cases at a street, segment, landmark or district, newest first, a short list."""
    where = _where(place)
    if where is None:
        return []
    cases = Proposal.objects.shown().filter(where, state__in=OPEN_STATES).select_related("category")
    return [as_reference(case) for case in cases.order_by("-received_at", "-pk")[:BESIDE]]


def _where(place: object) -> Q | None:
    if isinstance(place, Street):
        return Q(street=place) | Q(landmark__in=place.landmarks.values("pk"))
    if isinstance(place, Landmark):
        return Q(landmark=place)
    if isinstance(place, District):
        return Q(district=place)
    if isinstance(place, Segment):
        west, south, east, north = place.line.bounds
        return Q(inside(Box(west, south, east, north).grown(BESIDE_M)))
    return None


def cabinet(person: object) -> list[Reference]:
    """A signed-in author's own cases, each leading to its talon."""
    if not isinstance(person, Person):
        return []
    cases = Proposal.objects.filter(author__person=person).select_related("category")
    return [_own(case) for case in cases.order_by("-received_at", "-pk")[:MINE]]


def _own(case: Proposal) -> Reference:
    told = as_reference(case)
    try:
        return Reference(told.title, reverse("proposals:talon", args=[case.number, follow_code(case)]), told.state)
    except NoReverseMatch:
        return told


def about(keys: Collection[str], person: object) -> dict[str, Reference]:
    """The cases that grew from what this author said in other parts, by the key each was about; the newest of each."""
    if not isinstance(person, Person) or not keys:
        return {}
    cases = Proposal.objects.filter(author__person=person, arrival__attributes__about__in=list(keys))
    rows = cases.select_related("category", "arrival").order_by("received_at", "pk")
    return {row.arrival.attributes["about"]: _own(row) for row in rows}
