"""Every sentence a person reads exists in Kazakh, Russian and English, and says the same in each."""

import ast
from collections import defaultdict

from qala.config import messages
from tests.architecture.tree import House, called, expect_none, parsed

LANGUAGES = {"kk", "ru", "en"}


def two_minds(house: House) -> list[str]:
    """Django merges the catalogues, so one English sentence must have one translation in every part."""
    told: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for part in messages.parts(house.packages):
        for language in messages.LANGUAGES:
            for message in messages.stored(part, language):
                if message.id:
                    key = (language, messages.first_of(message), message.context or "")
                    told[key][part.name] = " / ".join(messages.forms_of(message.string))
    return [
        f"{language}: {text!r} is {by_part}"
        for (language, text, _), by_part in told.items()
        if len(set(by_part.values())) > 1
    ]


def half_said(house: House) -> list[str]:
    """`Translated(...)` written out in the source with a language left out or empty; registers may know less."""
    said = []
    for path in house.runtime():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and called(node) == "Translated" and node.keywords:
                given = {word.arg for word in node.keywords if not is_empty(word.value)}
                written_out = any(isinstance(word.value, ast.Constant) for word in node.keywords)
                if written_out and not given >= LANGUAGES:
                    said.append(f"{house.where(path, node.lineno)} says nothing in {sorted(LANGUAGES - given)}")
    return said


def is_empty(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value == ""


def test_catalogues_are_complete_and_true_to_their_sources():
    said = [
        line
        for part in messages.parts()
        for language in messages.LANGUAGES
        for line in messages.complaints(part, language)
    ]
    expect_none(said)


def test_one_sentence_has_one_translation(house: House):
    expect_none(two_minds(house))


def test_texts_of_the_cards_are_said_in_three_languages(house: House):
    expect_none(half_said(house))


def write(house: House, part: str, translation: str) -> None:
    path = messages.catalogue(house.packages / part, "ru")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{messages.header('ru')}{translation}", "utf-8")


def test_gaps_in_a_catalogue_are_heard(toy):
    template = (
        '{% load i18n %}\n   {% translate "Empty the bin" %}\n {% translate "Read me twice" %}\n'
        '{% blocktranslate trimmed %}\n  Dear {{ name }},\n  wait\n{% endblocktranslate %}{% translate "Loud" %}'
    )
    house = toy({"src/qala/waste/rules.py": "", "src/qala/waste/templates/waste/bin.html": template})
    write(
        house,
        "waste",
        'msgid "Loud"\nmsgstr "Громко!"\n\n#, fuzzy\nmsgid "Empty the bin"\nmsgstr "Пусто"\n\n'
        'msgid "Read me twice"\nmsgstr "Read me twice"\n\n'
        'msgid "Dear %(name)s, wait"\nmsgstr "Ждите, %(nome)s"\n\nmsgid "Gone"\nmsgstr "Ушло"\n',
    )
    assert sorted(messages.complaints(house.packages / "waste", "ru")) == [
        "waste/ru: an exclamation mark: 'Loud'",
        "waste/ru: left in English: 'Read me twice'",
        "waste/ru: nobody says this any more: 'Gone'",
        "waste/ru: not translated: 'Empty the bin'",
        "waste/ru: other slots than the source: 'Dear %(name)s, wait'",
    ]


def test_two_translations_of_one_sentence_are_heard(toy):
    house = toy({"src/qala/waste/rules.py": "", "src/qala/roads/rules.py": ""})
    write(house, "waste", 'msgid "Save"\nmsgstr "Сохранить"\n')
    write(house, "roads", 'msgid "Save"\nmsgstr "Записать"\n')
    assert two_minds(house) == ["ru: 'Save' is {'roads': 'Записать', 'waste': 'Сохранить'}"]


def test_a_half_said_text_is_heard(toy):
    house = toy(
        {"src/qala/waste/apps.py": 'a = Translated(kk="Қоқыс", ru="", en="Waste")\nb = Translated(kk=row[1])\n'}
    )
    assert half_said(house) == ["src/qala/waste/apps.py:1 says nothing in ['ru']"]


def test_updating_a_catalogue_keeps_what_was_translated(toy):
    source = 'from django.utils.translation import gettext as _, ngettext\n_("Save")\nngettext("%(n)d bin", "%(n)d bins", 2)\n'
    house = toy({"src/qala/waste/views.py": source})
    part = house.packages / "waste"
    write(house, "waste", 'msgid "Save"\nmsgstr "Сохранить"\n\nmsgid "Gone"\nmsgstr "Ушло"\n')
    assert messages.update(part, "ru") == 1
    text = messages.catalogue(part, "ru").read_text("utf-8")
    assert 'msgid "Save"\nmsgstr "Сохранить"' in text
    assert "msgstr[2]" in text
    assert "Gone" not in text
    messages.update(part, "ru")
    assert messages.catalogue(part, "ru").read_text("utf-8") == text
