import pytest
from django import forms

from qala.kernel.refusals import Forbidden, Refusal
from qala.ui.fields import DayInput, HourInput, show_refusal


class Asked(forms.Form):
    until = forms.DateField(widget=DayInput)
    hour = forms.TimeField(widget=HourInput, required=False)


def asked():
    return Asked({"until": "2026-11-23", "hour": "09:30"})


def test_a_refusal_stands_beside_its_field_and_what_was_typed_stays():
    form = asked()
    show_refusal(form, Refusal("Кеш", fields={"until": "Бұл күн өтіп кетті", "elsewhere": "Басқа"}))
    assert form.errors == {"until": ["Бұл күн өтіп кетті"]}
    assert 'type="date"' in str(form["until"])
    assert 'value="2026-11-23"' in str(form["until"])
    assert 'type="time"' in str(form["hour"])


def test_a_refusal_without_a_field_here_stands_above_all():
    form = asked()
    show_refusal(form, Refusal("Кеш", fields={"elsewhere": "Басқа"}))
    assert form.errors == {"__all__": ["Кеш"]}


def test_a_form_may_call_a_field_otherwise():
    form = asked()
    show_refusal(form, Refusal("Кеш", fields={"due_on": "Ерте"}), lambda name: {"due_on": "until"}.get(name, name))
    assert form.errors == {"until": ["Ерте"]}


def test_who_may_not_do_it_at_all_is_not_asked_to_correct_the_form():
    with pytest.raises(Forbidden):
        show_refusal(asked(), Forbidden("Болмайды"))
