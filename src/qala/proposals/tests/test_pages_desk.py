"""The officers' desk through its addresses: what it shows, what it changes, what it refuses with nothing lost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from qala.kernel.clock import now, today
from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import OrganisationFactory
from qala.proposals.actions import orders, triage
from qala.proposals.actions.orders import EvidenceSheet, OrderSheet
from qala.proposals.models import Category, Incident, Link, Proposal, Reply, ReplyTemplate, WorksOrder
from qala.proposals.queries.norms import register
from qala.proposals.tests.factories import AuthorFactory, ProposalFactory, active_table, officer, said
from qala.proposals.views.desk_table import VERBS

pytestmark = pytest.mark.django_db


def browser(role, organisation=None, language="en"):
    who = officer(role, organisation)
    client = signed_in(who)
    client.cookies["language"] = language
    client.person = who
    return client


def page(client, case, verb=""):
    name, arguments = ("desk_verb", [case.number, verb]) if verb else ("desk_case", [case.number])
    return client.get(reverse(f"proposals:{name}", args=arguments))


def post(client, case, slug, /, **told):
    return client.post(reverse("proposals:desk_verb", args=[case.number, slug]), told)


def stored(case):
    return Proposal.objects.get(pk=case.pk)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_desk_page_speaks_each_language(language):
    case = ProposalFactory(assigned=True)
    client = browser("triage_officer", language=language)
    for name in ("desk", "desk_quarantine", "desk_works", "desk_incidents", "desk_translations"):
        text = client.get(reverse(f"proposals:{name}")).content.decode()
        assert f'<html lang="{language}"' in text
    assert case.number in page(client, case).content.decode()


def test_the_list_stands_by_the_clock_and_its_address_filters_it():
    later = ProposalFactory(due_on=today() + timedelta(days=9))
    sooner = ProposalFactory(due_on=today() + timedelta(days=2), triaged=True)
    late = ProposalFactory(due_on=today() - timedelta(days=2), appeal=True)
    closed = ProposalFactory(confirmed=True)
    client = browser("triage_officer")

    def numbers(query=""):
        return [row.case.number for row in client.get(f"/desk/?{query}").context["rows"]]

    assert numbers() == [late.number, sooner.number, later.number]
    assert numbers("due=overdue") == [late.number]
    assert numbers("state=confirmed") == [closed.number]
    assert numbers("category=street_light") == [sooner.number]
    assert numbers("track=appeal") == [late.number]
    assert numbers("due=later") == [later.number]
    assert numbers("state=nonsense&page=99") == [late.number, sooner.number, later.number]


def test_search_finds_words_in_other_spellings_and_a_number_opens_its_case():
    case = ProposalFactory()
    client = browser("dispatcher")
    assert [row.case.pk for row in client.get("/desk/", {"q": "жарык жок"}).context["rows"]] == [case.pk]
    assert not client.get("/desk/", {"q": "канализация"}).context["rows"]
    assert client.get("/desk/", {"q": case.number})["Location"] == f"/desk/{case.number}/"


def test_a_number_that_only_looks_right_is_not_found():
    case = ProposalFactory()
    wrong = f"19-{case.number[3:]}"
    assert browser("dispatcher").get(f"/desk/{wrong}/").status_code == 404


@pytest.mark.parametrize(
    ("role", "piles"),
    [
        ("triage_officer", ["new", "held", "review"]),
        ("dispatcher", ["unassigned", "ours", "unordered", "overdue"]),
        ("executor", ["ours", "orders"]),
        ("inspector", ["silent", "claimed", "accept"]),
        ("signer", ["sign", "soon", "overdue"]),
        ("translator", ["translate"]),
    ],
)
def test_each_office_sees_its_own_work_first(role, piles):
    client = browser(role)
    assert [pile.slug for pile in client.get("/desk/").context["work"]] == piles
    for pile in client.get("/desk/").context["work"]:
        assert client.get(pile.address).status_code == 200


def test_a_pile_counts_what_it_lists():
    department = OrganisationFactory()
    ProposalFactory(assigned=True, department=department)
    ProposalFactory(assigned=True)
    client = browser("executor", department)
    ours = client.get("/desk/").context["work"][0]
    assert (ours.slug, ours.count) == ("ours", 1)
    assert len(client.get(ours.address).context["rows"]) == 1


def test_a_case_is_triaged_by_one_of_the_suggestions():
    case = ProposalFactory()
    client = browser("triage_officer")
    shown = page(client, case, "triage")
    assert [hint.slug for hint in shown.context["hints"]]
    assert post(client, case, "triage", suggested="bus_stop", category="", seen=0).status_code == 302
    assert (stored(case).state, stored(case).category_id) == ("triaged", "bus_stop")
    assert case.corrections.count() == 1


def test_the_table_is_shown_and_another_department_needs_a_reason():
    by_table, other = OrganisationFactory(), OrganisationFactory()
    active_table(by_table)
    case = ProposalFactory(triaged=True)
    client = browser("dispatcher")
    assert page(client, case, "assign").context["route"].department == by_table
    refused = post(client, case, "assign", department=other.pk, reason="")
    assert refused.status_code == 422
    assert "Say why you choose this one" in refused.content.decode()
    assert stored(case).state == "triaged"
    assert post(client, case, "assign", department=other.pk, reason="Their yard").status_code == 302
    assert stored(case).department == other


def test_the_second_of_two_officers_reads_what_happened_and_loses_nothing():
    case = ProposalFactory(triaged=True)
    department = OrganisationFactory()
    active_table(department)
    first, second = browser("dispatcher"), browser("dispatcher")
    seen = page(second, case, "forward").context["form"].initial["seen"]
    post(first, case, "assign", department=department.pk, seen=seen)
    typed = {"to": "Прокуратура", "text_kk": "Бұл біздің мәселе емес, оларға жібердік", "seen": seen}
    refused = post(second, case, "forward", **typed)
    text = refused.content.decode()
    assert refused.status_code == 409
    assert "It was assigned to a department" in text
    assert typed["text_kk"] in text
    assert "Прокуратура" in text
    assert stored(case).state == "assigned"
    again = refused.context["form"]["seen"].value()
    assert post(second, case, "forward", **(typed | {"seen": again})).status_code == 302
    assert stored(case).state == "forwarded"


def test_an_unlawful_step_is_a_conflict_and_a_foreign_one_forbidden():
    case = ProposalFactory()
    assert page(browser("dispatcher"), case, "assign").status_code == 409
    assert post(browser("dispatcher"), case, "assign").status_code == 409
    triaged = ProposalFactory(triaged=True)
    assert page(browser("dispatcher"), triaged, "refuse").status_code == 403
    assert post(browser("dispatcher"), triaged, "refuse", ground="cost", text_kk="Жоқ").status_code == 403


def test_a_refusal_keeps_its_words_and_stands_beside_its_field():
    case = ProposalFactory(triaged=True)
    client = browser("signer")
    answer = post(client, case, "refuse", text_kk="Ұзақ түсіндірме", ground="")
    assert answer.status_code == 422
    assert answer.context["form"].errors["ground"]
    assert "Ұзақ түсіндірме" in answer.content.decode()
    assert post(client, case, "refuse", text_kk="Ұзақ түсіндірме", ground="cost").status_code == 302
    assert case.decisions.get().ground == "cost"


def test_a_plan_without_money_is_refused_beside_the_field_or_openly_unfunded():
    case = ProposalFactory(assigned=True)
    client = browser("dispatcher")
    told = {"owner": case.department_id, "text_kk": "Жоспарға алдық", "place": "Тәуке хан"}
    refused = post(client, case, "plan", **told, due_on=today() + timedelta(days=30))
    assert refused.status_code == 422
    assert refused.context["form"].errors["money_source"]
    assert post(client, case, "plan", **told, unfunded="on", review_on=today() + timedelta(days=90)).status_code == 302
    assert stored(case).plans.get().unfunded


def test_works_go_from_order_to_acceptance_by_another_unit():
    department = OrganisationFactory()
    case = ProposalFactory(in_work=True, department=department)
    dispatcher, executor, inspector = browser("dispatcher"), browser("executor", department), browser("inspector")
    assert "order the works first" in page(dispatcher, case).content.decode()
    told = {"executor": department.pk, "task": "Шамды ауыстыру", "due_on": today(), "money_source": "09.015"}
    assert post(dispatcher, case, "order_works", **told).status_code == 302
    order = WorksOrder.objects.get()
    to = f"/desk/works/{order.pk}/"
    assert case.number in executor.get("/desk/works/").content.decode()
    assert executor.post(f"{to}start/").status_code == 302
    assert executor.post(f"{to}claim/").status_code == 422
    assert executor.post(f"{to}evidence/", {"note": "soon"}).status_code == 422
    assert executor.post(f"{to}evidence/", {"act": "A-7", "longitude": 69.6, "latitude": 42.3}).status_code == 302
    assert post(executor, case, "claim_fixed", order=order.pk).status_code == 302
    assert (stored(case).state, WorksOrder.objects.get().state) == ("fixed_claimed", "claimed")
    assert executor.post(f"{to}accept/").status_code == 403
    assert "№" in inspector.get("/desk/works/?pile=accept").content.decode()
    assert inspector.post(f"{to}accept/").status_code == 302
    assert post(inspector, case, "confirm", words="Көрдім, жанып тұр").status_code == 302
    assert stored(case).state == "confirmed"


def test_ready_texts_are_filled_and_an_open_slot_is_not_sent():
    case = ProposalFactory(triaged=True)
    ReplyTemplate.objects.create(
        slug="thanks", verb="reply", title=said("Рақмет"), text=said("№ {number}, {place}: рақмет")
    )
    client = browser("dispatcher")
    assert "№ {number}, {place}: рақмет" in client.get(f"/desk/{case.number}/reply/").content.decode(), "its first words"
    form = client.get(f"/desk/{case.number}/reply/?template=thanks").context["form"]
    assert form["text_kk"].value() == f"№ {case.number}, {{place}}: рақмет"
    refused = post(client, case, "reply", text_kk=form["text_kk"].value(), template="thanks")
    assert refused.status_code == 422
    assert "still empty" in refused.content.decode()
    assert post(client, case, "reply", text_kk="Рақмет", template="thanks").status_code == 302
    assert case.replies.get().template.slug == "thanks"


def test_a_translator_sees_missing_languages_and_never_overwrites_the_original():
    case = ProposalFactory(triaged=True)
    row = Reply.objects.create(
        proposal=case, verb="reply", text={"kk": "Рақмет"}, translation={"kk": "original"}, at=now(), by="person:x"
    )
    client = browser("translator")
    assert "Рақмет" in client.get("/desk/translations/").content.decode()
    to = f"/desk/translations/reply/{row.pk}/"
    assert client.post(to, {"language": "kk", "words": "Басқа", "how": "translated"}).status_code == 409
    assert client.post(to, {"language": "ru", "words": "", "how": "translated"}).status_code == 422
    assert client.post(to, {"language": "ru", "words": "Спасибо", "how": "translated"}).status_code == 302
    row.refresh_from_db()
    assert (row.text.ru, row.translation) == ("Спасибо", {"kk": "original", "ru": "translated"})
    assert not client.get("/desk/translations/").context["rows"]
    assert client.get(f"/desk/{case.number}/").status_code == 403


def test_held_and_unread_texts_wait_with_their_masks():
    held, text = ProposalFactory(quarantined=True), "Менің атым Айгүл, 87012345678, Сымбат ұстаз айтты"
    minor = ProposalFactory(by_minor=True, visibility="outline", statement__text=text)
    client = browser("triage_officer")
    assert held.number in client.get("/desk/quarantine/").content.decode()
    text = client.get("/desk/quarantine/?pile=review").content.decode()
    assert "<mark" in text
    assert "87012345678" in text
    client.post(f"/desk/{held.number}/release/")
    assert stored(held).quarantined_at is None
    again = post(client, held, "release")
    assert again.status_code == 409
    preview = post(client, minor, "publish", hide="Сымбат ұстаз", preview="1")
    assert preview.status_code == 200
    assert "Сымбат" not in preview.context["preview"]
    assert stored(minor).visibility == "outline"
    strange = post(client, minor, "publish", hide="Жоқ сөз")
    assert strange.status_code == 422
    assert post(client, minor, "publish", hide="Сымбат ұстаз").status_code == 302
    shown = stored(minor)
    assert shown.visibility == "public"
    for secret in ("87012345678", "Сымбат"):
        assert secret not in shown.statement.public_text


def test_a_storm_gathers_its_cases_and_answers_all_at_once():
    lights = Category.objects.get(pk="street_light")
    cases = [ProposalFactory(triaged=True, received_at=now() - timedelta(hours=n)) for n in range(4)]
    ProposalFactory(triaged=True, category_id="gas")
    client = browser("dispatcher")
    assert page(client, cases[0]).context["storm"] == 3
    ticked = [str(case.pk) for case in cases[1:3]]
    assert post(client, cases[0], "incident", cases=ticked).status_code == 302
    incident = Incident.objects.get()
    assert (incident.category, incident.proposals.count()) == (lights, 3)
    to = f"/desk/incidents/{incident.pk}/"
    assert client.get(to).context["newcomers"] == 1
    assert client.post(to, {"verb": "join"}).status_code == 302
    assert incident.proposals.count() == 4
    assert client.post(to, {"verb": "answer", "text_kk": "Жарық сөнді"}).status_code == 422
    assert client.post(to, {"verb": "answer", "text_kk": "Жөндеп жатыр", "text_ru": "Чинят"}).status_code == 302
    assert incident.replies.count() == 1
    assert client.post(to, {"verb": "close"}).status_code == 302
    assert client.post(to, {"verb": "answer", "text_kk": "Тағы", "text_ru": "Ещё"}).status_code == 409
    going_on = Incident.objects.create(category=lights, opened_at=now() - timedelta(days=9))
    assert list(client.get("/desk/incidents/").context["page"]) == [going_on, incident], "what goes on stands first"


def test_a_twin_is_proposed_with_reasons_and_linked_by_one_tap():
    first = ProposalFactory(triaged=True, longitude=69.6, latitude=42.3, received_at=now() - timedelta(hours=5))
    second = ProposalFactory(triaged=True, longitude=69.6001, latitude=42.3001)
    client = browser("triage_officer")
    found = page(client, second).context["alike"]
    assert [one.case.pk for one in found] == [first.pk]
    assert found[0].why
    assert post(client, second, "link", target=first.number).status_code == 302
    assert post(client, first, "link", target=second.number).status_code == 422
    assert post(client, first, "link", target="26-999999").status_code == 422
    link = Link.objects.get()
    assert post(client, second, "unlink", link=link.pk).status_code == 302
    assert Link.objects.get().undone_at is not None


def test_a_draft_waits_on_the_signers_desk_and_fills_the_form():
    case = ProposalFactory(assigned=True)
    assert post(browser("dispatcher"), case, "send_to_sign", verb="refuse", words="Жол жеке меншік").status_code == 302
    signer = browser("signer")
    assert [row.case.pk for row in signer.get("/desk/?pile=sign").context["rows"]] == [case.pk]
    assert page(signer, case, "refuse").context["form"]["text_kk"].value() == "Жол жеке меншік"
    post(signer, case, "refuse", ground="rights_of_others", text_kk="Жол жеке меншік")
    assert not signer.get("/desk/?pile=sign").context["rows"]


def test_the_law_bounds_an_extension():
    case = AuthorFactory(proposal=ProposalFactory(appeal=True, assigned=True)).proposal
    client = browser("signer")
    too_far = post(client, case, "extend", until_on=today() + timedelta(days=90), text_kk="Күрделі мәселе")
    assert too_far.status_code == 422
    assert too_far.context["form"].errors["until_on"]
    assert "art. 76" in too_far.content.decode()
    lawful = post(client, case, "extend", until_on=today() + timedelta(days=40), text_kk="Күрделі мәселе")
    assert lawful.status_code == 302
    assert case.letters.get().way == "post"


def test_hostile_words_are_shown_as_words():
    case = ProposalFactory(triaged=True, statement__text="<script>alert(1)</script> '; DROP TABLE")
    text = page(browser("dispatcher"), case).content.decode()
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text
    assert post(browser("dispatcher"), case, "remark", text="a\x00b").status_code == 422


def test_a_case_whose_words_are_erased_still_opens():
    case = ProposalFactory(confirmed=True, erased_at=now(), statement=None)
    assert page(browser("dispatcher"), case).status_code == 200


def test_queries_of_list_and_case_do_not_grow(django_assert_max_num_queries):
    ProposalFactory.create_batch(25, triaged=True)
    case = ProposalFactory(triaged=True)
    person = officer("dispatcher")
    for _n in range(3):
        triage.remark(by=person, proposal=case, text="қарадым")
    client = signed_in(person)
    with django_assert_max_num_queries(19):
        assert client.get("/desk/").status_code == 200
    with django_assert_max_num_queries(48):
        assert page(client, case).status_code == 200


def test_every_offered_verb_has_a_page():
    department = OrganisationFactory()
    active_table(department)
    case = ProposalFactory(in_work=True, department=department)
    sheet = OrderSheet(executor=department, task="x", due_on=today(), money_source="09")
    order = orders.order_works(by=officer("dispatcher"), proposals=[case], sheet=sheet)
    orders.start_works(by=officer("dispatcher"), order=order)
    orders.attach_evidence(by=officer("dispatcher"), order=order, sheet=EvidenceSheet(act="A-1"))
    states = [ProposalFactory(**{trait: True}) for trait in ("triaged", "assigned", "claimed", "confirmed", "appeal")]
    for role in ("triage_officer", "dispatcher", "signer", "inspector", "operator"):
        client = browser(role)
        for one in [case, ProposalFactory(), *states]:
            for verb in VERBS.values():
                if verb.offered(client.person, stored(one)):
                    assert page(client, one, verb.slug).status_code == 200, (role, one.state, verb.slug)


def test_suggestions_stand_before_the_form_and_enter_never_chooses_one():
    case = ProposalFactory()
    case.statement.suggested = [["pothole", 0.7], ["pavement", 0.2]]
    case.statement.save()
    client = browser("triage_officer")
    text = page(client, case, "triage").content.decode()
    form = text[text.index('/triage/" enctype') :]
    assert form.index('class="away" tabindex="-1"') < form.index('value="pothole"') < form.index('name="category"')


def test_triage_asks_for_the_category_as_a_person_would():
    client, case = browser("triage_officer"), ProposalFactory()
    text = page(client, case, "triage").content.decode()
    assert "field__optional" not in text
    assert "---------" not in text
    assert post(client, case, "triage", category="", seen=0).status_code == 422


def test_a_term_is_counted_as_people_count():
    with translation.override("ru"):
        told = {(line.row.slug, line.row.track): (line.row.days, line.unit) for line in register()}
    assert told["triage", "appeal"] == (1, "рабочий день")
    assert told["forward", "appeal"] == (3, "рабочих дня")
    assert told["answer", "appeal"] == (15, "рабочих дней")
    assert told["question", ""] == (5, "календарных дней")
