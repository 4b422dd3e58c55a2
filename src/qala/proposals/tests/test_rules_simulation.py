"""Our table walks every path of Signalen's workflow that a resident can see (19 states, 103 edges)."""

import json

import pytest

from qala.proposals.rules.process import WORKFLOW, steps
from qala.proposals.tests.shared import shared_file
from qala.proposals.tests.signalen_paths import SEEN, UNSEEN, path, visible_edges

LONGEST = 5  # steps of ours for one of theirs


@pytest.fixture(scope="module")
def theirs():
    return json.loads(shared_file("listening/signalen/workflow.json").read_text())


def test_every_state_is_seen_or_has_a_reason_not_to_be(theirs):
    assert (len(theirs), sum(map(len, theirs.values()))) == (19, 103)
    assert set(SEEN) | set(UNSEEN) == set(theirs)
    assert not set(SEEN) & set(UNSEEN)
    assert all(UNSEEN.values())


def test_historical_states_cannot_be_reached_from_the_start(theirs):
    met, waiting = set(), ["LEEG"]
    while waiting:
        state = waiting.pop()
        if state not in met:
            met.add(state)
            waiting += theirs[state]
    assert set(theirs) - met == {"ON_HOLD", "GESPLITST"}


def test_both_begin_alike(theirs):
    assert theirs["LEEG"] == ["GEMELD"]
    assert SEEN["GEMELD"][0] == WORKFLOW.start


def test_every_visible_step_has_a_path_of_ours(theirs):
    edges = sorted(set(visible_edges(theirs)))
    assert len(edges) > 80
    for state, after in edges:
        for point in SEEN[state]:
            walked = path(point, SEEN[after])
            assert walked is not None, (state, after, point)
            assert len(walked) <= LONGEST, (state, after, point, walked)


def test_the_paths_say_what_they_should():
    assert path("fixed_claimed", SEEN["AFGEHANDELD"]) == ("confirm",)
    assert path("confirmed", SEEN["HEROPEND"]) == ("contest",)
    assert path("triaged+asked", SEEN["REACTIE_ONTVANGEN"]) == ("reply",)
    assert path("forwarded", SEEN["BEHANDELING"]) == ("come_back", "assign", "start")
    assert path("withdrawn", SEEN["BEHANDELING"]) == ("contest", "assign", "start")
    assert steps("forwarded", ("come_back", "assign", "start")) == "in_work"


def test_what_signalen_allows_and_we_never_do():
    """Their executor's side may close a case in one step; ours needs a claim and somebody else's confirmation."""
    assert path("in_work", ("confirmed",)) == ("claim_fixed", "confirm")
    assert all(verb != "confirm" or state == "fixed_claimed" for state, verb, _ in WORKFLOW.rows)
