"""Sources of terms are read in the reader's language."""

import re
from importlib import import_module

import pytest

from qala.kernel.translated import Translated
from qala.proposals.rules.source_words import source_words

FIRST = {row[5] for row in import_module("qala.proposals.migrations.0003_first_categories_and_norms").NORMS}
NAMES = re.compile("Signalen|FixMyStreet|VI")


@pytest.mark.parametrize("source", sorted(FIRST))
def test_every_first_source_speaks_kazakh_and_russian(source):
    told = source_words(source)
    assert not re.search("[A-Za-z]", NAMES.sub("", told.kk + told.ru))
    assert told.kk != told.ru


def test_an_article_keeps_its_number():
    assert source_words("Code 350-VI, art. 76").ru == "АППК РК № 350-VI, ст. 76"


def test_what_an_editor_typed_stays_as_it_is():
    assert source_words("Шешім № 12; 3 тармақ") == Translated(*["Шешім № 12; 3 тармақ"] * 3)
