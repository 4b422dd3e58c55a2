"""The talon: what its author reads and does there, and what a stranger does not."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from qala.kernel.clock import now
from qala.kernel.translated import Translated
from qala.people.tests.factories import AccountFactory, IdentityFactory, PersonFactory
from qala.proposals.actions import answers, links
from qala.proposals.models import Author, Decision, Incident, Letter, Link, Pause, Proposal, Reply
from qala.proposals.queries.follow import follow_code, handed_code
from qala.proposals.tests.factories import AuthorFactory, ProposalFactory, officer, said, walked

pytestmark = pytest.mark.django_db


def talon(case) -> str:
    return reverse("proposals:talon", args=[case.number, follow_code(case)])


def act(client, case, name, /, **fields):
    return client.post(reverse("proposals:talon_act", args=[case.number, follow_code(case), name]), fields)


def page(client, case) -> str:
    answer = client.get(talon(case))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_talon_is_a_good_ticket(client):
    case = ProposalFactory()
    html = page(client, case)
    assert case.number in html
    assert "<svg" in html
    assert talon(case) in html
    assert 'class="deadline' in html


def test_a_wrong_code_opens_nothing(client):
    case = ProposalFactory()
    wrong = reverse("proposals:talon", args=[case.number, "0" * 12])
    answer = client.get(wrong)
    assert answer.status_code == 404
    assert case.statement.text not in answer.content.decode()
    assert client.post(wrong + "confirm/").status_code == 404


def test_the_talon_is_kept_out_of_search_engines_and_caches(client):
    answer = client.get(talon(ProposalFactory()))
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_the_author_sees_what_others_do_not(client):
    case = ProposalFactory(statement__text="Шұңқыр. Тел 87012345678, хабарласыңыз")
    html = page(client, case)
    assert re.search(r"<del[^>]*>87012345678</del>", html)
    assert "Шұңқыр. Тел" in html


def test_replies_decisions_and_the_storms_answer_carry_their_language(client):
    incident = Incident.objects.create(category_id="electricity", opened_at=now())
    case = ProposalFactory(incident=incident)
    Reply.objects.create(proposal=case, verb="reply", text=Translated(ru="Ответ по делу"), at=now(), by="person:x")
    Reply.objects.create(incident=incident, verb="reply", text=Translated(kk="Бәріне жауап"), at=now(), by="person:x")
    Decision.objects.create(
        proposal=case, kind="explained", reason=Translated(ru="Разъясняем"), signed_by="person:x", signed_at=now()
    )
    html = page(client, case)
    assert re.search(r'lang="ru">\s*<p>Ответ по делу', html)
    assert re.search(r'lang="kk">\s*<p>Бәріне жауап', html)
    assert "Разъясняем" in html


def test_a_category_is_one_tap(client):
    case = ProposalFactory()
    case.statement.suggested = [["street_light", 0.7], ["bus_stop", 0.2]]
    case.statement.save()
    assert 'value="street_light"' in page(client, case)
    assert act(client, case, "category", category="bus_stop").status_code == 303
    case.refresh_from_db()
    assert case.category_id == "bus_stop"
    assert 'value="street_light"' not in page(client, case)
    assert act(client, case, "category", category="nothing").status_code == 422


def test_an_open_question_is_answered(client):
    case = ProposalFactory()
    Pause.objects.create(proposal=case, question="Қай аялдама?", asked_at=now())
    assert "Қай аялдама?" in page(client, case)
    assert act(client, case, "answer", words="  ").status_code == 422
    assert act(client, case, "answer", words="Орбита").status_code == 303
    assert case.pauses.get().answer == "Орбита"
    assert act(client, case, "answer", words="again").status_code == 422


def test_the_author_confirms_or_contests_a_claim(client):
    done, not_done = ProposalFactory(claimed=True), ProposalFactory(claimed=True)
    assert "/confirm/" in page(client, done)
    assert act(client, done, "confirm").status_code == 303
    empty = act(client, not_done, "contest")
    assert empty.status_code == 422
    assert act(client, not_done, "contest", words="Шам әлі жанбайды").status_code == 303
    assert set(Proposal.objects.values_list("state", flat=True)) == {"confirmed", "in_work"}


def test_an_answer_is_not_contested_for_ever(client):
    past = now() - timedelta(days=60)
    case = ProposalFactory(state="refused", received_at=past, answered_at=past)
    assert "/contest/" not in page(client, case)
    refused = act(client, case, "contest", words="Жоқ, келіспеймін")
    assert refused.status_code == 422
    assert "Жоқ, келіспеймін" not in Proposal.objects.get().state


def test_the_author_takes_a_message_back(client):
    case = ProposalFactory()
    assert act(client, case, "withdraw", words="Өзіміз жасадық").status_code == 303
    case.refresh_from_db()
    assert case.state == "explained"
    assert case.decisions.get().kind == "terminated"
    assert act(client, case, "withdraw").status_code in (403, 409)


@pytest.mark.parametrize(("words", "kept"), [("Сами починили", "Сами починили"), ("", "Автор отозвал сообщение.")])
def test_a_message_is_taken_back_on_a_page_of_another_language(client, words, kept):
    case = ProposalFactory(language="ru")
    client.cookies["language"] = "kk"
    assert act(client, case, "withdraw", words=words).status_code == 303
    assert case.decisions.get().reason.as_dict() == {"ru": kept}


def test_a_signal_becomes_an_appeal_that_asks_only_for_what_is_missing(client):
    case = ProposalFactory(received_at=now() - timedelta(days=3))
    AuthorFactory(proposal=case, name="Ақжолов Әлия", postal_address="")
    html = page(client, case)
    assert 'name="postal_address"' in html
    assert 'name="name"' not in html
    assert act(client, case, "upgrade", postal_address="Тауке хан 1").status_code == 303
    case.refresh_from_db()
    author = Author.objects.get(proposal=case)
    assert (case.track, case.identity, case.visibility) == ("appeal", "unconfirmed", "outline")
    assert (author.name, author.postal_address) == ("Ақжолов Әлия", "Тауке хан 1")
    assert 'id="sign"' in page(client, case)
    registered = case.registered_on
    assert act(client, case, "upgrade", phone="8 701 234 56 78").status_code == 303
    case.refresh_from_db()
    assert case.registered_on == registered
    assert Author.objects.get().phone == "+77012345678"


def test_a_slip_in_the_iin_is_told_and_nothing_is_lost(client):
    case = ProposalFactory()
    answer = act(client, case, "upgrade", iin="123456789012", name="Әлия")
    assert answer.status_code == 422
    assert "Әлия" in answer.content.decode()
    case.refresh_from_db()
    assert case.track == "signal"


def test_an_appeal_is_signed_by_a_code(client):
    case = ProposalFactory(appeal=True)
    assert act(client, case, "send-code", address="nobody").status_code == 422
    assert act(client, case, "send-code", address="a@example.kz").status_code == 303
    letter = Letter.objects.get()
    assert (letter.template, letter.way, letter.address) == ("one_time_code", "email", "a@example.kz")
    assert act(client, case, "check-code", digits="000000x").status_code == 422
    assert act(client, case, "check-code", digits=letter.slots["code"]).status_code == 303
    case.refresh_from_db()
    assert case.identity == "one_time_code"
    assert case.author.email == "a@example.kz"
    assert case.subscriptions.get().confirmed_at is not None
    assert 'id="sign"' not in page(client, case)


def test_a_code_is_not_guessed(client):
    case = ProposalFactory(appeal=True)
    act(client, case, "send-code", address="8 701 234 56 78")
    code = Letter.objects.get().slots["code"]
    wrong = "000000" if code != "000000" else "111111"
    assert [act(client, case, "check-code", digits=wrong).status_code for _ in range(6)] == [422] * 6
    assert act(client, case, "check-code", digits=code).status_code == 429


def test_a_code_belongs_to_one_case(client):
    mine, other = ProposalFactory(appeal=True), ProposalFactory(appeal=True)
    act(client, mine, "send-code", address="a@example.kz")
    code = Letter.objects.get().slots["code"]
    client.cookies["qala_code"]["path"] = "/"
    assert act(client, other, "check-code", digits=code).status_code == 422


def test_nobody_is_flooded_with_our_letters(client):
    case = ProposalFactory(appeal=True)
    answers = [act(client, case, "send-code", address="a@example.kz").status_code for _ in range(7)]
    assert answers == [303] * 5 + [422] * 2
    assert Letter.objects.count() == 5


def test_whoever_is_signed_in_signs_with_one_tap(client):
    person = PersonFactory()
    IdentityFactory(person=person, confirmed=True)
    client.force_login(AccountFactory(person=person))
    case = ProposalFactory(appeal=True)
    assert "/sign-in/" in page(client, case)
    assert act(client, case, "sign-in").status_code == 303
    case.refresh_from_db()
    assert (case.identity, case.author.person) == ("provider", person)


def test_an_unconfirmed_person_does_not_sign(client):
    client.force_login(AccountFactory())
    case = ProposalFactory(appeal=True)
    assert "/sign-in/" not in page(client, case)
    assert act(client, case, "sign-in").status_code == 422


class Seal:
    """A signature office for tests: it knows one seal."""

    def verify(self, proposal, payload):
        from qala.kernel.refusals import Refusal

        if payload != f"sealed {proposal.number}":
            raise Refusal("This signature does not fit.", code="signature")
        return "signature"


def test_an_electronic_signature_goes_through_the_citys_adapter(client, settings):
    case = ProposalFactory(appeal=True)
    assert act(client, case, "sign", payload="x").status_code == 422
    settings.QALA_SIGNATURE_ADAPTER = f"{Seal.__module__}.Seal"
    assert "/sign/" in page(client, case)
    assert act(client, case, "sign", payload="x").status_code == 422
    assert act(client, case, "sign", payload=f"sealed {case.number}").status_code == 303
    case.refresh_from_db()
    assert case.identity == "signature"


def test_following_waits_for_the_address_to_be_confirmed(client):
    case = ProposalFactory()
    for _ in range(2):
        assert act(client, case, "follow", address="a@example.kz").status_code == 303
    assert case.subscriptions.get().confirmed_at is None
    assert Letter.objects.get().template == "confirm_address"
    assert "a@example.kz" in page(client, case)


def test_why_the_date_is_this_one(client):
    case = ProposalFactory(appeal=True)
    html = page(client, case)
    assert html.count("<li>", html.index('class="more"')) >= 3
    assert "350-VI" in html


def test_an_erased_case_is_still_a_talon(client):
    case = ProposalFactory(statement=None)
    assert case.number in page(client, case)


def test_a_linked_twin_is_named(client):
    case, first = ProposalFactory(), ProposalFactory()
    Link.objects.create(kind="duplicate", source=case, target=first, made_at=now(), made_by="person:x")
    assert first.number in page(client, case)
    told = client.get(talon(first), headers={"accept-language": "en"}).content.decode()
    assert "1 more message about the same is linked with yours" in told


def test_after_a_split_the_talon_opens_each_part_and_its_answer_is_contested(client):
    case = ProposalFactory(triaged=True)
    parts = links.split(by=officer("operator"), proposal=case, texts=["Шам жанбайды", "Аялдама сынған"])
    told = page(client, case)
    assert all(talon(part) in told for part in parts)
    answers.explain(by=officer("signer"), proposal=walked(parts[0], "triage", at=now()), reason=said("Түсіндіреміз"))
    assert "Түсіндіреміз" in page(client, parts[0])
    assert act(client, parts[0], "contest", words="Келіспеймін").status_code == 303
    parts[0].refresh_from_db()
    assert parts[0].state == "triaged"


def test_a_handed_talon_opens_the_parts_with_no_more_power(client):
    operator = officer("operator")
    case = ProposalFactory(channel="phone", accepted_by=operator.actor_key)
    parts = links.split(by=operator, proposal=case, texts=["Шам жанбайды", "Аялдама сынған"])
    told = client.get(reverse("proposals:talon", args=[case.number, handed_code(case)])).content.decode()
    assert all(handed_code(part) in told and follow_code(part) not in told for part in parts)


def test_the_talon_asks_the_database_little(client, django_assert_max_num_queries):
    case = ProposalFactory(claimed=True)
    client.get(talon(case))
    with django_assert_max_num_queries(26):
        client.get(talon(case))


def test_no_act_is_made_up(client):
    assert act(client, ProposalFactory(), "assign").status_code == 404
