"""Words borrowed from allauth are still said there, and said by us in Kazakh."""

from pathlib import Path

import allauth
import pytest
from django.utils.translation import gettext, ngettext, override

from qala.people.borrowed_words import SENTENCES

SAID = {
    path: path.read_text("utf-8")
    for path in Path(allauth.__file__).parent.rglob("*")
    if path.suffix in {".py", ".html", ".txt"}
}
EVERYTHING = "\n".join(SAID.values())


def as_written(sentence: str) -> str:
    """A template writes `{{ name }}` where its translation has `%(name)s`: compare what stands before the slot."""
    return sentence.partition("%(")[0].partition("{number}")[0]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_borrowed_words_are_still_said(sentence):
    assert as_written(sentence) in EVERYTHING


@pytest.mark.parametrize(("language", "word"), [("kk", "Қосалқы кодтар"), ("ru", "Запасные коды")])
def test_our_voice_is_heard_before_theirs(language, word):
    with override(language):
        assert gettext("Recovery Codes") == word
        one = ngettext("You have added %(count)s security key.", "You have added %(count)s security keys.", 1)
    assert "%(count)s" in one
    assert "security" not in one
