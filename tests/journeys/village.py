"""A very small city for journeys: its people, one street with a stop, placards in buses, a few cases with a past."""

from datetime import date, timedelta
from itertools import count
from uuid import uuid4

from django.conf import settings

from qala.demo.city.lexicon import rows
from qala.demo.queries import email_of
from qala.demo.seal import write_seal
from qala.kernel.actors import RESIDENT
from qala.kernel.clock import now, today
from qala.kernel.translated import Translated
from qala.people.models import Account, Appointment, Organisation, Person
from qala.places.tests.factories import a_district, a_landmark, a_street
from qala.proposals.actions import intake, triage
from qala.proposals.models import Category, Meeting, Placard, Proposal
from qala.proposals.queries.follow import follow_code
from qala.proposals.rules.placards import make_code
from qala.proposals.rules.sheet import Sheet
from qala.proposals.tests.factories import ProposalFactory, active_table
from qala.proposals.tests.public_city import whole_chain

SINCE = date(2025, 1, 1)
BODIES = {
    "passenger_transport_roads": Translated(kk="Жолаушылар көлігі басқармасы", ru="Управление транспорта", en="Transport department"),
    "inspection": Translated(kk="Бақылау бөлімі", ru="Отдел контроля", en="Inspection"),
}
_serials = count(1)


def found() -> None:
    """Everything a journey may expect to stand here already. The seal comes first: it wants an empty database."""
    write_seal("small")
    for _slug, _office, body, *_texts in rows("demo_roles"):
        if body and not Organisation.objects.filter(slug=body).exists():
            names = BODIES.get(body, Translated(kk=body, ru=body, en=body))
            Organisation.objects.create(slug=body, kind="akimat", names=names, from_on=SINCE)
    for slug, office, body, *_texts in rows("demo_roles"):
        _settle(slug, office, body)
    active_table(Organisation.objects.get(slug="passenger_transport_roads"))
    a_district()
    a_street()
    a_landmark()
    for text in ("Көшеде шам жанбайды", "Аялдамада орындық жоқ", "На углу открытый люк"):
        ProposalFactory(statement__text=text, statement__public_text=text, longitude=69.601, latitude=42.3205)
    whole_chain()


def _settle(slug: str, office: str, body: str) -> None:
    person = Person.objects.create(
        family="Ақжолов", given=slug.replace("_", " ").title(), language="kk", enrolled_at=now(), needed_on=today()
    )
    Account.objects.create(person=person, email=email_of(slug))
    if office:
        organisation = Organisation.objects.get(slug=body)
        Appointment.objects.create(person=person, organisation=organisation, role=office, from_on=SINCE, act="№ 1")


def placard(**facts) -> str:
    """The address behind the code of a placard nobody else scans."""
    serial = next(_serials)
    facts = {"kind": "bus", "route": "12", "vehicle": f"{serial:03d} ABC 17"} | facts
    Placard.objects.create(serial=serial, installed_on=date(2026, 1, 1), **facts)
    return f"/p/{make_code(serial, settings.PLACARD_KEYS[0].encode())}/"


def signal(text: str, **facts) -> Proposal:
    """A message that came in by the ordinary way."""
    return intake.submit(by=RESIDENT, uid=uuid4(), sheet=Sheet(text=text, **facts))


def talon_of(case: Proposal) -> str:
    """The secret address its author has."""
    return f"/t/{case.number}/{follow_code(case)}/"


def assigned(text: str) -> Proposal:
    """A message that stands with the department."""
    case = signal(text)
    triage.triage(by=holder_of("triage_officer"), proposal=case, category=Category.objects.get(pk="bus_service"))
    triage.assign(by=holder_of("dispatcher"), proposal=case)
    return case


def holder_of(slug: str) -> Person:
    """Who plays this role of the demo."""
    return Account.objects.get(email=email_of(slug)).person


def meeting(**facts) -> Meeting:
    """An open meeting in three days."""
    begins = now() + timedelta(days=3)
    facts = {"starts_at": begins, "ends_at": begins + timedelta(hours=2), "seats": 5} | facts
    title = Translated(kk="Ашық кездесу", ru="Открытая встреча", en="Open meeting")
    place = Translated(kk="Мәдениет үйі", ru="Дом культуры", en="House of culture")
    return Meeting.objects.create(title=title, place=place, host="Әкім", **facts)
