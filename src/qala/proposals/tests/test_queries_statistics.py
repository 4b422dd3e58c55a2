"""The database and the pure rules say the same; sums add up; each number opens exactly its cases."""

from datetime import date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qala.kernel.clock import CITY, now, today
from qala.people.tests.factories import OrganisationFactory
from qala.places.models import District, Population
from qala.proposals.models import Decision, Plan, Proposal, Verdict
from qala.proposals.queries import outcomes, statistics
from qala.proposals.queries.listing import Asked, listed
from qala.proposals.queries.silent import districts_heard, kinds_heard, silent_landmarks, silent_streets
from qala.proposals.queries.statistics import Scope
from qala.proposals.rules import statistics as rules
from qala.proposals.rules.chains import LINKS
from qala.proposals.rules.outcomes import Outcome, outcome_of
from qala.proposals.tests.factories import ProposalFactory, WorksOrderFactory
from qala.proposals.tests.public_city import whole_chain

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
WORKED = "triage assign start claim_fixed"
WALKS = [
    "", "withdraw", "triage", "triage explain", "triage refuse", "triage forward", "triage assign", "triage assign start",
    "triage assign plan", "triage assign plan redate", "triage assign plan refuse", "triage assign explain",
    WORKED, f"{WORKED} confirm", f"{WORKED} contest", f"{WORKED} confirm contest", f"{WORKED} confirm contest claim_fixed",
    f"{WORKED} contest claim_fixed confirm", "triage assign plan start claim_fixed confirm",
    "triage explain contest assign start", "triage forward come_back assign", "triage refuse contest explain",
]  # fmt: skip
SHAPES = st.fixed_dictionaries(
    {
        "walk": st.sampled_from(WALKS),
        "track": st.sampled_from(["signal", "appeal"]),
        "age": st.integers(0, 60),
        "hops": st.integers(0, 3),
        "decision": st.sampled_from(["", "satisfied", "explained", "terminated", "redirected"]),
        "unfunded": st.booleans(),
        "order": st.sampled_from(["", "ordered", "cancelled"]),
        "verdict": st.booleans(),
        "visibility": st.sampled_from(["public", "public", "outline", "hidden"]),
        "held": st.sampled_from([False, False, False, True]),
    }
)


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


def made(shape, department) -> Proposal:
    """A case that went this way; odd papers are welcome, as the database admits them."""
    at = now() - shape["age"] * DAY
    walk = way(shape["walk"], at)
    case = ProposalFactory(
        walk=walk, track=shape["track"], received_at=at, hops=shape["hops"], visibility=shape["visibility"],
        department=department, quarantined_at=now() if shape["held"] else None,
    )  # fmt: skip
    if shape["decision"]:
        Decision.objects.create(proposal=case, kind=shape["decision"], signed_by="person:h", signed_at=now())
    if case.state == "planned":
        Plan.objects.create(
            proposal=case, owner=department, unfunded=shape["unfunded"], made_at=now(), review_on=today(),
            due_on=today(), money_source="09", place="here",
        )  # fmt: skip
    if shape["order"]:
        WorksOrderFactory(state=shape["order"]).proposals.add(case)
    if shape["verdict"]:
        Verdict.objects.create(proposal=case, answer="confirmed", eyes="resident", by="author:1", at=now())
    return case


def way(verbs: str, at: datetime) -> list[tuple[str, datetime]]:
    """The moments of these steps, spread over the days since."""
    steps = verbs.split()
    pace = (now() - at) / (len(steps) + 1)
    return [(verb, at + place * pace) for place, verb in enumerate(steps, 1)]


def pks(asked: Asked) -> set[int]:
    return set(listed(asked).values_list("pk", flat=True))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SHAPES, min_size=1, max_size=12))
def test_every_number_opens_exactly_its_cases_and_sums_add_up(shapes):
    department = OrganisationFactory()
    begin = Proposal.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for shape in shapes:
        made(shape, department)
    mine = Proposal.objects.filter(pk__gt=begin)
    told = statistics.count(Scope())
    all_shown = listed(Asked()).count()
    assert sum(told.by_outcome.values()) == told.headline.denominator == all_shown
    assert sum(told.born.parts.values()) == all_shown
    assert told.headline.denominator + told.withheld.total == Proposal.objects.count()
    for outcome, n, asked in statistics.outcome_rows(told):
        assert len(pks(asked)) == n, outcome
    for link, n, asked in statistics.chain_steps(told):
        assert len(pks(asked)) == n, link
    for figure in told.all():
        lists = statistics.ways_in(told)[figure.definition.slug]
        assert len(pks(lists["numerator"])) == figure.numerator, figure.definition.slug
        assert len(pks(lists["denominator"])) == figure.denominator, figure.definition.slug
    for case in mine.annotate(told=outcomes.outcome_word()).prefetch_related("decisions", "plans"):
        decisions, plans = list(case.decisions.all()), list(case.plans.all())
        funded = not any(plan.unfunded for plan in plans if plan.replaced_at is None)
        last = decisions[-1].kind if decisions else ""
        assert case.told == outcome_of(case.state, decision=last, funded=funded)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SHAPES, min_size=1, max_size=8))
def test_grouped_rows_give_the_figures_of_single_cases(shapes):
    department = OrganisationFactory()
    for shape in shapes:
        made(shape, department)
    cases, chains = statistics.counted(Scope())
    shown = list(listed(Asked()))
    assert len(cases) == len(chains) == len(shown)
    assert sum(case.hops for case in cases) == sum(case.hops for case in shown)
    late = sum(case.track == "appeal" and overdue_by_hand(case) for case in shown)
    assert rules.overdue(cases).numerator == late


def overdue_by_hand(case) -> bool:
    from qala.kernel.clock import local

    ended = case.answered_at or (case.closed_at if case.state == "forwarded" else None)
    return (local(ended).date() if ended else today()) > case.due_on


def test_outcomes_are_disjoint():
    whole_chain()
    ProposalFactory(triaged=True)
    lists = [pks(Asked(outcome=one.value)) for one in Outcome]
    assert sum(map(len, lists)) == len(set().union(*lists)) == 2


def test_the_whole_chain_is_born_from_residents():
    case = whole_chain()
    told = statistics.count(Scope())
    assert (told.born.numerator, told.born.denominator) == (1, 1)
    assert pks(Asked(chain=LINKS[-1])) == {case.pk}


def test_works_without_a_second_pair_of_eyes_stop_at_the_claim():
    case = whole_chain()
    alone = ProposalFactory(claimed=True)
    WorksOrderFactory().proposals.add(alone)
    assert pks(Asked(chain="claim")) == {alone.pk}
    assert pks(Asked(chain="confirmation")) == {case.pk}


def test_a_period_and_a_district_cut_alike():
    District.objects.create(code="791110000")
    old = ProposalFactory(received_at=now() - 100 * DAY, district_id="791110000")
    new = ProposalFactory(district_id="791110000")
    ProposalFactory()
    scope = Scope(since=today() - 50 * DAY, district="791110000")
    told = statistics.count(scope)
    assert told.headline.denominator == 1
    assert pks(scope.asked()) == {new.pk}
    assert pks(Scope(until=today() - 50 * DAY).asked()) == {old.pk}
    assert Scope(until=date(2020, 1, 1)).is_over


def test_topics_by_month_add_up():
    for months in (0, 1, 3):
        ProposalFactory(triaged=True, received_at=now() - months * 31 * DAY)
    ProposalFactory()
    months, multiples = statistics.by_topic(Scope())
    assert sum(one.total for one in multiples) == 4
    assert all(len(one.came) == len(months) and sum(one.came) == one.total for one in multiples)
    assert multiples[-1].topic == ""


@pytest.mark.parametrize(
    ("language", "words"), [("kk", "2024 ж. қараша"), ("ru", "ноябрь 2024 г."), ("en", "November 2024")]
)
def test_the_page_names_months_in_the_readers_words(client, language, words):
    ProposalFactory(triaged=True, received_at=datetime(2024, 11, 20, 9, tzinfo=CITY))
    client.cookies["language"] = language
    shown = client.get(reverse("proposals:statistics")).content.decode().replace("\xa0", " ")
    assert words in shown
    assert "2024-11" not in shown


def test_districts_are_heard_in_the_order_of_their_codes():
    for code, people, voices in (("791110000", 1000, 0), ("791120000", 9000, 30)):
        District.objects.create(code=code)
        Population.objects.create(code=code, people=people, source_url=f"https://gov.kz/{code}")
        ProposalFactory.create_batch(voices, district_id=code)
    told = districts_heard(Scope())
    assert [one.line.district.code for one in told] == ["791110000", "791120000"]
    assert [round(one.heard.expected, 6) for one in told] == [3.0, 27.0]
    assert sum(one.heard.place.observed for one in told) == 30
    assert [len(pks(one.asked)) for one in told] == [0, 30]


def test_streets_and_places_without_a_voice_are_named(client):
    from qala.places.tests.factories import a_district, a_landmark, a_street

    a_district()
    street, place = a_street(), a_landmark()
    assert (street in silent_streets(Scope()), place in silent_landmarks(Scope())) == (True, True)
    (kind,) = kinds_heard(Scope())
    assert (kind.spoke, kind.total) == (0, 1)
    assert str(street) in client.get(reverse("proposals:silent")).content.decode()
    ProposalFactory(street=street, landmark=place)
    ProposalFactory(hidden=True, street=street)
    cache.clear()
    assert street not in silent_streets(Scope())
    assert place not in silent_landmarks(Scope())


def test_indicators_are_the_figures_of_the_whole_city():
    whole_chain()
    told = {figure.definition.slug: figure for figure in statistics.indicators()}
    assert told["confirmed_of_all"].numerator == 1
    assert len(told) == 7


def test_a_kept_figure_is_counted_again_after_an_action(django_assert_max_num_queries):
    from uuid import uuid4

    from qala.kernel.actors import RESIDENT
    from qala.proposals.actions import intake
    from qala.proposals.rules.sheet import Sheet

    before = statistics.figures(Scope()).headline.denominator
    with django_assert_max_num_queries(1):
        statistics.figures(Scope())
    intake.submit(by=RESIDENT, uid=uuid4(), sheet=Sheet(text="Аялдамада жарық жоқ"))
    cache.delete_many([f"proposals:figures:None:None::{today()}:young"])
    assert statistics.figures(Scope()).headline.denominator == before + 1
