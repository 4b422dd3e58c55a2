"""A promise is not forgotten: it lies before the dispatcher until a works order carries it."""

import pytest

from qala.kernel.clock import now, today
from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import OrganisationFactory
from qala.proposals.models import Proposal
from qala.proposals.tests.factories import ProposalFactory, WorksOrderFactory, officer, said

pytestmark = pytest.mark.django_db


def test_a_promise_without_a_works_order_lies_before_the_dispatcher_and_is_not_begun():
    department = OrganisationFactory()
    case = ProposalFactory(state="planned", department=department)
    unfunded = ProposalFactory(state="planned", department=department)
    unfunded.plans.create(owner=department, unfunded=True, review_on=today(), reason=said("Ақша жоқ"), made_at=now())
    client = signed_in(officer("dispatcher"))
    client.cookies["language"] = "en"
    address = f"/desk/{case.number}/"

    def waiting():
        return [row.case.pk for row in client.get("/desk/?pile=unordered").context["rows"]]

    assert waiting() == [case.pk]
    shown = client.get(address)
    assert (shown.context["step"].slug, "order the works first" in shown.content.decode()) == ("order_works", True)
    refused = client.post(f"{address}start/")
    assert refused.status_code == 422
    assert "nobody has ordered the works yet" in refused.content.decode()
    cancelled, order = WorksOrderFactory(state="cancelled"), WorksOrderFactory()
    cancelled.proposals.add(case)
    assert waiting() == [case.pk]
    order.proposals.add(case)
    assert waiting() == []
    assert client.get(address).context["step"].slug == "start"
    assert client.post(f"{address}start/").status_code == 302
    assert Proposal.objects.get(pk=case.pk).state == "in_work"
