"""Pages through their addresses: who may open them, what they show, what they change."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import escape

from qala.journal.models import Entry
from qala.kernel.clock import today
from qala.people.middleware import SESSION_KEY
from qala.people.models import Account, AdminSession, Appointment, Consent, Organisation
from qala.people.queries import has_consent
from qala.people.tests.factories import (
    AccountFactory,
    AppointmentFactory,
    ContactFactory,
    GuardianshipFactory,
    OrganisationFactory,
    PersonFactory,
    administrator,
)

pytestmark = pytest.mark.django_db
POSTED = {"language", "contacts", "consent", "end_admin_session"}
ARGUMENTS = {"consent": ["name-in-public"]}

# role, address, status. A guest is sent to the sign-in page, an administrator without a session to ask for one.
PERMISSIONS = [
    ("guest", "me", 302),
    ("resident", "me", 200),
    ("signer", "me", 200),
    ("guest", "language", 302),
    ("resident", "language", 302),
    ("guest", "contacts", 302),
    ("resident", "contacts", 302),
    ("guest", "consent", 302),
    ("resident", "consent", 302),
    ("guest", "erase", 302),
    ("resident", "erase", 200),
    ("guest", "appointments", 302),
    ("resident", "appointments", 403),
    ("signer", "appointments", 403),
    ("auditor", "appointments", 200),
    ("administrator", "appointments", 200),
    ("guest", "admin_session", 302),
    ("resident", "admin_session", 403),
    ("auditor", "admin_session", 403),
    ("administrator", "admin_session", 200),
    ("guest", "end_admin_session", 302),
    ("resident", "end_admin_session", 302),
    ("administrator", "end_admin_session", 302),
    ("guest", "new_colleague", 302),
    ("resident", "new_colleague", 302),
    ("auditor", "new_colleague", 302),
    ("administrator", "new_colleague", 302),
    ("empowered", "new_colleague", 200),
    ("guest", "new_appointment", 302),
    ("administrator", "new_appointment", 302),
    ("empowered", "new_appointment", 200),
    ("guest", "end_of_appointment", 302),
    ("administrator", "end_of_appointment", 302),
    ("empowered", "end_of_appointment", 200),
    ("guest", "new_organisation", 302),
    ("administrator", "new_organisation", 302),
    ("empowered", "new_organisation", 200),
]


@pytest.mark.parametrize(("role", "name", "status"), PERMISSIONS)
def test_who_may_open_what(browser_of, role, name, status):
    arguments = [AppointmentFactory().pk] if name == "end_of_appointment" else ARGUMENTS.get(name, [])
    browser = browser_of(role)
    ask, told = (browser.post, {"verb": "give"}) if name in POSTED else (browser.get, {})
    answer = ask(reverse(f"people:{name}", args=arguments), told)
    assert answer.status_code == status
    if role == "guest":
        assert answer["Location"].startswith(("/account/login/", "/office/admin-session/"))


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("name", ["me", "erase", "appointments", "admin_session", "new_colleague", "new_appointment"])
def test_pages_speak_each_language(browser_of, name, language):
    browser = browser_of("empowered")
    browser.cookies["language"] = language
    text = browser.get(reverse(f"people:{name}")).content.decode()
    assert f'<html lang="{language}"' in text
    assert "<h1" in text


def test_the_cabinet_shows_all_that_is_kept_in_few_queries(browser_of, django_assert_max_num_queries):
    bond = GuardianshipFactory()
    person = bond.guardian
    ContactFactory(person=person)
    AppointmentFactory(person=person, role="signer")
    browser = browser_of(person)
    browser.cookies["language"] = "en"
    with django_assert_max_num_queries(14):
        text = browser.get("/me/").content.decode()
    for shown in (person.name.full, bond.child.name.full, "Signer", person.contacts.get().value, "My name in public"):
        assert escape(shown) in text


def test_consent_is_given_and_taken_back_on_the_page(browser_of):
    person = PersonFactory()
    browser = browser_of(person)
    browser.cookies["language"] = "en"
    answer = browser.post("/me/consents/name-in-public/", {"verb": "give"}, follow=True)
    assert "You can take it back here at any time" in answer.content.decode()
    assert has_consent(person, "name-in-public")
    browser.post("/me/consents/name-in-public/", {"verb": "withdraw"})
    assert not has_consent(PersonFactory._meta.model.objects.get(pk=person.pk), "name-in-public")
    assert browser.post("/me/consents/sell-my-kidney/", {"verb": "give"}).status_code == 404
    for slip in ({}, {"verb": "withdrawn"}):
        assert browser.post("/me/consents/name-in-public/", slip).status_code == 400
    assert not Consent.objects.filter(withdrawn_at=None).exists(), "what no button says is no consent"


def test_the_language_of_letters_becomes_the_language_of_pages(browser_of):
    person = PersonFactory()
    answer = browser_of(person).post("/me/language/", {"language": "ru"})
    person.refresh_from_db()
    assert (person.language, answer.cookies["language"].value) == ("ru", "ru")


def test_contacts_are_kept_changed_and_forgotten_on_the_page(browser_of):
    person = ContactFactory(value="old@example.kz").person
    browser = browser_of(person)
    browser.post("/me/contacts/", {"email": "", "phone": "8 701 234 56 78", "post": "Тауке хан 5"})
    assert {row.kind: row.value for row in person.contacts.all()} == {"phone": "+77012345678", "post": "Тауке хан 5"}
    wrong = browser.post("/me/contacts/", {"email": "x"})
    assert wrong.status_code == 422
    assert "x" in wrong.content.decode()
    refused = browser.post("/me/contacts/", {"phone": "12"})
    assert refused.status_code == 422
    assert person.contacts.count() == 2
    half = browser.post("/me/contacts/", {"email": "a@example.kz", "phone": "12", "post": "Тауке хан 5"})
    assert half.status_code >= 400
    assert not person.contacts.filter(kind="email").exists()


def test_a_person_erases_themselves_only_when_sure(browser_of):
    person = PersonFactory()
    browser = browser_of(person)
    browser.post("/me/erase/", {})
    person.refresh_from_db()
    assert not person.is_erased
    answer = browser.post("/me/erase/", {"sure": "yes"})
    assert answer.status_code == 200
    person.refresh_from_db()
    assert person.is_erased
    assert browser.get("/me/")["Location"].startswith("/account/login/")


def test_the_list_filters_by_its_address_and_gives_the_same_as_csv(browser_of):
    soon = AppointmentFactory(ending_soon=True, role="dispatcher")
    other = AppointmentFactory(role="inspector")
    AppointmentFactory(ended=True)
    browser = browser_of("auditor")

    def family_names(query: str) -> set[str]:
        lines = browser.get(f"/office/people/?format=csv&{query}").content.decode().splitlines()[1:]
        return {line.split(" ")[0] for line in lines}

    assert family_names("ending=30") == {soon.person.family}
    assert family_names("role=inspector") == {other.person.family}
    assert family_names(f"organisation={soon.organisation.slug}") == {soon.person.family}
    assert {soon.person.family, other.person.family} < family_names("")
    assert soon.person.family in browser.get("/office/people/?ending=30&sort=-until_on").content.decode()


def test_the_lists_query_count_does_not_grow(browser_of, django_assert_max_num_queries):
    AppointmentFactory.create_batch(40)
    browser = browser_of("administrator")
    with django_assert_max_num_queries(12):
        assert browser.get("/office/people/").status_code == 200


def test_an_administrator_opens_a_session_works_and_each_request_is_noted(browser_of):
    boss = administrator()
    browser = browser_of(boss)
    asked = browser.get("/office/admin/people/new/")
    assert asked["Location"] == "/office/admin-session/?next=%2Foffice%2Fadmin%2Fpeople%2Fnew%2F"
    opened = browser.post(
        asked["Location"], {"reason": "A colleague left today.", "minutes": 10, "next": "/office/admin/people/new/"}
    )
    assert opened["Location"] == "/office/admin/people/new/"
    told = {
        "family": "Ли",
        "given": "Анна",
        "language": "ru",
        "email": "li@example.kz",
        "password": "correct horse battery",
    }
    engaged = browser.post("/office/admin/people/new/", told)
    account = Account.objects.get(email="li@example.kz")
    assert engaged["Location"] == f"/office/admin/people/appoint/?person={account.person_id}"
    assert "Ли Анна" in browser.get(engaged["Location"]).content.decode()
    body = OrganisationFactory()
    post = {"person": account.person_id, "organisation": body.pk, "role": "signer", "from_on": today(), "act": "№ 5"}
    assert browser.post("/office/admin/people/appoint/", post).status_code == 302
    appointment = Appointment.objects.get(person=account.person)
    assert browser.post(f"/office/admin/people/{appointment.pk}/end/", {"until_on": today()}).status_code == 302
    appointment.refresh_from_db()
    assert appointment.until_on == today()
    browser.post("/office/admin-session/close/")
    assert AdminSession.objects.get().closed_at is not None
    assert browser.get("/office/admin/people/new/").status_code == 302
    noted = Entry.objects.filter(verb="people.admin_request.made").values_list("actor", "facts")
    assert {actor for actor, _facts in noted} == {boss.actor_key}
    assert [(facts["method"], facts["route"]) for _actor, facts in noted] == [
        ("POST", "office/admin/people/new/"),
        ("GET", "office/admin/people/appoint/"),
        ("POST", "office/admin/people/appoint/"),
        ("POST", "office/admin/people/<int:pk>/end/"),
    ]


def test_an_administrators_session_does_not_outlive_its_time_its_owner_or_its_office(browser_of):
    boss = administrator()
    browser = browser_of(boss, empowered=True)
    assert browser.get("/office/admin/people/new/").status_code == 200
    stolen = browser_of("administrator")
    session = stolen.session
    session[SESSION_KEY] = AdminSession.objects.get(person=boss).pk
    session.save()
    assert stolen.get("/office/admin/people/new/").status_code == 302
    Appointment.objects.filter(person=boss).update(until_on=today())
    assert browser.get("/office/admin/people/new/").status_code == 302
    Appointment.objects.filter(person=boss).update(until_on=None)
    over = AdminSession.objects.get(person=boss)
    AdminSession.objects.filter(pk=over.pk).update(
        opened_at=over.opened_at - timedelta(hours=1), until_at=over.until_at - timedelta(hours=1)
    )
    assert browser.get("/office/admin/people/new/").status_code == 302


def test_a_colleague_with_a_password_proves_it_again_before_a_session(browser_of):
    boss = administrator()
    AccountFactory(person=boss, password="correct horse battery")
    browser = browser_of(boss)
    posted = {"reason": "A colleague left today.", "minutes": 10}
    answer = browser.post("/office/admin-session/", posted)
    assert answer["Location"].startswith("/account/reauthenticate/")
    assert not AdminSession.objects.exists()
    proved = browser.post("/account/reauthenticate/", {"password": "correct horse battery"})
    assert proved.status_code == 302
    browser.post("/office/admin-session/", posted)
    assert AdminSession.objects.filter(person=boss).count() == 1


def test_a_session_leads_nowhere_outside(browser_of):
    facts = {"reason": "A colleague left today.", "minutes": 10, "next": "https://elsewhere.example/"}
    assert browser_of("administrator").post("/office/admin-session/", facts)["Location"] == "/office/people/"


def test_refusals_stand_beside_their_fields_and_what_was_typed_is_kept(browser_of):
    browser = browser_of("empowered")
    browser.cookies["language"] = "en"
    taken = OrganisationFactory(slug="taken")
    typed = {"slug": taken.slug, "kind": "company", "kk": "Жол", "ru": "Дорога", "from_on": today()}
    answer = browser.post("/office/admin/organisations/new/", typed)
    assert answer.status_code == 422
    assert "There is a body with this short name." in answer.content.decode()
    assert "Дорога" in answer.content.decode()
    assert browser.post("/office/admin/organisations/new/", typed | {"slug": "road"}).status_code == 302
    assert str(Organisation.objects.get(slug="road").names.ru) == "Дорога"
    weak = {"family": "Ли", "given": "Анна", "language": "ru", "email": "li@example.kz", "password": "short"}
    assert browser.post("/office/admin/people/new/", weak).status_code == 422
    held = AppointmentFactory()
    again = {
        "person": held.person_id,
        "organisation": held.organisation_id,
        "role": held.role,
        "from_on": today(),
        "act": "№ 1",
    }
    assert (
        "This person holds this role there already."
        in browser.post("/office/admin/people/appoint/", again).content.decode()
    )
    late = browser.post(f"/office/admin/people/{held.pk}/end/", {"until_on": "2020-01-01"})
    assert late.status_code == 422
    assert browser.post("/office/admin/people/appoint/", again | {"person": "x"}).status_code == 422
    assert browser.get("/office/admin/people/appoint/?person=x").status_code == 200


def test_a_person_is_found_by_the_beginning_of_the_name(browser_of):
    person = PersonFactory(family="Құлмұратов")
    text = browser_of("empowered").get("/office/admin/people/appoint/?q=құлм").content.decode()
    assert f"?person={person.pk}" in text
    assert "?person=" not in browser_of("empowered").get("/office/admin/people/appoint/?q=zzz").content.decode()


def test_a_tombstones_browser_is_nobody(browser_of):
    person = PersonFactory()
    browser = browser_of(person)
    type(person).objects.filter(pk=person.pk).update(
        family="", given="", patronymic="", birth_on=None, contact_erased_at="2026-01-01T00:00Z",
        erased_at=person.enrolled_at, erasure_reason="request",
    )  # fmt: skip
    assert browser.get("/me/").status_code == 403
