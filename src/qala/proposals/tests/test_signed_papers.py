"""What was signed stays as it was signed, whoever holds the application's role."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from qala.kernel.clock import now, today
from qala.kernel.translated import Translated
from qala.proposals.models import Decision, Evidence, Extension, Plan
from qala.proposals.tests.factories import OrganisationFactory, ProposalFactory, WorksOrderFactory

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
    return Evidence.objects.create(order=WorksOrderFactory(), act="A-1", at=at, by="person:x")


FORGERIES = [
    "UPDATE proposals_decision SET signed_at = signed_at - interval '9 days'",
    "UPDATE proposals_decision SET kind = 'satisfied'",
    "UPDATE proposals_extension SET until_on = until_on + 60",
    "UPDATE proposals_extension SET noticed_at = noticed_at + interval '1 day'",
    "UPDATE proposals_plan SET due_on = due_on + 400",
    "UPDATE proposals_evidence SET at = at - interval '9 days'",
    "DELETE FROM proposals_decision",
    "DELETE FROM proposals_extension",
    "DELETE FROM proposals_plan",
    "DELETE FROM proposals_evidence",
    "DELETE FROM proposals_proposal",
]


@pytest.mark.parametrize("forgery", FORGERIES)
@pytest.mark.usefixtures("papers")
def test_a_paper_is_not_rewritten_by_sql(forgery):
    with pytest.raises(DatabaseError, match=r"stays as it was signed|is never deleted"), transaction.atomic():
        connection.cursor().execute(forgery)


@pytest.mark.usefixtures("papers")
def test_words_of_a_paper_may_be_erased_and_a_plan_replaced():
    assert Decision.objects.update(reason=Translated(), translation={}) == 1
    assert Extension.objects.update(reason=Translated()) == 1
    assert Plan.objects.update(reason=Translated(), replaced_at=now()) == 1
    assert Evidence.objects.update(note="", public="") == 1
