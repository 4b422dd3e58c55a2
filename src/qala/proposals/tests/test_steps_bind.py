"""A case stands where its steps led, whoever holds the application's role."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from qala.journal.log import record
from qala.kernel.actors import Job
from qala.kernel.clock import now
from qala.kernel.refusals import Refusal
from qala.proposals.actions import repair, triage
from qala.proposals.models import Arrival, Pause, Proposal, Step
from qala.proposals.queries.follow import Holder
from qala.proposals.rules.process import WORKFLOW
from qala.proposals.tests.factories import TOLD, OrganisationFactory, ProposalFactory, officer, walked

pytestmark = pytest.mark.django_db


def commit() -> None:
    """What the database asks for at the commit, asked now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def committed(statement):
    with transaction.atomic():
        sql(statement)
        commit()


def refused(constraint, statement):
    """The statement fails, at once or at the commit, by this constraint."""
    with pytest.raises(IntegrityError) as caught:
        committed(statement)
    assert caught.value.__cause__.diag.constraint_name == constraint


SILENT = [
    ("state = 'in_work'", "a_state_is_where_the_newest_step_led"),
    ("state = 'confirmed', confirmed_at = now()", "confirmed_at_is_the_time_of_its_step"),
    ("claimed_at = claimed_at - interval '3 days'", "claimed_at_is_the_time_of_its_step"),
    ("claimed_at = NULL", "claimed_at_is_the_time_of_its_step"),
    ("confirmed_at = now()", "confirmed_at_is_the_time_of_its_step"),
    ("closed_at = now()", "closed_at_is_the_time_of_its_step"),
    ("answered_at = answered_at - interval '1 hour'", "the_first_answer_stays"),
    ("answered_at = NULL", "the_first_answer_stays"),
    ("due_on = due_on + 30", "a_last_day_moves_by_an_event"),
    ("track = 'signal'", "an_appeal_stays_an_appeal"),
]


@pytest.mark.parametrize(("change", "constraint"), SILENT)
def test_no_case_moves_without_its_step(change, constraint):
    case = ProposalFactory(track="appeal", triaged=True, department=OrganisationFactory())
    at = now() - timedelta(hours=2)
    walked(case, "assign", "start", "claim_fixed", at=at, claimed_at=at, answered_at=at)
    commit()
    refused(constraint, f"UPDATE proposals_proposal SET {change}")


def test_an_answer_is_not_backdated_to_a_step_that_answers_nothing():
    case = ProposalFactory()
    at = now() - timedelta(hours=2)
    walked(case, "triage", at=at)
    refused("answered_at_is_the_time_of_its_step", f"UPDATE proposals_proposal SET answered_at = '{at.isoformat()}'")


def step(case, verb, before, after, at="now()"):
    return (
        "INSERT INTO proposals_step (proposal_id, verb, before, after, at, by) "
        f"VALUES ({case.pk}, '{verb}', '{before}', '{after}', {at}, 'person:x')"
    )


def test_a_step_is_neither_backdated_nor_foretold():
    case = ProposalFactory()
    walked(case, "triage", at=now() - timedelta(hours=1))
    refused("steps_follow_in_time", step(case, "forward", "triaged", "forwarded", "now() - interval '1 day'"))
    refused("no_step_in_the_future", step(case, "forward", "triaged", "forwarded", "now() + interval '1 day'"))


def test_a_step_is_of_the_table_and_begins_where_the_last_one_ended():
    case = ProposalFactory()
    walked(case, "triage", at=now() - timedelta(hours=1))
    refused("a_step_stands_in_the_table", step(case, "confirm", "triaged", "confirmed"))
    refused("steps_make_a_chain", step(case, "confirm", "fixed_claimed", "confirmed"))
    refused("steps_make_a_chain", step(case, "triage", "received", "triaged"))


def test_every_row_of_the_table_may_be_stored():
    for before, verb, after in WORKFLOW.rows:
        case = ProposalFactory()
        Step.objects.create(proposal=case, verb=verb, before=before, after=after, at=now(), by="person:x")
        record(TOLD, "proposals.history.loaded", case)


IN_SECRET = [
    "visibility = 'hidden'",
    "quarantined_at = now()",
    "category_id = 'pothole'",
    "promised_on = promised_on + 30",
    "department_id = {body}",
    "erased_at = now()",
]


@pytest.mark.parametrize("change", IN_SECRET)
def test_nobody_hides_or_turns_a_case_without_a_line_in_the_journal(change):
    case, body = ProposalFactory(), OrganisationFactory()
    changed = f"UPDATE proposals_proposal SET {change.format(body=body.pk)} WHERE id = {case.pk}"
    refused("a_change_is_in_the_journal", changed)
    with transaction.atomic():
        sql(changed)
        record(TOLD, "proposals.proposal.withheld", case)
        commit()


def test_a_step_needs_its_line():
    case = ProposalFactory()
    refused("a_step_is_in_the_journal", step(case, "triage", "received", "triaged"))


@pytest.mark.django_db(transaction=True)
def test_a_line_of_yesterday_speaks_for_nothing_done_today():
    case = ProposalFactory(triaged=True)
    refused("a_change_is_in_the_journal", f"UPDATE proposals_proposal SET visibility = 'hidden' WHERE id = {case.pk}")
    with transaction.atomic():
        record(TOLD, "proposals.proposal.withheld", case)
        with transaction.atomic():  # a savepoint of the same transaction
            sql(f"UPDATE proposals_proposal SET visibility = 'hidden' WHERE id = {case.pk}")
    assert Proposal.objects.get(pk=case.pk).visibility == "hidden"


def test_a_temporary_table_of_the_same_name_deceives_no_trigger():
    case = ProposalFactory()
    sql("CREATE TEMP TABLE proposals_step (LIKE public.proposals_step)")
    sql(f"INSERT INTO pg_temp.proposals_step (id, proposal_id, verb, before, after, at, by)"
        f" VALUES (1, {case.pk}, 'triage', 'received', 'triaged', now(), 'person:x')")  # fmt: skip
    refused("a_state_is_where_the_newest_step_led", "UPDATE public.proposals_proposal SET state = 'triaged'")


def test_a_whole_life_through_the_actions_agrees():
    case, desk = ProposalFactory(triaged=True), officer("dispatcher")
    triage.assign(by=desk, proposal=case, department=OrganisationFactory(), reason="Аумағы бойынша")
    repair.start(by=desk, proposal=case)
    at = now()
    case.take_step("claim_fixed", by=desk, at=at, claimed_at=at, answered_at=at)
    repair.contest(by=Holder(case.pk), proposal=case, words="Жанбайды")
    again = now()
    case.take_step("claim_fixed", by=desk, at=again, claimed_at=again, answered_at=at)
    repair.confirm(by=Holder(case.pk), proposal=case)
    commit()
    assert Proposal.objects.get(pk=case.pk).confirmed_at == case.steps.last().at


def test_a_day_moves_when_the_author_was_asked():
    case = ProposalFactory()
    Pause.objects.create(proposal=case, question="Қай үй?", asked_at=now())
    assert Proposal.objects.filter(pk=case.pk).update(due_on=case.due_on + timedelta(days=2)) == 1


def test_a_step_that_comes_behind_a_newer_one_is_told_so():
    case, early = ProposalFactory(), now() - timedelta(minutes=5)
    walked(case, "triage", at=now())
    with pytest.raises(Refusal) as caught:
        case.take_step("forward", by=Job("proposals.late"), at=early)
    assert caught.value.code == "meanwhile"


BORN = [
    ("state = 'confirmed', claimed_at = now(), confirmed_at = now(), closed_at = now(), department_id = {body}",
     "a_state_is_where_the_newest_step_led"),
    ("state = 'triaged'", "a_state_is_where_the_newest_step_led"),
    ("state = 'explained', channel = 'import', closed_at = now()", "a_state_is_where_the_newest_step_led"),
    ("claimed_at = now()", "claimed_at_is_the_time_of_its_step"),
    ("confirmed_at = now()", "confirmed_at_is_the_time_of_its_step"),
    ("closed_at = now()", "closed_at_is_the_time_of_its_step"),
    ("answered_at = now()", "answered_at_is_the_time_of_its_step"),
]  # fmt: skip


def copied(pk, changes):
    """One more case like this one, inserted by hand with other values."""
    values = {"id": "900000000", "uid": "gen_random_uuid()"}
    values |= dict(change.split(" = ") for change in changes.split(", "))
    told = ", ".join(f"'{name}', {value}" for name, value in values.items())
    return (
        f"INSERT INTO proposals_proposal SELECT (jsonb_populate_record(one, jsonb_build_object({told}))).* "
        f"FROM proposals_proposal one WHERE id = {pk}"
    )


@pytest.mark.parametrize(("values", "constraint"), BORN)
def test_no_case_is_born_in_a_later_state(values, constraint):
    case = ProposalFactory()
    refused(constraint, copied(case.pk, values.format(body=OrganisationFactory().pk)))


def test_another_citys_closed_case_is_explained_and_nothing_more():
    case = ProposalFactory()
    with transaction.atomic():
        sql(copied(case.pk, "state = 'explained', channel = 'import', closed_at = now()"))
        Arrival.objects.create(proposal_id=900_000_000, origin="sf", their_number="7", attributes={})
        commit()
    assert Proposal.objects.get(pk=900_000_000).state == "explained"


def test_a_past_that_is_told_with_its_steps_may_be_stored():
    case = ProposalFactory(confirmed=True)
    commit()
    assert case.steps.last().at == case.confirmed_at


def test_taking_in_waits_for_nothing_at_the_commit():
    """No check of this file is queued by a message that comes in: the triggers of INSERT ask for a later state."""
    pk = ProposalFactory().pk
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else they would run at the commit, unseen by EXPLAIN
        assert triggers_of(cursor, copied(pk, "state = 'received'")) == set()
        changed = f"UPDATE proposals_proposal SET state = state, due_on = due_on WHERE id = {pk}"
        assert triggers_of(cursor, changed) >= {"clock_stays"}, "EXPLAIN names what it ran"
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def triggers_of(cursor, statement):
    """Our triggers that a statement sets off; those of foreign keys are PostgreSQL's own."""
    cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}")
    fired = {one["Trigger Name"] for one in cursor.fetchone()[0][0].get("Triggers", [])}
    return {name for name in fired if not name.startswith("RI_")}
