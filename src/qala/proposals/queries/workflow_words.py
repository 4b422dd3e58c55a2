"""The life of a case as people read it: from each state, what may happen, who does it, where it leads."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from qala.kernel.workflow import Workflow
from qala.people.rules.roles import ROLES
from qala.proposals.rules.process import Office, offices_for
from qala.proposals.rules.words import STATE_WORDS, VERB_WORDS


@dataclass(frozen=True)
class StepInWords:
    """One lawful step."""

    verb: str
    offices: str
    after: str


@dataclass(frozen=True)
class StateInWords:
    """A state with its lawful steps; none where the case rests."""

    slug: str
    title: str
    steps: list[StepInWords]


def steps_in_words(workflow: Workflow) -> list[StateInWords]:
    """Every state in the order of the table."""
    return [
        StateInWords(state, str(STATE_WORDS[state]), [_step(workflow, state, verb) for verb in workflow.verbs(state)])
        for state in workflow.states
    ]


def _step(workflow: Workflow, state: str, verb: str) -> StepInWords:
    offices = ", ".join(_office(office) for office in sorted(offices_for(state, verb), key=list(Office).index))
    named = offices[:1].upper() + offices[1:].lower()
    return StepInWords(str(VERB_WORDS[verb]), named, str(STATE_WORDS[workflow.after(state, verb)]))


def _office(office: Office) -> str:
    return _("the resident") if office is Office.RESIDENT else str(ROLES[office.value].title)
