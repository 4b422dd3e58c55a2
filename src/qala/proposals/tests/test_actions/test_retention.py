"""Nothing personal outlives its reason. The proof reads every column of every table, the journal's too."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from qala.journal.models import Entry, Member
from qala.kernel.actors import Job
from qala.kernel.clock import now, today
from qala.kernel.refusals import Forbidden
from qala.kernel.translated import Translated
from qala.people.tests.factories import PersonFactory
from qala.proposals import models, tasks
from qala.proposals.actions import counters, retention
from qala.proposals.actions.intake import submit
from qala.proposals.models import Letter, Proposal, Registration, Statement, Subscription
from qala.proposals.queries.clocks import wait_days
from qala.proposals.rules.sheet import AuthorSheet, Sheet
from qala.proposals.tests.factories import ProposalFactory, WorksOrderFactory, officer, walked

pytestmark = pytest.mark.django_db
JOB = Job("proposals.retention")
NAME, IIN, PHONE = "Жасырынбаев Тоқтарбек", "900515300014", "+77015550199"
EMAIL, ADDRESS, WORD = "hidden.token@example.kz", "Құпиятоқай көшесі 77", "Zzyzxsecret"
TOKENS = (NAME, "Жасырынбаев", IIN, PHONE, EMAIL, ADDRESS, "Құпиятоқай", WORD)

#: Rows that hang on a case, and what retention does with each. A new one must be thought of here first.
KNOWN = {
    "Statement": "words emptied",
    "Author": "deleted",
    "Subscription": "deleted",
    "Letter": "address, slots and trouble emptied",
    "Registration": "name, contact and question emptied",
    "Support": "device and person emptied, the count stays",
    "Photo": "deleted, files too",
    "Remark": "text emptied",
    "Pause": "question and answer emptied",
    "Decision": "reason, numbers and addressee emptied, kind and ground stay",
    "Plan": "reason, money and place emptied, promised day and owner stay",
    "Extension": "reason emptied",
    "Reply": "text emptied",
    "Arrival": "attributes and media address emptied",
    "WorksOrder": "task, money, contract, notes and act numbers emptied with the last case",
    "WorksOrder_proposals": "keys only",
    "Step": "keys and days only",
    "Assignment": "keys and slugs only",
    "Verdict": "keys and days only",
    "Correction": "slugs only",
    "Link": "keys only",
}


def planted(**fields):
    """A case that has everything a case can have, each with a token in it."""
    person = PersonFactory()
    author = AuthorSheet(
        person_id=str(person.pk), name=NAME, iin=IIN, postal_address=ADDRESS, phone=PHONE, email=EMAIL
    )
    sheet = Sheet(
        text=f"Мен {NAME}, ЖСН {IIN}, {ADDRESS}. {WORD}", track="appeal", identity="unconfirmed", place_text=ADDRESS,
        author=author, channel="open311",
    )  # fmt: skip
    case = submit(by=Job("demo"), uid=uuid4(), sheet=sheet)
    words, at = Translated(kk=WORD, ru=NAME, en=ADDRESS), now()
    case.subscriptions.create(way="email", address=EMAIL, asked_at=at, confirmed_at=at)
    case.letters.create(
        way="email", address=EMAIL, template="replied", slots={"name": NAME}, dedup=str(uuid4()), queued_at=at,
        next_try_at=at, trouble=EMAIL,
    )  # fmt: skip
    case.supports.create(device=WORD, at=at)
    case.remarks.create(text=f"{NAME} {PHONE}", at=at, by="person:x")
    case.pauses.create(question=f"{NAME}?", answer=ADDRESS, asked_at=at, answered_at=at)
    case.decisions.create(
        kind="refused", ground="not_ours", reason=words, signed_by="person:x", signed_at=at, act_number=PHONE,
        forwarded_to=NAME, their_number=WORD[:60],
    )  # fmt: skip
    case.plans.create(
        owner=fields["department"], due_on=today(), money_source=NAME, place=ADDRESS, reason=words, made_at=at
    )
    case.extensions.create(until_on=today(), reason=words, decided_at=at, noticed_at=at, signed_by="person:x")
    case.replies.create(verb="refuse", text=words, at=at, by="person:x")
    case.photos.create(digest="x", received_at=at, alt=WORD)
    models.Arrival.objects.create(proposal=case, attributes={"name": NAME}, media_url=f"https://example.kz/{WORD}")
    seat(case)
    order = WorksOrderFactory(task=f"{NAME}, {ADDRESS}", money_source=f"09, {NAME}", contract=f"{NAME} {IIN}")
    order.proposals.add(case)
    order.evidence.create(act=f"№ 5, {NAME}", note=WORD, at=at, by="person:x")
    return closed(case, **fields)


def seat(case=None, days=0):
    meeting = models.Meeting.objects.create(
        starts_at=now() - timedelta(days=days, hours=2), ends_at=now() - timedelta(days=days, hours=1), seats=5,
        host="person:x",
    )  # fmt: skip
    return Registration.objects.create(
        meeting=meeting, uid=uuid4(), name=NAME, contact=PHONE, question=WORD if case else "", registered_at=now(),
        proposal=case,
    )  # fmt: skip


def closed(case, days, **fields):
    at = now() - timedelta(days=days)
    return walked(case, "triage", "refuse", at=at, closed_at=at, **fields)


def found_anywhere(tokens):
    """Every (table, column) of the database whose text holds a token: text, JSON and arrays alike."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' "
            "AND (data_type IN ('text', 'character varying', 'jsonb', 'json', 'ARRAY', 'character', 'USER-DEFINED'))"
        )
        columns = cursor.fetchall()
        found = set()
        for table, column in columns:
            for token in tokens:
                # jsonb prints letters beyond ASCII as they are
                cursor.execute(
                    f'SELECT 1 FROM "{table}" WHERE strpos("{column}"::text, %s) > 0 LIMIT 1', [token]
                )
                if cursor.fetchone():
                    found.add((table, column))
    return found


@pytest.fixture
def department():
    from qala.people.tests.factories import OrganisationFactory

    return OrganisationFactory()


def test_the_search_finds_what_is_planted(department):
    planted(days=0, department=department)
    tables = {table for table, _column in found_anywhere(TOKENS)}
    assert len(tables) >= 14, tables


def test_no_token_survives_retention_in_any_table(department, django_capture_on_commit_callbacks):
    case = planted(days=wait_days("text_kept") + 1, department=department)
    with django_capture_on_commit_callbacks(execute=True):
        assert retention.erase_contacts(by=JOB) == 1
        assert retention.erase_texts(by=JOB) == 1
    assert found_anywhere(TOKENS) == set()
    case.refresh_from_db()
    assert case.erased_at is not None


def test_a_tombstone_keeps_number_dates_category_place_and_outcome(department):
    case = planted(days=wait_days("text_kept") + 1, department=department, category_id="noise", longitude=69.6, latitude=42.3)
    kept = ("uid", "received_at", "registered_on", "due_on", "closed_at", "state", "category_id", "longitude")
    before = [getattr(case, name) for name in kept]
    number, grounds = case.number, list(case.decisions.values_list("kind", "ground"))
    retention.erase_texts(by=JOB)
    case = Proposal.objects.get(pk=case.pk)
    assert [getattr(case, name) for name in kept] == before
    assert case.number == number
    assert list(case.decisions.values_list("kind", "ground")) == grounds
    assert case.supports.count() == 1


def test_contacts_go_first_and_words_stay(department):
    case = planted(days=wait_days("contact_kept") + 1, department=department)
    assert retention.erase_contacts(by=JOB) == 1
    assert retention.erase_texts(by=JOB) == 0
    assert not models.Author.objects.filter(proposal=case).exists()
    assert not Subscription.objects.filter(proposal=case).exists()
    letter = Letter.objects.get(proposal=case)
    assert (letter.address, letter.slots, letter.state) == ("", {}, "dropped")
    assert Statement.objects.get(pk=case.pk).text != ""


def test_a_case_keeps_all_until_its_last_day(department):
    planted(days=wait_days("contact_kept") - 1, department=department)
    assert retention.erase_contacts(by=JOB) == 0


def test_an_open_or_reopened_case_is_never_erased(department):
    past = [(verb, now() - timedelta(days=5000)) for verb in ("triage", "explain", "contest", "assign", "start")]
    case = ProposalFactory(received_at=past[0][1], department=department, walk=past)
    models.Author.objects.create(proposal=case, name=NAME)
    assert retention.erase_contacts(by=JOB) + retention.erase_texts(by=JOB) == 0


def test_only_a_job_erases_and_the_journal_gets_keys(department):
    case = planted(days=wait_days("text_kept") + 1, department=department)
    for act in (retention.erase_contacts, retention.erase_texts, retention.erase_seats, counters.sweep_counters):
        with pytest.raises(Forbidden):
            act(by=officer("administrator"))
    retention.erase_texts(by=JOB)
    entry = Entry.objects.get(verb="proposals.proposal.erased")
    assert entry.facts == {"on": today().isoformat()}
    assert list(Member.objects.filter(entry=entry).values_list("object", flat=True)) == [f"proposals.proposal:{case.pk}"]


def test_an_order_keeps_its_words_while_another_case_needs_them(department):
    case = planted(days=wait_days("text_kept") + 1, department=department)
    order = case.works_orders.get()
    order.proposals.add(ProposalFactory(in_work=True))
    retention.erase_texts(by=JOB)
    order.refresh_from_db()
    assert NAME in order.task


def test_retention_works_in_portions_and_goes_on(department):
    for _ in range(3):
        planted(days=wait_days("text_kept") + 1, department=department)
    assert [retention.erase_texts(by=JOB, limit=2) for _ in range(3)] == [2, 1, 0]
    assert Entry.objects.filter(verb="proposals.proposal.erased").count() == 2


def test_seats_without_a_case_go_too():
    kept, gone = seat(days=10), seat(days=wait_days("contact_kept") + 2)
    assert retention.erase_seats(by=JOB) == 1
    assert retention.erase_seats(by=JOB) == 0
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.name, gone.name, gone.contact) == (NAME, "", "")


def test_every_row_that_hangs_on_a_case_was_thought_of():
    hanging = {relation.related_model.__name__ for relation in Proposal._meta.related_objects}
    mine = {name for name in hanging if name not in ("Author", "Statement")} | {"Author", "Statement"}
    assert mine - set(KNOWN) == set(), "say in KNOWN and in actions/retention.py what becomes of these"


def test_authors_the_city_still_needs_are_told_to_people():
    person, rested = PersonFactory(quiet_for_years=True), PersonFactory(quiet_for_years=True)
    models.Author.objects.create(proposal=ProposalFactory(), person=person)
    done = closed(ProposalFactory(), days=3)
    models.Author.objects.create(proposal=done, person=rested)
    assert tasks.keep_authors() == 2
    person.refresh_from_db()
    rested.refresh_from_db()
    assert person.needed_on == today()
    assert rested.needed_on == today() - timedelta(days=3)
    assert tasks.keep_authors() == 0


def test_old_counters_are_swept():
    models.Tally.objects.create(source="x", hour=now() - timedelta(days=4), times=2)
    models.Tally.objects.create(source="x", hour=now(), times=2)
    models.Fingerprint.objects.create(digest="x", day=today() - timedelta(days=31), times=1)
    assert counters.sweep_counters(by=JOB) == 2
    assert counters.sweep_counters(by=JOB) == 0
    assert models.Tally.objects.count() == 1
