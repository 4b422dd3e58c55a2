"""The workflow table, who may act, outcomes and words."""

from datetime import date
from pathlib import Path

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from qala.kernel.refusals import Refusal
from qala.kernel.translated import Translated
from qala.proposals.rules import outcomes, words, works
from qala.proposals.rules.outcomes import DecisionKind, Outcome, outcome_of
from qala.proposals.rules.process import (
    ENDS_PROMISE,
    NEEDS_REASON,
    WHO,
    WORKFLOW,
    LinkKind,
    Office,
    Track,
    offices_for,
    steps,
)


def test_the_states_are_those_of_the_domain_page():
    assert set(WORKFLOW.states) == {
        "received", "triaged", "assigned", "in_work", "fixed_claimed",
        "confirmed", "planned", "explained", "refused", "forwarded",
    }  # fmt: skip


def test_the_page_draws_the_table_as_it_is():
    page = Path(__file__).parents[4] / "docs" / "parts" / "proposals.md"
    assert f"../images/workflow-{WORKFLOW.name}-en.svg" in page.read_text("utf-8")


def test_no_state_is_a_dead_end():
    assert WORKFLOW.final_states() == ()


def test_the_executor_cannot_confirm():
    assert offices_for("fixed_claimed", "confirm") == {Office.RESIDENT, Office.INSPECTOR}


def test_only_the_head_refuses():
    for state in WORKFLOW.states:
        if WORKFLOW.allows(state, "refuse"):
            assert offices_for(state, "refuse") == {Office.SIGNER}


def test_an_inspector_may_not_contest_an_answer_given_to_the_author():
    assert offices_for("explained", "contest") == {Office.RESIDENT}
    assert Office.INSPECTOR in offices_for("fixed_claimed", "contest")
    assert offices_for("confirmed", "claim_fixed") == frozenset()


def test_explained_is_never_reached_by_claiming_a_fix():
    with pytest.raises(Refusal):
        steps("explained", ("confirm",))
    assert steps("received", ("triage", "assign", "start", "claim_fixed", "confirm", "contest")) == "in_work"


def test_every_verb_has_an_office_words_and_a_row():
    verbs = {verb for _, verb, _ in WORKFLOW.rows}
    assert verbs == set(WHO) == set(words.VERB_WORDS)
    assert verbs >= NEEDS_REASON


def test_neither_a_claim_nor_a_plan_ends_the_promise():
    assert not {"fixed_claimed", "planned"} & ENDS_PROMISE


def _complete(text: Translated) -> bool:
    return bool(text.kk and text.ru and text.en)


def test_every_word_stands_in_three_languages():
    assert set(words.STATE_WORDS) == set(WORKFLOW.states)
    assert set(words.OUTCOME_WORDS) == set(Outcome)
    assert set(words.LINK_WORDS) == set(LinkKind)
    assert set(words.TRACK_WORDS) == set(Track)
    tables = (words.STATE_WORDS, words.VERB_WORDS, words.OUTCOME_WORDS, words.LINK_WORDS, words.TRACK_WORDS)
    assert all(_complete(text) for table in tables for text in table.values())
    assert all(_complete(ground.title) for ground in outcomes.REFUSAL_GROUNDS)
    assert len(outcomes.GROUND_SLUGS) == len(outcomes.REFUSAL_GROUNDS)


@given(
    cases=st.lists(
        st.tuples(st.sampled_from(WORKFLOW.states), st.sampled_from(["", *DecisionKind]), st.booleans()), max_size=60
    )
)
def test_outcomes_are_disjoint_and_add_up(cases):
    counted = dict.fromkeys(Outcome, 0)
    for state, decision, funded in cases:
        counted[outcome_of(state, decision=decision, funded=funded)] += 1
    assert sum(counted.values()) == len(cases)


def test_every_outcome_can_be_reached():
    reached = {
        outcome_of(state, decision=decision, funded=funded)
        for state in WORKFLOW.states
        for decision in ("", *DecisionKind)
        for funded in (True, False)
    }
    assert reached == set(Outcome)


def test_withdrawn_is_not_counted_as_explained():
    assert outcome_of("explained", decision="terminated") is Outcome.WITHDRAWN
    assert outcome_of("explained", decision="explained") is Outcome.EXPLAINED
    with pytest.raises(ValueError, match="no such state"):
        outcome_of("solved")


def test_works_are_accepted_only_after_a_claim():
    assert works.WORKS.verbs("claimed") == ("accept", "return")
    assert works.WORKS.after("returned", "claim") == "claimed"
    with pytest.raises(Refusal):
        works.WORKS.after("ordered", "accept")
    assert set(works.WORKS_WORDS) == set(works.WORKS.states)
    assert all(_complete(text) for text in works.WORKS_WORDS.values())


def test_a_promise_without_date_owner_or_money_is_no_promise():
    today = date(2026, 11, 23)
    assert works.Promise("roads", date(2027, 5, 1), "budget 451").problems(today) == ()
    assert works.Promise("", None, "budget 451").problems(today) == ("owner_missing", "date_missing")
    assert works.Promise("roads", None).problems(today) == ("review_date_missing",)
    assert works.Promise("roads", None, review_on=date(2027, 1, 11)).problems(today) == ()
    assert works.Promise("roads", date(2026, 1, 1), "x").problems(today) == ("date_in_the_past",)
    assert works.Promise("roads", None, review_on=date(2026, 1, 1)).problems(today) == ("review_date_in_the_past",)


def test_done_needs_evidence_and_a_place():
    assert works.may_claim(has_photo=True, has_act=False, place_known=True) == ()
    assert works.may_claim(has_photo=False, has_act=False, place_known=False) == ("evidence_missing", "place_missing")


@pytest.mark.parametrize("table", [WORKFLOW, works.WORKS])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_no_slug_reaches_whoever_is_refused(table, language):
    slugs = {*table.states, *(verb for _state, verb, _after in table.rows)}
    assert slugs == set(table.words)
    for state in table.states:
        for verb in slugs - set(table.states) - set(table.verbs(state)):
            with override(language), pytest.raises(Refusal) as caught:
                table.after(state, verb)
            said = str(caught.value.reason)
            assert table.words[state].get(language) in said
            assert table.words[verb].get(language) in said
