"""Words of the intake pages: how a state and a hidden passage are called."""

from datetime import date

from django import template
from django.utils.translation import get_language

from qala.kernel.clock import today
from qala.proposals.rules.masking import HIDDEN_WORDS, Hidden
from qala.proposals.rules.words import CODE_WORDS, STATE_WORDS
from qala.ui.speech import until_words

register = template.Library()


@register.filter
def state_word(state: str) -> str:
    """«Қабылданды», in the reader's language."""
    told = STATE_WORDS.get(state)
    return told.in_language() if told else state


@register.filter
def code_problem(problem: str) -> str:
    """What is wrong with a scanned code, in the reader's language."""
    return CODE_WORDS[problem].in_language()


@register.filter
def hidden_word(kind: str) -> str:
    """What a hidden passage was: «телефон», “phone”."""
    return HIDDEN_WORDS[Hidden(kind)].in_language()


@register.simple_tag
def due_words(day: date) -> str:
    """The last day as people say it: «жұма, 5 желтоқсанға дейін»."""
    return until_words(day, (get_language() or "kk")[:2], today=today())
