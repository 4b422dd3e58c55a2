"""Public pages: who may open them, what they say, in how many questions to the database."""

import json
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from qala.kernel.clock import now, today
from qala.kernel.translated import Translated
from qala.places.tests.factories import a_district, a_landmark, a_street
from qala.proposals.actions import intake
from qala.proposals.actions.calendar_keys import make_calendar_key
from qala.proposals.models import Link, Plan, Proposal, Reply
from qala.proposals.queries.deadlines import token_of
from qala.proposals.queries.seeking import count_in_time
from qala.proposals.queries.statistics import Scope, figures
from qala.proposals.rules.chains import LINKS
from qala.proposals.tests.factories import AuthorFactory, ProposalFactory, WorksOrderFactory, officer, walked
from qala.proposals.tests.public_city import whole_chain
from qala.proposals.views.public_figures import FORMULAS

pytestmark = pytest.mark.django_db

PERMISSIONS = [
    ("anyone", "proposals:home", 200),
    ("anyone", "proposals:list", 200),
    ("anyone", "proposals:points", 200),
    ("anyone", "proposals:feed", 200),
    ("anyone", "proposals:statistics", 200),
    ("anyone", "proposals:silent", 200),
    ("anyone", "proposals:definition", 200),
    ("anyone", "proposals:open_data", 200),
    ("anyone", "proposals:cases_csv", 200),
    ("anyone", "proposals:cases_json", 200),
    ("anyone", "proposals:schema", 200),
    ("anyone", "proposals:datapackage", 200),
    ("anyone", "proposals:case", 200),
    ("anyone", "proposals:case_feed", 200),
    ("anyone", "proposals:deadlines_page", 403),
    ("anyone", "proposals:deadlines", 404),
    ("photo_redactor", "proposals:deadlines_page", 403),
    ("executor", "proposals:deadlines_page", 200),
    ("executor", "proposals:deadlines", 200),
]


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


@pytest.fixture
def case():
    return ProposalFactory(longitude=69.6, latitude=42.3, triaged=True)


def address(name, case, person=None):
    words = {
        "proposals:case": [case.number],
        "proposals:case_feed": [case.number],
        "proposals:definition": ["confirmed_of_all"],
        "proposals:deadlines": ["forged:token"],
    }
    if name == "proposals:deadlines" and person:
        words[name] = [token_of(make_calendar_key(by=person))]
    return reverse(name, args=words.get(name, []))


def as_person(client, role):
    """Sign in somebody who holds an office; `people.middleware` reads the account."""
    from qala.people.tests.factories import AccountFactory

    person = officer(role)
    client.force_login(AccountFactory(person=person))
    return person


@pytest.mark.parametrize(("role", "name", "status"), PERMISSIONS)
def test_who_may_open_what(client, case, role, name, status):
    person = None if role == "anyone" else as_person(client, role)
    there = address(name, case, person)
    answer = client.get(there)
    assert answer.status_code == status
    assert b"".join(answer) if answer.streaming else answer.content
    posted = (302,) if (name, status) == ("proposals:deadlines_page", 200) else (403, 404, 405)
    assert client.post(there).status_code in posted


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("name", [name for role, name, status in PERMISSIONS if role == "anyone" and status == 200])
def test_every_page_speaks_every_language(client, case, name, language):
    client.cookies["language"] = language
    assert client.get(address(name, case)).status_code == 200


def test_the_case_tells_its_whole_chain(client):
    case = whole_chain()
    client.cookies["language"] = "en"
    said = client.get(address("proposals:case", case)).content.decode()
    for word in ("Signal", "Decision", "Works", "Evidence", "Confirmation"):
        assert word in said
    for anchor in ("works-", "evidence-", "confirmation"):
        assert f'href="#{anchor}' in said
        assert f'id="{anchor}' in said
    assert "not yet" not in said
    assert said.count("is-made") == len(LINKS)


def test_a_moved_promise_keeps_its_earlier_day(client):
    case = walked(ProposalFactory(in_work=True), "plan", at=now())
    early, late = today() + timedelta(days=3), today() + timedelta(days=30)
    common = {"proposal": case, "owner": case.department, "money_source": "09.015", "place": "here"}
    Plan.objects.create(**common, due_on=early, made_at=now(), replaced_at=now())
    Plan.objects.create(**common, due_on=late, made_at=now(), reason=Translated(kk="Жөндеу кешікті"))
    client.cookies["language"] = "ru"
    said = client.get(address("proposals:case", case)).content.decode()
    assert '<p class="list__words" lang="kk">Жөндеу кешікті</p>' in said
    assert str(early.day) in said
    assert str(late.day) in said


def test_each_passage_of_a_reply_carries_its_language_and_standing(client, case):
    Reply.objects.create(
        proposal=case,
        verb="reply",
        text=Translated(kk="Шам ауысты", en="The lamp was replaced"),
        translation={"kk": "original", "en": "automatic"},
        at=now(),
        by="person:x",
    )
    client.cookies["language"] = "en"
    said = client.get(address("proposals:case", case)).content.decode()
    assert '<div lang="en"><p>The lamp was replaced</p></div>' in said
    assert '<div lang="kk"><p>Шам ауысты</p></div>' in said
    assert "translated by a machine" in said
    client.cookies["language"] = "ru"
    assert 'lang="kk"><p>Шам ауысты' in client.get(address("proposals:case", case)).content.decode()


def test_a_hidden_and_a_held_case_are_as_good_as_none(client):
    for case in (ProposalFactory(hidden=True), ProposalFactory(quarantined=True)):
        assert client.get(address("proposals:case", case)).status_code == 404
        assert client.get(address("proposals:case_feed", case)).status_code == 404
        assert case.number not in client.get(reverse("proposals:list")).content.decode()
    as_person(client, "triage_officer")
    assert client.get(address("proposals:case", case)).status_code == 200


@pytest.mark.parametrize("number", ["26-000000", "x", "26-999999999999999999", "99-000001", "26-٣"])
def test_a_wrong_number_opens_nothing(client, case, number):
    assert client.get(reverse("proposals:case", args=[number])).status_code == 404


def test_an_appeal_shows_its_outline_only(client):
    case = AuthorFactory(proposal__appeal=True, proposal__triaged=True).proposal
    said = client.get(address("proposals:case", case)).content.decode()
    assert case.statement.public_text not in said
    assert "Ақжолов" not in said
    assert "Шымкент, Тәуке хан" not in said


def test_me_too_is_counted_once_for_a_device(client, case):
    client.get(address("proposals:case", case))
    for _ in range(2):
        assert client.post(reverse("proposals:me_too"), {"number": case.number}).status_code == 200
    assert case.supports.count() == 1
    client.cookies["language"] = "en"
    assert "Your voice is counted here." in client.get(address("proposals:case", case)).content.decode()


def test_twins_are_named_but_hidden_ones_are_not(client, case):
    shown, hidden = ProposalFactory(), ProposalFactory(hidden=True)
    for twin in (shown, hidden):
        Link.objects.create(kind="duplicate", source=twin, target=case, made_at=now(), made_by="person:x")
    said = client.get(address("proposals:case", case)).content.decode()
    assert shown.number in said
    assert hidden.number not in said


def test_the_list_answers_odd_questions(client, case):
    for odd in (
        {"q": "\x00"}, {"category": "x"}, {"before": "x-y"}, {"before": "9" * 30 + "-1"}, {"since": "x"},
        {"until": "9999-12-31"}, {"since": "0001-01-01"}, {"place": "street:x"}, {"place": "landmark:99999999999"}, {"chain": "x"},
        {"near": "қайдағы бір жер"}, {"q": "<script>"}, {"q": "%"}, {"district": "x"}, {"topic": "'"},
    ):  # fmt: skip
        answer = client.get(reverse("proposals:list"), odd)
        assert answer.status_code == 200, odd
        assert "<script>" not in answer.content.decode().replace("<script type", "")
        assert client.get(reverse("proposals:points"), odd).status_code == 200


def numbers(client, **query):
    text = b"".join(client.get(reverse("proposals:list"), {**query, "format": "csv"})).decode("utf-8-sig")
    return {line.split(",")[0] for line in text.splitlines()[1:]}


def test_filters_stand_in_the_address(client):
    a_district()
    street = a_street()
    place = a_landmark()
    one = ProposalFactory(triaged=True, district_id="791110000", street=street)
    two = ProposalFactory(track="appeal", visibility="outline", landmark=place, received_at=now() - timedelta(days=40))
    assert numbers(client) == {one.number, two.number}
    assert numbers(client, category="street_light") == {one.number}
    assert numbers(client, topic="improvement") | numbers(client, topic="urban_environment") == {one.number}
    assert numbers(client, district="791110000") == {one.number}
    assert numbers(client, track="appeal") == {two.number}
    assert numbers(client, since=today() - timedelta(days=10)) == {one.number}
    assert numbers(client, until=today() - timedelta(days=10)) == {two.number}
    assert numbers(client, place=f"street:{street.pk}") == {one.number}
    assert numbers(client, place=f"landmark:{place.pk}") == {two.number}
    assert numbers(client, outcome="open") == {one.number, two.number}
    assert numbers(client, outcome="confirmed") == set()


def test_near_a_street_is_near_its_middle(client):
    a_district()
    street = a_street()
    segment = street.segments.first()
    middle = segment.line.interpolate(0.5, normalized=True)
    near = ProposalFactory(longitude=middle.x, latitude=middle.y)
    ProposalFactory(longitude=middle.x + 1, latitude=middle.y)
    assert numbers(client, near="Тәуке хан") == {near.number}
    assert numbers(client, near="мұндай көше жоқ шығар") == set()


def test_words_are_found_in_any_spelling_but_only_public_ones(client):
    from uuid import uuid4

    from qala.kernel.actors import RESIDENT
    from qala.proposals.rules.sheet import Sheet

    case = intake.submit(by=RESIDENT, uid=uuid4(), sheet=Sheet(text="Аялдамада жарық жоқ, 87012345678 Асқар Серікұлы"))
    assert numbers(client, q="жарық") == {case.number}
    assert numbers(client, q="jaryk") == {case.number}
    assert numbers(client, q="87012345678") == set()
    outline = ProposalFactory(appeal=True)
    assert outline.number not in numbers(client, q="жарық")


def test_the_list_turns_its_pages_by_key(client):
    start = now() - timedelta(days=2)
    cases = [ProposalFactory(received_at=start + timedelta(minutes=n // 2)) for n in range(60)]
    seen, there = [], reverse("proposals:list")
    while there:
        answer = client.get(there)
        seen += [row["case"].pk for row in answer.context["rows"]]
        there = answer.context["older"]
    assert len(seen) == len(set(seen)) == len(cases)
    assert seen == sorted(seen, reverse=True)


def told_by_the_list(client, **asked):
    page = client.get(reverse("proposals:list"), asked, headers={"accept-language": "en"})
    return page.context["total"], page.content.decode()


def test_above_the_cap_the_list_tells_the_number_of_the_figures(client, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr("qala.proposals.queries.listing.CAP", 2)
    ProposalFactory.create_batch(4, triaged=True)
    client.get(reverse("proposals:home"))
    monkeypatch.setattr("qala.proposals.views.public.count_in_time", lambda _cases: pytest.fail("counted again"))
    with django_assert_max_num_queries(20):
        total, page = told_by_the_list(client)
    assert total == 4
    assert "4 messages" in page
    assert told_by_the_list(client, outcome="open")[0] == 4


def test_what_no_figure_counted_is_counted_as_far_as_patience_goes(client, monkeypatch):
    monkeypatch.setattr("qala.proposals.queries.listing.CAP", 2)
    monkeypatch.setattr("qala.proposals.views.public.CAP", 2)
    ProposalFactory.create_batch(4, triaged=True)
    assert told_by_the_list(client)[0] == 4
    cache.clear()
    monkeypatch.setattr("qala.proposals.views.public.count_in_time", lambda _cases: None)
    total, page = told_by_the_list(client, track="signal")
    assert total is None
    assert "More than 2 messages" in page


def test_counting_stops_when_patience_ends(monkeypatch):
    slow = Proposal.objects.extra(where=["pg_sleep(1) IS NOT NULL"])
    ProposalFactory()
    assert count_in_time(Proposal.objects.all()) == 1
    monkeypatch.setattr("qala.proposals.queries.seeking.PATIENCE_MS", 20)
    assert count_in_time(slow) is None


def test_points_and_list_are_twins(client):
    seen = ProposalFactory(longitude=69.612345, latitude=42.312345, triaged=True)
    ProposalFactory(hidden=True, longitude=69.6, latitude=42.3)
    ProposalFactory()
    told = json.loads(client.get(reverse("proposals:points")).content)
    (feature,) = told["features"]
    assert feature["geometry"]["coordinates"] == [69.6123, 42.3123]
    assert feature["properties"]["address"] == f"/proposals/{seen.number}/"


def test_lists_and_pages_ask_few_questions(client, django_assert_max_num_queries):
    for _ in range(30):
        ProposalFactory(triaged=True, longitude=69.6, latitude=42.3)
    case = whole_chain()
    for name, most in (("proposals:list", 8), ("proposals:points", 5), ("proposals:case", 30), ("proposals:home", 14)):
        client.get(address(name, case))
        with django_assert_max_num_queries(most):
            client.get(address(name, case))


def test_the_front_page_names_promises_with_their_days(client):
    day = today()
    kept = ProposalFactory(confirmed=True, promised_on=day + timedelta(days=2))
    broken = ProposalFactory(in_work=True, promised_on=day - timedelta(days=5))
    ProposalFactory(promised_on=day)
    client.cookies["language"] = "en"
    said = client.get("/").content.decode()
    before, _line, after = said.partition("Promises broken")
    assert kept.number in before
    assert "2 days early" in before
    assert broken.number in after
    assert "5 days late" in after
    assert broken.number not in before


def test_the_front_page_tells_no_figure_twice(client):
    whole_chain()
    AuthorFactory(proposal=ProposalFactory(appeal=True))
    faces = client.get(reverse("proposals:home")).context["faces"]
    counts = [(face.figure.numerator, face.figure.denominator) for face in faces]
    assert len(counts) == len(set(counts))
    assert faces[0].slug == "confirmed_of_all"
    assert "born_from_residents" not in [face.slug for face in faces], "here it says what the first one says"


def test_a_formula_is_told_to_people_as_to_programs_and_in_their_language(client):
    for figure in figures(Scope()).all():
        with translation.override("en"):
            assert str(FORMULAS[figure.definition.slug]) == figure.definition.formula
        with translation.override("ru"):
            assert not re.search("[a-z]", str(FORMULAS[figure.definition.slug]))


def test_an_officer_gets_the_days_of_the_own_department(client):
    ours = ProposalFactory(in_work=True)
    ProposalFactory(in_work=True)
    from qala.people.tests.factories import AppointmentFactory

    person = as_person(client, "executor")
    AppointmentFactory(person=person, role="executor", organisation=ours.department)
    address = reverse("proposals:deadlines", args=[token_of(make_calendar_key(by=person))])
    said = client.get(address).content.decode()
    assert said.count("BEGIN:VEVENT") == 1
    assert ours.number in said
    assert ours.statement.public_text not in said
    assert all(len(line.encode()) <= 75 for line in said.split("\r\n"))


def test_works_orders_and_cases_are_known_by_their_keys(client):
    from qala.kernel.cards import reference

    case = ProposalFactory(in_work=True)
    order = WorksOrderFactory()
    order.proposals.add(case)
    assert case.number in reference(f"proposals.proposal:{case.pk}", None).title
    assert reference(f"proposals.worksorder:{order.pk}", None).address.endswith(f"#works-{order.pk}")
    assert reference(f"proposals.proposal:{ProposalFactory(hidden=True).pk}", None) is None
    assert reference("proposals.proposal:x", None) is None


def test_what_stands_beside_a_place_is_open_and_shown():
    from qala.proposals.queries.references import beside, cabinet

    a_district()
    street, place = a_street(), a_landmark()
    near = ProposalFactory(street=street)
    at_place = ProposalFactory(landmark=place)
    ProposalFactory(street=street, hidden=True)
    ProposalFactory(street=street, confirmed=True)
    assert {one.title for one in beside(street, None)} >= {f"№ {near.number}"}
    assert [one.title for one in beside(place, None)] == [f"№ {at_place.number}"]
    assert len(beside(street, None)) <= 2
    author = AuthorFactory(person=officer("operator"), proposal=at_place)
    assert [one.title for one in cabinet(author.person)] == [f"№ {at_place.number}"]
    assert f"/t/{at_place.number}/" in cabinet(author.person)[0].address
