"""What the desk refuses, and that nothing is half written then."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.utils import translation
from django.utils.translation import override

from qala.journal.models import Entry
from qala.kernel.clock import now, today
from qala.kernel.keys import key_of
from qala.kernel.refusals import Refusal
from qala.kernel.translated import Translated
from qala.people.tests.factories import OrganisationFactory
from qala.proposals.actions import answers, links, orders, questions, repair, replies, triage
from qala.proposals.actions.answers import PlanSheet
from qala.proposals.actions.orders import EvidenceSheet, OrderSheet
from qala.proposals.letters.composing import compose
from qala.proposals.models import Letter, Link, Proposal, Subscription, Support
from qala.proposals.rules.promises import latest_day
from qala.proposals.tests.factories import (
    AuthorFactory,
    PlacardFactory,
    ProposalFactory,
    WorksOrderFactory,
    active_table,
    officer,
    said,
)

pytestmark = pytest.mark.django_db
WORDS = said("Себебі осындай")


def refused(act, **told):
    """The refusal of an action, with proof that it wrote nothing to the journal."""
    entries = Entry.objects.count()
    with pytest.raises(Refusal) as caught:
        act(**told)
    assert Entry.objects.count() == entries
    return caught.value


def follow(case):
    return Subscription.objects.create(
        proposal=case, way="email", address=f"a{case.pk}@example.kz", asked_at=now(), confirmed_at=now()
    )


def test_without_a_table_a_department_is_chosen_by_hand_with_a_reason():
    case, department, by = ProposalFactory(triaged=True), OrganisationFactory(), officer("dispatcher")
    assert refused(triage.assign, by=by, proposal=case).code == "no-table"
    assert "reason" in refused(triage.assign, by=by, proposal=case, department=department).fields
    triage.assign(by=by, proposal=case, department=department, reason="Олардың ауласы")
    assert case.assignments.get().table_version is None
    assert case.remarks.get(verb="assign").text == "Олардың ауласы"


def test_a_closed_department_gets_nothing():
    case, gone = ProposalFactory(triaged=True), OrganisationFactory(closed=True)
    told = {"by": officer("dispatcher"), "proposal": case, "department": gone, "reason": "х"}
    assert refused(triage.assign, **told).code == "department-closed"


@pytest.mark.parametrize(
    ("act", "trait", "role", "told", "field"),
    [
        (triage.give_back, "assigned", "dispatcher", {"reason": "  "}, "reason"),
        (triage.publish, "appeal", "operator", {"text": " "}, "text"),
        (triage.withhold, "triaged", "operator", {"visibility": "hidden", "reason": ""}, "reason"),
        (triage.hold, "triaged", "operator", {"reason": ""}, "reason"),
        (triage.remark, "triaged", "operator", {"text": ""}, "text"),
        (triage.send_to_sign, "triaged", "dispatcher", {"verb": "refuse", "words": ""}, "words"),
        (answers.explain, "triaged", "signer", {"reason": Translated(ru="Только по-русски")}, "reason"),
        (answers.refuse, "triaged", "signer", {"reason": WORDS, "ground": "because"}, "ground"),
        (answers.forward, "triaged", "signer", {"reason": WORDS, "to": " "}, "to"),
        (repair.contest, "claimed", "inspector", {"words": " "}, "words"),
        (questions.ask, "triaged", "dispatcher", {"question": " "}, "question"),
        (replies.reply, "triaged", "operator", {"text": Translated(ru="Только по-русски")}, "text_kk"),
        (replies.reply, "triaged", "operator", {"text": said("Рақмет, {name}")}, "text_kk"),
        (links.split, "triaged", "operator", {"texts": ["бір", " "]}, "texts"),
    ],
)
def test_a_missing_word_is_told_beside_its_field(act, trait, role, told, field):
    case = ProposalFactory(**{trait: True})
    assert field in refused(act, by=officer(role), proposal=case, **told).fields
    assert Proposal.objects.get(pk=case.pk).state == case.state


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"due_on": None}, "due_on"),
        ({"due_on": today() - timedelta(days=1)}, "due_on"),
        ({"money_source": " "}, "money_source"),
        ({"place": ""}, "place"),
        ({"unfunded": True}, "review_on"),
        ({"due_on": date(9999, 12, 31)}, "due_on"),
        ({"unfunded": True, "review_on": latest_day(today()) + timedelta(days=1)}, "review_on"),
    ],
)
def test_a_promise_names_day_money_and_place(changes, field):
    case = ProposalFactory(assigned=True)
    whole = {"due_on": today() + timedelta(days=5), "money_source": "09.015", "place": "Тәуке хан 5"}
    sheet = PlanSheet(case.department, WORDS, **(whole | changes))
    assert field in refused(answers.plan, by=officer("signer"), proposal=case, sheet=sheet).fields
    assert not case.decisions.exists()


@pytest.mark.parametrize(("language", "words"), [("kk", "тым алыс"), ("ru", "слишком далеко"), ("en", "too far off")])
def test_a_day_too_far_off_is_refused_in_the_readers_language(language, words):
    case = ProposalFactory(assigned=True)
    sheet = PlanSheet(case.department, WORDS, due_on=date(9999, 12, 31), money_source="09.015", place="Тәуке хан 5")
    with override(language):
        caught = refused(answers.plan, by=officer("signer"), proposal=case, sheet=sheet)
        assert words in str(caught.fields["due_on"])
        assert str(latest_day(today()).year) in str(caught.fields["due_on"])


def test_the_last_day_possible_may_be_promised():
    case = ProposalFactory(assigned=True)
    sheet = PlanSheet(case.department, WORDS, due_on=latest_day(today()), money_source="09.015", place="Тәуке хан 5")
    assert answers.plan(by=officer("signer"), proposal=case, sheet=sheet).due_on == latest_day(today())


def test_a_late_forwarding_is_a_recorded_breach():
    case = ProposalFactory(triaged=True, received_at=now() - timedelta(days=20))
    answers.forward(by=officer("signer"), proposal=case, to="Прокуратура", reason=WORDS)
    assert Entry.objects.get(verb="proposals.proposal.forwarded").facts["late"] is True


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"money_source": ""}, "money_source"),
        ({"task": ""}, "task"),
        ({"due_on": today() - timedelta(days=1)}, "due_on"),
        ({"due_on": latest_day(today()) + timedelta(days=1)}, "due_on"),
    ],
)
def test_an_order_names_task_day_and_money(changes, field):
    case = ProposalFactory(assigned=True)
    whole = {"executor": case.department, "task": "Шам", "due_on": today(), "money_source": "09"}
    sheet = OrderSheet(**(whole | changes))
    assert field in refused(orders.order_works, by=officer("signer"), proposals=[case], sheet=sheet).fields


def test_no_works_for_a_case_that_nobody_answers_for():
    sheet = OrderSheet(OrganisationFactory(), "Шам", today(), "09")
    for case in (ProposalFactory(), ProposalFactory(confirmed=True)):
        assert refused(orders.order_works, by=officer("signer"), proposals=[case], sheet=sheet).status == 409


def test_an_inspector_of_the_executors_own_unit_is_not_another_pair_of_eyes():
    order = WorksOrderFactory(state="claimed", claimed_by="person:x")
    assert refused(orders.accept_works, by=officer("inspector", order.executor), order=order).status == 403
    orders.accept_works(by=officer("inspector"), order=order)
    assert order.state == "accepted"


def test_a_contested_claim_needs_new_evidence_and_returns_its_order():
    case, by = ProposalFactory(in_work=True), officer("dispatcher")
    order = WorksOrderFactory(state="in_work", executor=case.department)
    order.proposals.set([case])
    sheet = EvidenceSheet(act="A-1", longitude=69.6, latitude=42.3)
    orders.attach_evidence(by=by, order=order, sheet=sheet)
    repair.claim_fixed(by=by, proposal=case, order=order)
    repair.contest(by=officer("inspector"), proposal=case, words="Шам жанбайды")
    order.refresh_from_db()
    assert order.state == "returned"
    with translation.override("en"):
        no = refused(repair.claim_fixed, by=by, proposal=case, order=order)
    assert (no.code, "contested" in str(no.reason)) == ("evidence-missing", True)
    orders.attach_evidence(by=by, order=order, sheet=sheet)
    repair.claim_fixed(by=by, proposal=case, order=order)
    assert case.state == "fixed_claimed"


@pytest.mark.parametrize("placard", [True, False])
def test_an_act_is_enough_where_a_placard_says_where(placard):
    """A bus has no point; whoever goes to look finds it by its number."""
    case, by = ProposalFactory(in_work=True, placard=PlacardFactory() if placard else None), officer("dispatcher")
    order = WorksOrderFactory(state="in_work", executor=case.department)
    order.proposals.set([case])
    assert refused(repair.claim_fixed, by=by, proposal=case, order=order).code == "evidence-missing"
    orders.attach_evidence(by=by, order=order, sheet=EvidenceSheet(act="A-1"))
    if placard:
        repair.claim_fixed(by=by, proposal=case, order=order)
        assert case.state == "fixed_claimed"
    else:
        assert refused(repair.claim_fixed, by=by, proposal=case, order=order).code == "place-missing"


def test_an_order_of_another_case_proves_nothing():
    case, order = ProposalFactory(in_work=True), WorksOrderFactory(state="in_work")
    assert refused(repair.claim_fixed, by=officer("dispatcher"), proposal=case, order=order).code == "foreign-order"


def test_one_question_at_a_time_and_none_on_a_closed_case():
    case, by = ProposalFactory(triaged=True), officer("dispatcher")
    questions.ask(by=by, proposal=case, question="Қай жерде?")
    assert refused(questions.ask, by=by, proposal=case, question="Қашан?").status == 409
    closed = ProposalFactory(confirmed=True)
    assert refused(questions.ask, by=by, proposal=closed, question="Қашан?").code == "closed"


def test_an_extension_is_never_silent():
    case, by = ProposalFactory(appeal=True, triaged=True), officer("signer")
    told = {"by": by, "proposal": case, "until_on": today() + timedelta(days=30), "reason": WORDS}
    assert refused(questions.extend, **told).code == "notice-impossible"
    follow(case)
    row = questions.extend(**told)
    assert row.noticed_at >= row.decided_at
    assert Letter.objects.get().way == "email"
    assert case.due_on == told["until_on"]


@pytest.mark.parametrize(
    ("template", "act"),
    [
        ("forwarded", lambda case: answers.forward(by=officer("signer"), proposal=case, to="Прокуратура", reason=WORDS)),
        ("refused", lambda case: answers.refuse(by=officer("signer"), proposal=case, ground="cost", reason=WORDS)),
        ("asked", lambda case: questions.ask(by=officer("dispatcher"), proposal=case, question=WORDS.kk)),
    ],
)
def test_an_author_on_paper_is_told_on_paper(template, act):
    paper, followed = (AuthorFactory(proposal=ProposalFactory(appeal=True, triaged=True)).proposal for _ in range(2))
    follow(followed)
    act(paper)
    act(followed)
    letter = Letter.objects.get(proposal=paper)
    assert (letter.way, letter.address, letter.template) == ("post", paper.author.postal_address, template)
    assert WORDS.kk in compose(letter).text
    assert Letter.objects.get(proposal=followed).way == "email"


def test_an_appeal_whose_author_cannot_be_told_is_passed_on_and_says_so():
    appeal, signal = ProposalFactory(appeal=True, triaged=True), ProposalFactory(triaged=True)
    for case in (appeal, signal):
        answers.forward(by=officer("signer"), proposal=case, to="Прокуратура", reason=WORDS)
        assert case.state == "forwarded"
    assert [entry.object for entry in Entry.objects.filter(verb="proposals.notice.impossible")] == [key_of(appeal)]


@pytest.mark.parametrize(
    ("days", "code"), [(70, "longer-than-two-months"), (1, "no-longer-term")]
)
def test_the_law_bounds_an_extension(days, code):
    case = AuthorFactory(proposal=ProposalFactory(appeal=True, triaged=True)).proposal
    told = {"until_on": today() + timedelta(days=days), "reason": WORDS}
    refusal = refused(questions.extend, by=officer("signer"), proposal=case, **told)
    assert (refusal.code, "until_on" in refusal.fields) == (code, True)


def test_a_signal_has_no_statutory_term_to_extend():
    case = ProposalFactory(triaged=True)
    told = {"until_on": today() + timedelta(days=30), "reason": WORDS}
    assert refused(questions.extend, by=officer("signer"), proposal=case, **told).status == 403


def test_twins_hang_on_the_first_case_and_supports_stay():
    first, second, third = (ProposalFactory(triaged=True) for _n in range(3))
    by = officer("operator")
    Support.objects.create(proposal=third, device="d", at=now())
    for case in (first, second, third):
        follow(case)
    links.link(by=by, source=third, target=second)
    links.link(by=by, source=second, target=first)
    standing = Link.objects.filter(undone_at=None)
    assert {(link.source_id, link.target_id) for link in standing} == {(third.pk, first.pk), (second.pk, first.pk)}
    assert third.supports.count() == 1
    told = Counter(Letter.objects.values_list("proposal", flat=True))
    assert told == {first.pk: 1, second.pk: 2, third.pk: 2}  # the first once, whoever joins it
    assert refused(links.link, by=by, source=first, target=third).code == "chain"
    assert refused(links.link, by=by, source=first, target=first).code == "own-twin"
    assert refused(links.link, by=by, source=second, target=ProposalFactory()).code == "linked-already"
    made = standing.first()
    links.unlink(by=by, made=made)
    assert refused(links.unlink, by=by, made=made).status == 409


def test_children_keep_the_day_of_receipt_and_are_not_split_again():
    parent, by = ProposalFactory(triaged=True, received_at=now() - timedelta(days=6)), officer("operator")
    children = links.split(by=by, proposal=parent, texts=["Шұңқыр бар", "Шам жанбайды"])
    assert {(child.received_at, child.due_on, child.state) for child in children} == {
        (parent.received_at, parent.due_on, "received")
    }
    assert refused(links.split, by=by, proposal=children[0], texts=["a1", "b2"]).code == "grandchildren"
    assert refused(links.split, by=by, proposal=parent, texts=["х"] * 9).code == "family-size"


def test_a_storm_is_told_once_in_both_languages_to_those_who_follow():
    cases = [ProposalFactory(triaged=True) for _n in range(3)]
    by, light = officer("dispatcher"), cases[0].category
    assert refused(links.open_incident, by=by, category=light, proposals=cases[:1]).code == "incident-size"
    incident = links.open_incident(by=by, category=light, proposals=cases[:2])
    assert refused(links.open_incident, by=by, category=light, proposals=cases).code == "in-another-incident"
    follow(cases[0])
    assert "text_ru" in refused(links.answer_incident, by=by, incident=incident, text=Translated(kk="а")).fields
    links.answer_incident(by=by, incident=incident, text=WORDS)
    assert Letter.objects.get().proposal == cases[0]
    links.close_incident(by=by, incident=incident)
    for act, told in ((links.join_incident, {"proposals": cases[2:]}), (links.answer_incident, {"text": WORDS})):
        assert refused(act, by=by, incident=incident, **told).code == "incident-closed"


def test_an_original_is_never_overwritten_and_decisions_are_translated_as_well():
    case, by = ProposalFactory(triaged=True), officer("translator")
    decision = answers.explain(by=officer("signer"), proposal=case, reason=Translated(kk="Түсіндірме"))
    assert decision.translation == {"kk": "original"}
    assert refused(replies.translate, by=by, row=decision, language="kk", words="х").status == 409
    assert refused(replies.translate, by=by, row=decision, language="fr", words="х").code == "translation-missing"
    replies.translate(by=by, row=decision, language="ru", words="Разъяснение", how="automatic")
    decision.refresh_from_db()
    assert (decision.reason.ru, decision.translation["ru"]) == ("Разъяснение", "automatic")


def test_a_hop_counts_and_never_moves_the_day():
    department = OrganisationFactory()
    active_table(department)
    case, by = ProposalFactory(triaged=True), officer("dispatcher")
    due = case.due_on
    for hop in (1, 2):
        triage.assign(by=by, proposal=case)
        assert case.hops == hop
        triage.give_back(by=by, proposal=case, reason="біздікі емес")
    assert Proposal.objects.get(pk=case.pk).due_on == due
