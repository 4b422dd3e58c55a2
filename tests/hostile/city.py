"""One of each thing that a page of Qala shows, in the states whose buttons differ, and who works with them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from qala.kernel.clock import now, today
from qala.meals.tests.fake_reader import FakeReader
from qala.meals.tests.test_permissions_faces import arguments as meal_words
from qala.people.models import Organisation
from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import AppointmentFactory, ContactFactory, OrganisationFactory, PersonFactory
from qala.places.models import Segment
from qala.places.tests.factories import LAT, LON, a_district, a_landmark
from qala.planning.actions import adopt
from qala.proposals.actions import evidence, following, photos, routing
from qala.proposals.actions.orders import EvidenceSheet
from qala.proposals.actions.programs import give_key
from qala.proposals.actions.routing import RowSheet
from qala.proposals.letters import sealed
from qala.proposals.models import Category, Incident, Letter, Reply, ReplyTemplate
from qala.proposals.queries.follow import Holder, follow_code
from qala.proposals.tests import hostile_pictures as files
from qala.proposals.tests.factories import (
    AuthorFactory,
    PlacardFactory,
    ProposalFactory,
    WorksOrderFactory,
    active_table,
    officer,
)
from qala.proposals.tests.test_meetings import come_to, meeting, running
from qala.roads.actions.cuts import request_cut
from qala.roads.actions.passports import draft_passport
from qala.roads.actions.works import note_need
from qala.roads.models import Defect, Hazard
from qala.roads.tests.factories import KEEPER, a_paved_street
from qala.roads.tests.test_programme import asked, rated, solved
from qala.roads.tests.works_factories import Offices, accepted, begun, dig, need, opened, proven, stretch
from qala.roster.tests.factories import parent_of

OF_CASES = (
    "operator", "triage_officer", "dispatcher", "executor", "inspector", "signer", "translator", "photo_redactor",
    "placard_keeper", "routing_editor", "protocol_controller", "statistician", "auditor",
)  # fmt: skip
#: Signs the visitor out, or fills a disk.
LEFT_OUT = {"account_logout", "demo:step_out"}


@dataclass
class Visitor:
    """Somebody at a browser, and the addresses they begin with."""

    name: str
    client: Client
    starts: list[str] = field(default_factory=list)
    presses: list[str] = field(default_factory=list)  # what scripts send, and no form of a page


def visitors(meal_city) -> list[Visitor]:
    """Make the city, and say who walks in it."""
    a_district()
    a_landmark()
    street, offices = a_paved_street(), Offices()
    of_roads = roads(street, offices)
    department = OrganisationFactory()
    desk, secret = cases(department)
    scripts = [reverse(f"proposals:{name}") for name in ("suggest", "find_place", "me_too")]
    scripts += [reverse("proposals:opened", args=["AAAA"])]
    found = [Visitor("guest", Client(), [*open_addresses(), *secret], scripts)]
    found.append(Visitor("desk", seated(OF_CASES, department), [*rooms("/desk/", "/office/people/", "/proposals/", "/log/"), *desk]))
    resident = ContactFactory().person
    found.append(Visitor("resident", signed_in(resident), rooms("/me/", "/my/", "/new/", "/account/")))
    found.append(administration())
    for name, person in (("engineer", offices.engineer), ("director", offices.director), ("inspector", offices.inspector), ("second", offices.second),
                         ("contractor", offices.contractor), ("utility", offices.operator)):  # fmt: skip
        found.append(Visitor(name, signed_in(person), [*rooms("/roads/desk/", "/roads/hazards/"), *of_roads]))
    return [*found, *kitchens(meal_city)]


def seated(roles: tuple[str, ...], organisation: Organisation) -> Client:
    """A browser of somebody who holds several offices of one house."""
    person = PersonFactory()
    for role in roles:
        AppointmentFactory(person=person, role=role, organisation=organisation)
    return signed_in(person)


def administration() -> Visitor:
    """An administrator in a live session."""
    person = AppointmentFactory(role="administrator").person
    given = give_key(by=person, name="A program", contact="a@example.org", daily_quota=5)
    ended = AppointmentFactory(role="executor")
    more = [reverse("proposals:revoke_key", args=[given.key.pk]), reverse("people:end_of_appointment", args=[ended.pk])]
    return Visitor("administrator", signed_in(person, empowered=True), [*rooms("/office/", "/desk/keys/"), *more])


def cases(department: Organisation) -> tuple[list[str], list[str]]:
    """Proposals in their states: the desk's addresses, and those of the public that no page links."""
    active_table(department)
    table = routing.draft(by=officer("routing_editor"))
    routing.write_row(by=officer("routing_editor"), table=table, sheet=RowSheet(department, categories=("noise",)))
    ReplyTemplate.objects.create(slug="thanks", verb="reply", title={"kk": "Рақмет"}, text={"kk": "Рақмет"})
    made = [ProposalFactory(longitude=LON, latitude=LAT)]
    made += [ProposalFactory(**{state: True}, **({"department": department} if state not in ("triaged", "quarantined", "appeal") else {}))
             for state in ("triaged", "assigned", "in_work", "claimed", "confirmed", "quarantined", "appeal")]  # fmt: skip
    AuthorFactory(proposal=made[-1], iin="900101300017")
    orders = [WorksOrderFactory(executor=department, state=state, **more)
              for state, more in (("ordered", {}), ("in_work", {}), ("claimed", {"claimed_by": "person:x", "claimed_at": now()}))]  # fmt: skip
    for order in orders:
        order.proposals.add(made[3])
    incident = Incident.objects.create(category=Category.objects.get(pk="gas"), opened_at=now())
    reply = Reply.objects.create(
        proposal=made[2], verb="reply", text={"kk": "Рақмет"}, translation={"kk": "original"}, at=now(), by="person:x"
    )
    hall = meeting()
    addresses = [
        *(reverse("proposals:desk_case", args=[case.number]) for case in made),
        *(reverse("proposals:desk_order", args=[order.pk]) for order in orders),
        reverse("proposals:desk_incident", args=[incident.pk]), reverse("proposals:desk_translate", args=["reply", reply.pk]),
        *(reverse("proposals:desk_meeting", args=[one.pk]) for one in (hall, running())), reverse("proposals:desk_photos"),
        *(reverse(f"proposals:{name}", args=[table.version]) for name in ("routing_table", "routing_defaults", "routing_row_new")),
        reverse("proposals:template", args=["thanks"]), reverse("proposals:placard_sheet", args=[PlacardFactory().serial]),
        reverse("proposals:desk_photo", args=[_photo(made[0]).pk]), reverse("proposals:desk_evidence", args=[_proof().pk]),
    ]  # fmt: skip
    _paper()
    return addresses, [*_talons(made), *_letters(hall)]


def _photo(case):
    [kept] = photos.keep_photos(by=Holder(case.pk), proposal=case, files=[SimpleUploadedFile("a.jpg", files.drawn())])
    return photos.prepare_photo(by=officer("operator"), photo=kept)


def _proof():
    order = WorksOrderFactory(state="in_work")
    upload = SimpleUploadedFile("a.jpg", files.drawn())
    return evidence.attach_picture(by=officer("executor", order.executor), order=order, file=upload, sheet=EvidenceSheet())


def _paper() -> None:
    author = AuthorFactory(proposal=ProposalFactory(appeal=True))
    Letter.objects.create(
        proposal=author.proposal, way="post", address=author.postal_address, template="refused",
        slots={"number": author.proposal.number, "state": "refused"}, dedup="x", queued_at=now(), next_try_at=now(),
    )  # fmt: skip


def _talons(made) -> list[str]:
    return [reverse("proposals:talon", args=[case.number, follow_code(case)]) for case in made]


def _letters(hall) -> list[str]:
    case = ProposalFactory(in_work=True)
    subscription = following.follow(by=Holder(case.pk), proposal=case, way="email", address="a@example.kz", language="kk")
    seat = reverse("proposals:seat", args=[sealed.seat_token(come_to(hall, email="b@example.kz").pk, mailed=True)])
    mailed = [sealed.confirm_address(subscription.pk), sealed.end_address(subscription.pk)]
    return [*(one.removeprefix("http://localhost:8000") for one in mailed), seat, reverse("proposals:meeting", args=[hall.pk])]


def roads(street, offices: Offices) -> list[str]:
    """Works, digs, guarantees, defects and a plan, each in several states."""
    for segment, value in zip(Segment.objects.filter(street=street), (62, 38), strict=True):
        rated(segment, value, date(2026, 6, 1))
    plan = solved(offices.engineer, asked())
    other = solved(offices.engineer, asked(money=50_000_000_00))
    adopt(by=offices.director, plan=plan, reason="The council agreed.")
    draft_passport(by=KEEPER, street=street)
    works = [note_need(by=offices.engineer, need=need()), begun(offices, places=[stretch(from_m=110, to_m=150)]), proven(offices, places=[stretch(to_m=40)])]
    warranty = accepted(offices, places=[stretch(from_m=40, to_m=100)])
    cuts = [request_cut(by=offices.operator, dig=dig()), opened(offices)]
    defect = Defect.objects.create(
        category="pothole", kind="pothole", case="proposals.proposal:1", longitude=LON + 0.0005, latitude=LAT, reported_on=today() - timedelta(days=2),
    )  # fmt: skip
    hazard = Hazard(about="A hole", seen_at=now(), fenced_at=now(), owner="waterworks", due_at=now() + timedelta(hours=1))
    hazard.position = stretch()
    hazard.save()
    return [
        reverse("roads:street", args=[street.pk]), reverse("roads:desk_warranty", args=[warranty.pk]), reverse("roads:desk_defect", args=[defect.pk]),
        *(reverse("roads:desk_plan", args=[one.pk]) for one in (plan, other)),
        *(reverse("roads:desk_work", args=[one.pk]) for one in works), *(reverse("roads:desk_dig", args=[one.pk]) for one in cuts),
        *(f"{reverse(f'roads:{name}')}?street={street.pk}" for name in ("desk_need", "desk_dig_request", "desk_dig_emergency", "desk_hazard_new", "desk_sheet")),
    ]  # fmt: skip


def kitchens(meal_city) -> list[Visitor]:
    """The people of one school's meals."""
    town, *_rest = meal_city
    body = town.school.organisation
    school = ("school_director", "social_pedagogue", "class_teacher", "canteen_worker")
    FakeReader(town, AppointmentFactory(role="school_director", organisation=body).person)
    parent = parent_of(town.pupils[0])
    everywhere = rooms("/meals/", "/ledger/", "/schools/")
    of_child = [reverse(f"meals:{name}", args=meal_words(meal_city, name)) for name in ("child", "contest", "complain", "appeal", "receipt")]
    of_school = [reverse(f"meals:{name}", args=meal_words(meal_city, name)) for name in ("desk_school", "sheet_new", "sheet", "readers", "desk_line", "flag")]
    return [
        Visitor("parent", signed_in(parent), [*of_child, *rooms("/my/", "/me/"), reverse("meals:code", args=[town.vouchers[0].key])]),
        Visitor("school", seated(school, body), [*everywhere, *of_school]),
        Visitor("education", seated(("education_department", "auditor"), OrganisationFactory()), [*everywhere, *of_school]),
        Visitor("supplier", signed_in(town.supplier()), [*everywhere, reverse("meals:invoice", args=meal_words(meal_city, "invoice"))]),
    ]


def open_addresses() -> list[str]:
    """Every address that needs no argument."""
    found = []
    for name in dict.fromkeys(names(get_resolver())):
        try:
            found.append(reverse(name))
        except NoReverseMatch:
            continue
    return [one for one in found if kind_name(one) not in LEFT_OUT]


def kind_name(address: str) -> str:
    return get_resolver().resolve(address).view_name


def rooms(*prefixes: str) -> list[str]:
    """The addresses without arguments below these."""
    return [one for one in open_addresses() if one.startswith(prefixes)]


def names(resolver: URLResolver) -> Iterator[str]:
    """Every named address of Qala."""
    return (name for name, _entry in named(resolver))


def named(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from named(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif entry.name:
            yield space + entry.name, entry


def takes_post(entry: URLPattern) -> bool:
    """Whether a view of ours lets a POST in: its decorator names the methods, and without one all are let in."""
    view: Any = entry.callback
    if not getattr(view, "__module__", "").startswith("qala."):
        return False
    while view is not None:
        for name, cell in zip(view.__code__.co_freevars, view.__closure__ or (), strict=True):
            if name == "request_method_list":
                return "POST" in cell.cell_contents
        view = getattr(view, "__wrapped__", None)
    return True
