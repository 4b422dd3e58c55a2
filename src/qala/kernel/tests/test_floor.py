"""Refusals, workflows, money, translations, keys: the floor everything stands on."""

import pytest
from django.utils.translation import override

from qala.kernel.actors import RESIDENT, Job
from qala.kernel.keys import key_of, row_number, split_key
from qala.kernel.money import format_tenge
from qala.kernel.refusals import Forbidden, Refusal, require
from qala.kernel.translated import Translated
from qala.kernel.workflow import Workflow

LAMP = Workflow("lamp", [("off", "switch_on", "on"), ("on", "switch_off", "off"), ("on", "break", "broken")], "off")


def test_a_workflow_names_what_may_follow():
    assert LAMP.after("off", "switch_on") == "on"
    assert LAMP.verbs("on") == ("switch_off", "break")
    assert LAMP.final_states() == ("broken",)
    assert LAMP.states == ("off", "on", "broken")


def test_an_unlawful_step_is_a_refusal_that_names_both():
    with pytest.raises(Refusal) as refused:
        LAMP.after("broken", "switch_on")
    assert refused.value.status == 409
    assert "switch_on" in str(refused.value.reason)
    assert "broken" in str(refused.value.reason)


def test_a_refusal_speaks_in_the_words_it_was_given():
    words = {"broken": Translated(kk="сынған", en="broken for good"), "switch_on": Translated(kk="жағу", en="switch it on")}
    lamp = Workflow("lamp", LAMP.rows, "off", words=words)
    for language, told in (("kk", ("сынған", "жағу")), ("en", ("broken for good", "switch it on"))):
        with override(language), pytest.raises(Refusal) as refused:
            lamp.after("broken", "switch_on")
        assert all(word in str(refused.value.reason) for word in told)
        assert "switch_on" not in str(refused.value.reason)


def test_a_table_with_two_answers_is_no_table():
    with pytest.raises(ValueError, match="two rows"):
        Workflow("x", [("a", "go", "b"), ("a", "go", "c")], "a")


def test_the_drawing_holds_every_row():
    drawing = LAMP.mermaid()
    assert "[*] --> off" in drawing
    assert all(f"{state} --> {after}: {verb}" in drawing for state, verb, after in LAMP.rows)


def test_require_refuses_with_403():
    require(True)
    with pytest.raises(Forbidden) as refused:
        require(False)
    assert refused.value.as_problem()["status"] == 403


def test_money_reads_as_people_write_it():
    assert format_tenge(123456750, "kk") == "1\u202f234\u202f567,50\u202f₸"
    assert format_tenge(-100, "en") == "−1\u202f₸"


def test_a_text_falls_back_to_kazakh_first():
    text = Translated(kk="Көше", ru="Улица")
    assert text.get("en") == "Көше"
    assert text.language("en") == "kk"
    assert text.get("ru") == "Улица"
    assert not Translated()


def test_keys_are_opaque_and_read_back():
    assert split_key("proposals.proposal:12") == ("proposals.proposal", "12")
    assert key_of("people.person:x") == "people.person:x"
    with pytest.raises(ValueError, match="not an object key"):
        split_key("nonsense")


@pytest.mark.parametrize(("typed", "number"), [("12", 12), ("", 0), ("-1", 0), ("twelve", 0), ("١٢", 0), ("9" * 19, 0)])
def test_a_row_that_cannot_be_has_no_number(typed, number):
    assert row_number(typed) == number


def test_everybody_has_a_name():
    assert Job("proposals.nightly").actor_key == "job:proposals.nightly"
    assert RESIDENT.actor_key == "resident"
