"""Each change three times: someone may, someone may not, it is recorded."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from qala.journal.models import Entry, Member
from qala.kernel.actors import RESIDENT, Job
from qala.kernel.clock import now, today
from qala.kernel.refusals import Forbidden, Refusal
from qala.kernel.translated import Translated
from qala.people import actions
from qala.people.models import Account, AdminSession, Contact, Identity, Person
from qala.people.queries import (
    guardians_of,
    has_consent,
    holds,
    organisations_of,
    people_in,
    person_by_iin,
    roles_of,
    wards_of,
    wording,
)
from qala.people.rules import Name, Newcomer
from qala.people.tests.factories import (
    AccountFactory,
    AdminSessionFactory,
    AppointmentFactory,
    ConsentFactory,
    ContactFactory,
    GuardianshipFactory,
    IdentityFactory,
    OrganisationFactory,
    PersonFactory,
    administrator,
    colleague,
    iin,
)

pytestmark = pytest.mark.django_db
JOB = Job("people.tests")
NEWCOMER = Newcomer(
    Name(" Сейітқызы", "Айгүл "), "ru", date(1990, 5, 15), contacts={"phone": "8 701 234 56 78", "email": ""}
)


def last() -> Entry:
    entry = Entry.objects.order_by("-pk").first()
    assert entry is not None
    return entry


def journal_has_no(*texts: str) -> bool:
    told = " ".join(f"{row.object} {row.facts}" for row in Entry.objects.all())
    return not any(text in told for text in texts)


# ---- persons --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["operator", "triage_officer", "protocol_controller", "administrator"])
def test_a_desk_enrols_a_person(role):
    person = actions.enrol(by=colleague(role), newcomer=NEWCOMER)
    person.refresh_from_db()
    assert person.name == Name("Сейітқызы", "Айгүл")
    assert [(row.kind, row.value) for row in person.contacts.all()] == [("phone", "+77012345678")]
    assert (last().verb, last().object) == ("people.person.enrolled", f"people.person:{person.pk}")
    assert journal_has_no("Сейітқызы", "Айгүл", "77012345678")


@pytest.mark.parametrize("by", [RESIDENT, "auditor", "statistician", "executor"])
def test_others_enrol_nobody(by):
    actor = colleague(by) if isinstance(by, str) else by
    with pytest.raises(Forbidden):
        actions.enrol(by=actor, newcomer=NEWCOMER)
    assert not Person.objects.filter(given="Айгүл").exists()


def test_a_wrong_iin_is_refused_with_its_field_and_source():
    with pytest.raises(Refusal) as refused:
        actions.enrol(by=JOB, newcomer=Newcomer(Name("Ли"), iin="123456789012"))
    assert list(refused.value.fields) == ["iin"]
    assert "adilet" in refused.value.source


def test_an_iin_is_sealed_and_only_a_confirmed_one_names_a_person():
    number = iin(7)
    claimed = actions.enrol(by=JOB, newcomer=Newcomer(Name("Ли"), iin=number))
    assert person_by_iin(number) is None
    confirmed = actions.enrol(by=JOB, newcomer=Newcomer(Name("Ли"), iin=number, iin_confirmed=True))
    assert person_by_iin(f"{number[:6]} {number[6:]}") == confirmed
    row = Identity.objects.get(person=claimed)
    assert row.iin == number
    assert number.encode() not in bytes(row.iin_seal)
    assert number not in row.iin_fingerprint + str(row)
    with pytest.raises(Refusal) as refused:
        actions.enrol(by=JOB, newcomer=Newcomer(Name("Ким"), iin=number, iin_confirmed=True))
    assert refused.value.code == "iin_taken"
    assert Person.objects.count() == 2


def test_an_iin_sealed_with_an_older_key_is_still_found_and_read(settings):
    settings.QALA_IDENTITY_KEYS = ["older"]
    person = actions.enrol(by=JOB, newcomer=Newcomer(Name("Ли"), iin=iin(9), iin_confirmed=True))
    settings.QALA_IDENTITY_KEYS = ["newer", "older"]
    assert person_by_iin(iin(9)) == person
    assert Identity.objects.get(person=person).iin == iin(9)


def test_many_are_enrolled_with_few_statements_and_one_line_each(django_assert_max_num_queries):
    crowd = [
        Newcomer(Name(f"Ли{n}"), iin=iin(n), iin_confirmed=True, contacts={"phone": "+77012345678"}) for n in range(200)
    ]
    with django_assert_max_num_queries(12):
        people = actions.enrol_many(by=JOB, newcomers=crowd)
    assert last().object == "people.batch:200"
    assert Member.objects.filter(entry=last()).count() == 200 == len(people) == Contact.objects.count()


def test_one_wrong_newcomer_stops_the_whole_crowd():
    with pytest.raises(Refusal):
        actions.enrol_many(by=JOB, newcomers=[NEWCOMER, Newcomer(Name("Ли"), iin="1")])
    with pytest.raises(Forbidden):
        actions.enrol_many(by=RESIDENT, newcomers=[NEWCOMER])
    assert Person.objects.count() == 0


def test_a_name_is_corrected_by_an_administrator_only():
    person = PersonFactory()
    with pytest.raises(Forbidden):
        actions.correct_name(by=colleague("operator"), person=person, name=Name("Ким"))
    actions.correct_name(by=administrator(), person=person, name=Name("Ким", "Анна"))
    person.refresh_from_db()
    assert person.name == Name("Ким", "Анна")
    assert last().verb == "people.person.corrected"
    with pytest.raises(Refusal):
        actions.correct_name(by=JOB, person=person, name=Name(" "))


def test_a_person_and_a_guardian_choose_the_language_a_stranger_does_not():
    bond = GuardianshipFactory()
    for by in (bond.child, bond.guardian):
        actions.choose_language(by=by, person=bond.child, language="ru")
        assert last().facts == {"language": "ru"}
    with pytest.raises(Forbidden):
        actions.choose_language(by=PersonFactory(), person=bond.child, language="en")
    with pytest.raises(Refusal):
        actions.choose_language(by=bond.child, person=bond.child, language="de")
    bond.child.refresh_from_db()
    assert bond.child.language == "ru"


def test_a_contact_is_replaced_unconfirmed_and_removed():
    person = ContactFactory(confirmed=True).person
    contact = actions.write_contact(by=person, person=person, kind="email", value="New@Example.kz")
    assert (contact.value, contact.confirmed_at, person.contacts.count()) == ("new@example.kz", None, 1)
    assert last().facts == {"kind": "email"}
    with pytest.raises(Refusal):
        actions.write_contact(by=person, person=person, kind="email", value="new")
    with pytest.raises(Refusal):
        actions.write_contact(by=person, person=person, kind="pigeon", value="new")
    for change in (actions.remove_contact, lambda **facts: actions.write_contact(**facts, value="+77010000000")):
        with pytest.raises(Forbidden):
            change(by=PersonFactory(), person=person, kind="phone")
    actions.remove_contact(by=person, person=person, kind="email")
    assert last().verb == "people.contact.removed"
    with pytest.raises(Refusal):
        actions.remove_contact(by=person, person=person, kind="email")


# ---- offices --------------------------------------------------------------------------------------------------


def found(by, **facts):
    given = {"slug": "roads", "kind": "company", "names": Translated(kk="Жол"), "from_on": today()} | facts
    return actions.found_organisation(by=by, **given)


def test_an_administrator_founds_a_body_and_a_department_under_it():
    by = administrator()
    body = found(by, bin="971252 421589")
    part = found(by, slug="lamps", kind="department", parent=body)
    assert (body.bin, part.parent) == ("971252421589", body)
    assert last().facts == {"kind": "department", "slug": "lamps"}
    body.refresh_from_db()
    assert body.name.in_language() == "Жол"


@pytest.mark.parametrize(
    "wrong",
    [{"bin": "971252421580"}, {"kind": "department"}, {"kind": "ministry"}, {"names": Translated()}, {"slug": "taken"}],
)
def test_a_wrong_body_is_refused(wrong):
    OrganisationFactory(slug="taken")
    with pytest.raises(Refusal):
        found(JOB, **wrong)


def test_a_bin_belongs_to_one_body():
    found(JOB, bin="971252421589")
    with pytest.raises(Refusal) as refused:
        found(JOB, slug="other", bin="971252421589")
    assert refused.value.code == "bin_taken"


def test_others_found_and_close_nothing():
    with pytest.raises(Forbidden):
        found(colleague("signer"))
    with pytest.raises(Forbidden):
        found(JOB, parent=OrganisationFactory(closed=True))
    with pytest.raises(Forbidden):
        actions.close_organisation(by=colleague("signer"), organisation=OrganisationFactory(), until_on=today())


def test_a_body_closes_when_nobody_is_left_in_it():
    post = AppointmentFactory()
    body, tomorrow = post.organisation, today() + timedelta(days=1)
    with pytest.raises(Refusal) as refused:
        actions.close_organisation(by=JOB, organisation=body, until_on=tomorrow)
    assert refused.value.code == "still_staffed"
    actions.end_appointment(by=JOB, appointment=post, until_on=today())
    with pytest.raises(Refusal):
        actions.close_organisation(by=JOB, organisation=body, until_on=body.from_on)
    actions.close_organisation(by=JOB, organisation=body, until_on=tomorrow)
    body.refresh_from_db()
    assert body.is_live()
    assert not body.is_live(tomorrow)
    assert last().verb == "people.organisation.closed"


def appoint(by, person, body, **facts):
    given = {"role": "signer", "from_on": today(), "act": "№ 5"} | facts
    return actions.appoint(by=by, person=person, organisation=body, **given)


def test_an_appointment_gives_the_role_from_its_day_on_in_its_place():
    person, body = PersonFactory(), OrganisationFactory()
    assert roles_of(person) == frozenset()
    post = appoint(administrator(), person, body)
    assert holds(person, "signer")
    assert holds(person, "signer", body)
    assert not holds(person, "signer", OrganisationFactory())
    assert not holds(person, "inspector")
    assert not holds(person, "signer", on=today() - timedelta(days=1))
    assert list(people_in(body, "signer")) == [person] == list(people_in(body))
    assert organisations_of(person, "signer") == (body,)
    assert last().object == f"people.appointment:{post.pk}"
    assert last().facts["role"] == "signer"
    assert not holds(JOB, "signer")
    assert not holds(None, "signer")


def test_nobody_appoints_themselves_and_others_appoint_nobody():
    boss, body = administrator(), OrganisationFactory()
    with pytest.raises(Forbidden):
        appoint(boss, boss, body)
    with pytest.raises(Forbidden):
        appoint(colleague("signer"), PersonFactory(), body)


@pytest.mark.parametrize(
    "wrong",
    [{"role": "king"}, {"act": " "}, {"until_on": date(2020, 1, 1)}, {"from_on": date(2020, 1, 1)}],
)
def test_a_wrong_appointment_is_refused(wrong):
    with pytest.raises(Refusal):
        appoint(JOB, PersonFactory(), OrganisationFactory(), **wrong)


def test_a_tombstone_is_appointed_to_nothing():
    with pytest.raises(Refusal):
        appoint(JOB, PersonFactory(erased=True), OrganisationFactory())


def test_the_same_appointment_twice_at_once_cannot_be_stored():
    post = AppointmentFactory(ending_soon=True)
    with pytest.raises(Refusal) as refused:
        appoint(JOB, post.person, post.organisation, role=post.role)
    assert refused.value.code == "held"
    after = appoint(JOB, post.person, post.organisation, role=post.role, from_on=post.until_on)
    assert after.from_on == post.until_on


def test_an_appointment_ends_within_itself_and_takes_the_role_away():
    post = AppointmentFactory(ending_soon=True)
    person = post.person
    assert holds(person, post.role)
    for day in (post.from_on - timedelta(days=1), post.until_on + timedelta(days=1)):
        with pytest.raises(Refusal):
            actions.end_appointment(by=JOB, appointment=post, until_on=day)
    with pytest.raises(Forbidden):
        actions.end_appointment(by=person, appointment=post, until_on=today())
    actions.end_appointment(by=administrator(), appointment=post, until_on=today())
    assert not holds(person, post.role)
    person.refresh_from_db()
    assert person.needed_on == today()
    assert last().verb == "people.appointment.ended"


# ---- trust ----------------------------------------------------------------------------------------------------


def test_consent_is_given_in_todays_words_and_taken_back():
    person = PersonFactory()
    assert not has_consent(person, "name-in-public")
    consent = actions.give_consent(by=person, person=person, purpose="name-in-public")
    assert consent.text_version == "1"
    assert has_consent(person, "name-in-public")
    assert last().verb == "people.consent.given"
    with pytest.raises(Refusal) as refused:
        actions.give_consent(by=person, person=person, purpose="name-in-public")
    assert refused.value.code == "agreed"
    actions.withdraw_consent(by=person, person=person, purpose="name-in-public")
    assert not has_consent(person, "name-in-public")
    assert last().verb == "people.consent.withdrawn"
    with pytest.raises(Refusal):
        actions.withdraw_consent(by=person, person=person, purpose="name-in-public")
    actions.give_consent(by=person, person=person, purpose="name-in-public")
    assert person.consents.count() == 2


def test_nobody_agrees_for_another_or_to_what_is_not_asked():
    person = PersonFactory()
    for change in (actions.give_consent, actions.withdraw_consent):
        with pytest.raises(Forbidden):
            change(by=administrator(), person=person, purpose="name-in-public")
    with pytest.raises(Refusal) as refused:
        actions.give_consent(by=person, person=person, purpose="sell-my-kidney")
    assert refused.value.status == 404


def test_a_new_wording_stands_beside_the_old_which_never_changes():
    old = wording("name-in-public")
    words = Translated(kk="Жаңа", ru="Новое")
    facts = {"purpose": "name-in-public", "version": "2", "title": words, "text": words, "from_on": today()}
    with pytest.raises(Forbidden):
        actions.word_consent(by=colleague("signer"), **facts)
    with pytest.raises(Refusal):
        actions.word_consent(by=JOB, **(facts | {"text": Translated(kk="Жаңа")}))
    actions.word_consent(by=administrator(), **facts)
    assert last().verb == "people.consent.worded"
    assert wording("name-in-public").version == "2"
    assert wording("name-in-public", today() - timedelta(days=1)) == old
    with pytest.raises(Refusal):
        actions.word_consent(by=JOB, **facts)
    with pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic():
        type(old).objects.filter(pk=old.pk).update(version="9")


def test_a_guardian_answers_for_a_child_until_the_day_it_ends():
    child, guardian = PersonFactory(child=True), PersonFactory()
    facts = {"guardian": guardian, "child": child, "basis": "birth", "from_on": today() - timedelta(days=5)}
    with pytest.raises(Forbidden):
        actions.add_guardianship(by=guardian, **facts)
    bond = actions.add_guardianship(by=administrator(), **facts)
    assert last().verb == "people.guardianship.added"
    assert list(guardians_of(child)) == [guardian]
    assert list(wards_of(guardian)) == [child]
    with pytest.raises(Refusal) as refused:
        actions.add_guardianship(by=JOB, **facts)
    assert refused.value.code == "guarded"
    with pytest.raises(Refusal):
        actions.close_guardianship(by=JOB, guardianship=bond, until_on=today() - timedelta(days=9))
    with pytest.raises(Forbidden):
        actions.close_guardianship(by=guardian, guardianship=bond, until_on=today())
    actions.close_guardianship(by=JOB, guardianship=bond, until_on=today())
    assert last().verb == "people.guardianship.closed"
    assert list(guardians_of(child)) == []


def test_a_wrong_guardianship_is_refused():
    child, grown = PersonFactory(child=True), PersonFactory()
    for wrong in (
        {"guardian": child, "child": child},
        {"guardian": PersonFactory(child=True), "child": child},
        {"guardian": grown, "child": PersonFactory()},
        {"guardian": grown, "child": PersonFactory(nameless_birth=True)},
        {"guardian": grown, "child": child, "basis": "friendship"},
        {"guardian": PersonFactory(erased=True), "child": child},
    ):
        with pytest.raises(Refusal):
            actions.add_guardianship(by=JOB, **({"basis": "birth", "from_on": today()} | wrong))


# ---- erasing --------------------------------------------------------------------------------------------------


def full_person(**facts) -> Person:
    person = PersonFactory(**facts)
    ContactFactory(person=person)
    IdentityFactory(person=person, confirmed=True)
    ConsentFactory(person=person)
    AccountFactory(person=person, resident=True)
    AdminSessionFactory(person=person, closed=True)
    return person


def test_a_person_erases_themselves_and_a_tombstone_stays():
    person = full_person()
    actions.erase_person(by=person, person=person)
    person.refresh_from_db()
    assert person.is_erased
    assert (person.name, person.birth_on) == (Name(), None)
    assert not Contact.objects.exists()
    assert not Identity.objects.exists()
    assert not Account.objects.exists()
    assert AdminSession.objects.get().reason == ""
    assert person.consents.count() == 1
    assert last().facts == {"reason": "request"}
    with pytest.raises(Refusal) as refused:
        actions.erase_person(by=JOB, person=person)
    assert refused.value.code == "erased"


def test_a_stranger_erases_nobody_and_an_office_or_a_child_holds_a_person():
    with pytest.raises(Forbidden):
        actions.erase_person(by=colleague("operator"), person=PersonFactory())
    bond = GuardianshipFactory()
    for person in (colleague(), AppointmentFactory(to_come=True).person, bond.guardian, bond.child):
        with pytest.raises(Refusal) as refused:
            actions.erase_person(by=JOB, person=person)
        assert refused.value.code == "still_needed"
    actions.erase_person(by=JOB, person=AppointmentFactory(ended=True).person)
    actions.erase_person(by=JOB, person=GuardianshipFactory(ended=True).guardian)


def test_retention_takes_contact_first_then_the_person():
    person = full_person(needed_on=date(2026, 1, 1), enrolled_at=now() - timedelta(days=400))
    assert actions.erase_due_contacts(by=JOB, on=date(2026, 12, 31)) == 0
    assert actions.erase_due_contacts(by=JOB, on=date(2027, 1, 1)) == 1
    assert actions.erase_due_contacts(by=JOB, on=date(2027, 1, 1)) == 0
    person.refresh_from_db()
    assert person.contact_erased_at is not None
    assert not person.contacts.exists()
    assert Member.objects.get(entry__verb="people.contact.expired").object == f"people.person:{person.pk}"
    assert actions.erase_due_persons(by=JOB, on=date(2028, 12, 30)) == 0
    assert actions.erase_due_persons(by=JOB, on=date(2028, 12, 31)) == 1
    person.refresh_from_db()
    assert person.erasure_reason == "retention"
    assert not Identity.objects.exists()
    assert last().verb == "people.person.expired"


def test_retention_is_a_job_and_passes_by_those_in_office():
    PersonFactory(quiet_for_years=True)
    AppointmentFactory(person=PersonFactory(quiet_for_years=True))
    for run in (actions.erase_due_contacts, actions.erase_due_persons):
        with pytest.raises(Forbidden):
            run(by=administrator())
        assert run(by=JOB) == 1


def test_a_person_the_city_needed_lately_is_kept_longer():
    person = PersonFactory(quiet_for_years=True)
    with pytest.raises(Forbidden):
        actions.keep(by=PersonFactory(), person=person, needed_on=today())
    actions.keep(by=colleague("operator"), person=person, needed_on=today())
    assert last().verb == "people.person.needed"
    actions.keep(by=JOB, person=person, needed_on=date(2020, 1, 1))
    person.refresh_from_db()
    assert person.needed_on == today()
    assert actions.erase_due_persons(by=JOB) == 0


def test_a_new_contact_begins_the_time_of_contact_again():
    person = PersonFactory(without_contact=True)
    actions.write_contact(by=person, person=person, kind="phone", value="+77010000000")
    person.refresh_from_db()
    assert person.contact_erased_at is None


# ---- doors ----------------------------------------------------------------------------------------------------


def test_an_account_opens_by_e_mail_or_for_the_identity_provider_alone():
    person = PersonFactory()
    account = actions.open_account(
        by=administrator(), person=person, email="A@Example.kz", password="correct horse battery"
    )
    assert account.email == "a@example.kz"
    assert account.check_password("correct horse battery")
    assert last().facts == {"by_email": True, "person": str(person.pk)}
    resident = actions.open_account(by=JOB, person=PersonFactory())
    assert (resident.email, resident.has_usable_password()) == (None, False)
    assert journal_has_no("example.kz")


def test_a_wrong_account_is_refused():
    taken = AccountFactory()
    for wrong in (
        {"email": "x"},
        {"email": taken.email},
        {"email": "a@example.kz", "password": "short"},
        {"person": taken.person},
    ):
        with pytest.raises(Refusal):
            actions.open_account(by=JOB, **({"person": PersonFactory()} | wrong))
    with pytest.raises(Forbidden):
        actions.open_account(by=colleague("operator"), person=PersonFactory())
    with pytest.raises(Forbidden):
        actions.open_account(by=JOB, person=PersonFactory(erased=True))


def test_a_colleague_is_engaged_with_both_or_neither():
    account = actions.engage(
        by=administrator(), newcomer=NEWCOMER, email="a@example.kz", password="correct horse battery"
    )
    assert account.person.given == "Айгүл"
    assert last().verb == "people.colleague.engaged"
    before = Person.objects.count()
    with pytest.raises(Refusal):
        actions.engage(by=JOB, newcomer=NEWCOMER, email="a@example.kz", password="correct horse battery")
    assert Person.objects.count() == before
    with pytest.raises(Forbidden):
        actions.engage(
            by=colleague("operator"), newcomer=NEWCOMER, email="b@example.kz", password="correct horse battery"
        )


def test_whom_the_provider_vouches_for_is_welcomed_once():
    newcomer = Newcomer(Name("Ли"), iin=iin(3), iin_confirmed=True)
    first = actions.welcome(by=JOB, newcomer=newcomer)
    assert last().verb == "people.resident.welcomed"
    again = actions.welcome(by=JOB, newcomer=newcomer, known=person_by_iin(iin(3)))
    assert first == again
    with pytest.raises(Forbidden):
        actions.welcome(by=administrator(), newcomer=newcomer)


def test_an_administrators_session_is_short_and_has_a_reason():
    boss = administrator()
    session = actions.open_admin_session(by=boss, reason="A colleague left today.", minutes=30)
    assert session.until_at - session.opened_at == timedelta(minutes=30)
    assert last().facts == {"minutes": 30}
    for wrong in ({"minutes": 31}, {"minutes": 0}, {"reason": " why  "}):
        with pytest.raises(Refusal):
            actions.open_admin_session(**({"by": boss, "reason": "A colleague left today.", "minutes": 5} | wrong))
    for other in (colleague("auditor"), JOB, PersonFactory()):
        with pytest.raises(Forbidden):
            actions.open_admin_session(by=other, reason="A colleague left today.", minutes=5)


def test_a_request_under_more_power_is_noted_while_the_session_lives():
    boss = administrator()
    session = AdminSessionFactory(person=boss)
    actions.note_admin_request(by=boss, session=session, method="POST", route="office/admin/people/<int:pk>/end/")
    assert last().verb == "people.admin_request.made"
    assert last().facts == {"method": "POST", "route": "office/admin/people/<int:pk>/end/"}
    for dead in (AdminSessionFactory(person=boss, over=True), AdminSessionFactory(person=boss, closed=True)):
        with pytest.raises(Forbidden):
            actions.note_admin_request(by=boss, session=dead, method="GET", route="x")
    with pytest.raises(Forbidden):
        actions.note_admin_request(by=administrator(), session=session, method="GET", route="x")
    with pytest.raises(Forbidden):
        actions.close_admin_session(by=administrator(), session=session)
    actions.close_admin_session(by=boss, session=session)
    assert not session.is_live()
    assert last().verb == "people.admin_session.closed"


# ---- what cannot be stored ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("constraint", "store"),
    [
        ("a_tombstone_holds_no_name", lambda: PersonFactory(erased=True, given="Әлия")),
        ("an_erasure_has_its_reason", lambda: PersonFactory(erased=True, erasure_reason="")),
        ("contact_is_erased_before_the_person", lambda: PersonFactory(erased=True, contact_erased_at=None)),
        ("a_person_speaks_kk_ru_or_en", lambda: PersonFactory(language="de")),
        ("a_department_has_a_parent", lambda: OrganisationFactory(kind="department")),
        ("a_bin_has_twelve_digits", lambda: OrganisationFactory(bin="12")),
        ("an_organisation_ends_after_it_begins", lambda: OrganisationFactory(until_on=date(2024, 1, 1))),
        ("an_appointment_has_a_known_role", lambda: AppointmentFactory(role="king")),
        ("an_appointment_names_its_act", lambda: AppointmentFactory(act="")),
        ("an_appointment_ends_after_it_begins", lambda: AppointmentFactory(until_on=date(2024, 1, 1))),
        ("a_guardianship_ends_after_it_begins", lambda: GuardianshipFactory(until_on=date(2010, 1, 1))),
        ("a_consent_names_its_text", lambda: ConsentFactory(text_version="")),
        ("a_contact_has_a_known_kind", lambda: ContactFactory(kind="pigeon")),
        ("a_contact_is_not_empty", lambda: ContactFactory(value="")),
        ("an_account_email_is_absent_or_filled", lambda: AccountFactory(email="")),
        (
            "an_admin_session_lasts_half_an_hour_at_most",
            lambda: AdminSessionFactory(until_at=now() + timedelta(minutes=31)),
        ),
    ],
)
def test_the_wrong_thing_is_unstorable(constraint, store):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        store()
