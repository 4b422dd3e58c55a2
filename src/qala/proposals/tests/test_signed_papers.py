"""What was signed stays as it was signed, whoever holds the application's role."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from qala.kernel.clock import now, today
from qala.kernel.translated import Translated
from qala.proposals.models import (
    Correction,
    Decision,
    Evidence,
    Extension,
    Link,
    Pause,
    Plan,
    Remark,
    Reply,
    RoutingRow,
    RoutingTable,
    Support,
)
from qala.proposals.tests.factories import OrganisationFactory, ProposalFactory, WorksOrderFactory, active_table

pytestmark = pytest.mark.django_db
WORDS = Translated(kk="Себебі", ru="Причина")


@pytest.fixture
def papers():
    case, at = ProposalFactory(appeal=True), now()
    Decision.objects.create(proposal=case, kind="explained", reason=WORDS, signed_by="person:x", signed_at=at)
    Extension.objects.create(
        proposal=case, until_on=today() + timedelta(days=9), reason=WORDS, decided_at=at, noticed_at=at, signed_by="p:x"
    )
    Plan.objects.create(
        proposal=case, owner=OrganisationFactory(), due_on=today(), money_source="09", place="here", reason=WORDS, made_at=at
    )
    other = ProposalFactory(triaged=True)
    Pause.objects.create(proposal=case, question="?", asked_at=at, answered_at=at)
    Support.objects.create(proposal=case, device="x", at=at)
    Link.objects.create(kind="duplicate", source=case, target=other, made_at=at, made_by="person:x", undone_at=at)
    Correction.objects.create(proposal=other, after=other.category, at=at, by="person:x")
    Remark.objects.create(proposal=case, text="x", at=at, by="person:x")
    Reply.objects.create(proposal=case, verb="reply", text=WORDS, at=at, by="person:x")
    return Evidence.objects.create(order=WorksOrderFactory(), act="A-1", at=at, by="person:x")


FORGERIES = [
    "UPDATE proposals_decision SET signed_at = signed_at - interval '9 days'",
    "UPDATE proposals_decision SET kind = 'satisfied'",
    "UPDATE proposals_extension SET until_on = until_on + 60",
    "UPDATE proposals_extension SET noticed_at = noticed_at + interval '1 day'",
    "UPDATE proposals_plan SET due_on = due_on + 400",
    "UPDATE proposals_evidence SET at = at - interval '9 days'",
    "UPDATE proposals_decision SET act_number = 'A-2'",
    "UPDATE proposals_decision SET forwarded_to = 'x'",
    "UPDATE proposals_plan SET money_source = 'x'",
    "UPDATE proposals_plan SET place = 'x'",
    "UPDATE proposals_worksorder SET money_source = 'x'",
    "UPDATE proposals_worksorder SET contract = 'x'",
    "UPDATE proposals_evidence SET act = 'A-2'",
    "DELETE FROM proposals_decision",
    "DELETE FROM proposals_extension",
    "DELETE FROM proposals_plan",
    "DELETE FROM proposals_evidence",
    "DELETE FROM proposals_proposal",
    "DELETE FROM proposals_pause",
    "DELETE FROM proposals_support",
    "DELETE FROM proposals_link",
    "DELETE FROM proposals_correction",
    "DELETE FROM proposals_remark",
    "DELETE FROM proposals_reply",
    "DELETE FROM proposals_worksorder",
    "UPDATE proposals_pause SET asked_at = asked_at - interval '9 days'",
    "UPDATE proposals_pause SET answered_at = answered_at + interval '9 days'",
    "UPDATE proposals_pause SET answered_at = NULL",
    "UPDATE proposals_support SET proposal_id = (SELECT id FROM proposals_proposal WHERE state = 'triaged')",
    "UPDATE proposals_link SET undone_at = NULL",
    "UPDATE proposals_link SET made_by = 'person:y'",
    "UPDATE proposals_worksorder SET due_on = due_on + 400",
    "UPDATE proposals_statement SET text = 'All is well here'",
    "UPDATE proposals_statement SET place_text = 'elsewhere'",
    "DELETE FROM proposals_statement",
]


@pytest.mark.parametrize("forgery", FORGERIES)
@pytest.mark.usefixtures("papers")
def test_a_paper_is_not_rewritten_by_sql(forgery):
    with pytest.raises(DatabaseError, match=r"stays as it was signed|is never deleted"), transaction.atomic():
        connection.cursor().execute(forgery)


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE proposals_norm SET days = 1",
        "UPDATE proposals_norm SET until_on = now()",
        "UPDATE proposals_norm SET verified = true",
        "DELETE FROM proposals_norm",
        "TRUNCATE proposals_norm",
    ],
)
def test_a_term_is_not_rewritten_by_sql(forgery):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(forgery)


@pytest.mark.parametrize(
    ("forgery", "name"),
    [
        ("UPDATE proposals_proposal SET promised_on = '9999-12-31'", "a_promised_day_lies_within_fifty_years"),
        ("UPDATE proposals_proposal SET due_on = '9999-12-31', track = 'appeal'", "a_last_day_lies_within_ten_years"),
        (
            """INSERT INTO proposals_plan (proposal_id, owner_id, review_on, unfunded, money_source, place, reason, made_at)
            SELECT proposal_id, owner_id, '9999-12-31', true, '', '', '{}', now() FROM proposals_plan""",
            "a_plan_lies_within_ten_years",
        ),
        (
            """INSERT INTO proposals_worksorder (executor_id, state, task, due_on, money_source, contract, other_work,
            ordered_at, ordered_by, claimed_by, accepted_by) SELECT executor_id, 'ordered', '', '9999-12-31', '09', '',
            '', now(), 'p:x', '', '' FROM proposals_worksorder""",
            "works_lie_within_ten_years",
        ),
    ],
)
def test_no_day_lies_further_off_than_anybody_answers_for(forgery, name):
    at = now()
    Plan.objects.create(
        proposal=ProposalFactory(), owner=OrganisationFactory(), unfunded=True, review_on=today(), made_at=at, replaced_at=at
    )
    WorksOrderFactory()
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        connection.cursor().execute(forgery)
    assert caught.value.__cause__.diag.constraint_name == name


@pytest.mark.usefixtures("papers")
def test_words_of_a_paper_may_be_erased_and_a_plan_replaced():
    assert Decision.objects.update(reason=Translated(), translation={}) == 1
    assert Extension.objects.update(reason=Translated()) == 1
    assert Plan.objects.update(reason=Translated(), replaced_at=now()) == 1
    assert Evidence.objects.update(note="", public="", act="—") == 1
    assert Plan.objects.update(money_source="—", place="—") == 1
    assert Decision.objects.update(act_number="", forwarded_to="") == 1
    assert Pause.objects.update(question="", answer="") == 1
    assert Support.objects.update(device="", person=None) == 1
    assert Remark.objects.update(text="") == Reply.objects.update(text=Translated(), translation={}) == 1


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("UPDATE proposals_routingrow SET department_id = {other}", "only_a_draft_changes"),
        ("UPDATE proposals_routingrow SET table_id = {draft}", "only_a_draft_changes"),
        ("DELETE FROM proposals_routingrow", "only_a_draft_changes"),
        (
            """INSERT INTO proposals_routingrow SELECT (jsonb_populate_record(one, '{{"id": 900000000}}')).*
            FROM proposals_routingrow one""",
            "only_a_draft_changes",
        ),
        ("UPDATE proposals_routingtable SET state = 'draft' WHERE version = 1", "a_table_goes_forward"),
        ("UPDATE proposals_routingtable SET version = 9 WHERE version = 1", "a_table_goes_forward"),
        ("UPDATE proposals_routingtable SET state = 'retired' WHERE version = 2", "a_table_goes_forward"),
        ("DELETE FROM proposals_routingtable WHERE version = 1", "a_table_goes_forward"),
    ],
)
def test_a_routing_table_in_force_stays(change, name):
    active_table(OrganisationFactory())
    draft = RoutingTable.objects.create(version=2, made_at=now())
    sql = change.format(other=OrganisationFactory().pk, draft=draft.pk)
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        connection.cursor().execute(sql)
    assert caught.value.__cause__.diag.constraint_name == name


def test_a_draft_of_the_routing_table_is_written_and_thrown_away():
    draft = RoutingTable.objects.create(version=2, made_at=now())
    row = RoutingRow.objects.create(table=draft, categories=["gas"], department=OrganisationFactory())
    row.track = "appeal"
    row.save()
    draft.delete()
    assert not RoutingRow.objects.filter(pk=row.pk).exists()
