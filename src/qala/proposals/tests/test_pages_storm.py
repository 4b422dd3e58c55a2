"""Many cases of one matter: a storm is gathered while it goes on, one order of works answers for all twins."""

import pytest

from qala.kernel.clock import today
from qala.people.models import Organisation
from qala.people.tests.conftest import signed_in
from qala.proposals.actions import links
from qala.proposals.forms import desk_works
from qala.proposals.models import Incident, WorksOrder
from qala.proposals.tests.factories import ProposalFactory, officer

pytestmark = pytest.mark.django_db


def seen_and_sent(client, case, verb, *, meanwhile=lambda: None, **typed):
    """Read the verb's page, let the world go on, send what the page held with a few other values."""
    address = f"/desk/{case.number}/{verb}/"
    form = client.get(address).context["form"]
    held = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    meanwhile()
    return client.post(address, held | typed)


def test_a_storm_is_gathered_while_new_messages_come(monkeypatch):
    monkeypatch.setattr(desk_works, "LISTED", 2)
    first, *others = [ProposalFactory(triaged=True) for _n in range(4)]
    client = signed_in(officer("dispatcher"))
    answer = seen_and_sent(
        client, first, "incident", meanwhile=lambda: ProposalFactory.create_batch(3, triaged=True), rest=""
    )
    assert answer.status_code == 302
    assert set(Incident.objects.get().proposals.all()) == {first, *others[1:]}, "what was ticked, nothing that came later"


def test_what_was_left_out_stays_out_though_the_list_has_moved(monkeypatch):
    monkeypatch.setattr(desk_works, "LISTED", 2)
    first, *others = [ProposalFactory(triaged=True) for _n in range(4)]
    client = signed_in(officer("dispatcher"))
    more = lambda: ProposalFactory.create_batch(3, triaged=True)  # noqa: E731
    seen_and_sent(client, first, "incident", meanwhile=more, cases=[str(others[2].pk)], rest="on")
    gathered = set(Incident.objects.get().proposals.all())
    assert others[1] not in gathered
    assert {first, others[0], others[2]} < gathered
    assert len(gathered) == 6


def test_messages_nobody_has_sorted_join_the_storm_their_words_speak_of():
    first = ProposalFactory(triaged=True)
    unsorted = ProposalFactory(category=None, statement__suggested=[["street_light", 0.9], ["gas", 0.1]])
    ProposalFactory(category=None, statement__suggested=[["gas", 0.9], ["street_light", 0.1]])
    assert seen_and_sent(signed_in(officer("dispatcher")), first, "incident").status_code == 302
    incident = Incident.objects.get()
    assert set(incident.proposals.all()) == {first, unsorted}


def test_one_order_of_works_stands_under_a_case_and_its_twins():
    department = Organisation.objects.get(pk=ProposalFactory(assigned=True).department_id)
    first, twin, early = ProposalFactory(assigned=True), ProposalFactory(assigned=True), ProposalFactory(triaged=True)
    by = officer("triage_officer")
    for one in (twin, early):
        links.link(by=by, source=one, target=first)
    client = signed_in(officer("dispatcher", department))
    typed = {"executor": department.pk, "task": "Шамды ауыстыру", "due_on": today().isoformat(), "money_source": "QB-1"}
    assert seen_and_sent(client, first, "order_works", **typed).status_code == 302
    assert set(WorksOrder.objects.get().proposals.all()) == {first, twin}, "a twin nobody answers for yet waits"
