"""Which form of a page is written in, and how words come back into it. Without Django's forms: only the markup counts."""

import pytest
from django.utils.safestring import mark_safe

from qala.ui.kept_words import refilled, written

SEARCH = '<form method="get"><input name="q"><button>Find</button></form>'
STEP = '<form method="post"><input type="hidden" name="pk" value="1"><button>Accept</button></form>'
LINE = '<form method="post" class="a"><input type="text" name="address"><button class="b" name="act" value="send">Send</button></form>'
BOX = '<form id="say" method="post"><textarea name="words"></textarea><button type="button">Map</button><button>Say</button></form>'


@pytest.mark.parametrize(
    ("page", "form", "enter"),
    [
        (SEARCH + STEP, "", ""),
        (SEARCH + STEP + LINE, "written", ' name="act" value="send"'),
        (SEARCH + LINE + BOX, "say", ""),
        (f"<details>{BOX}</details>{LINE}", "written", ' name="act" value="send"'),
        (f"{LINE}<details open>{BOX}</details>", "say", ""),
    ],
)
def test_the_form_that_is_written_in_is_found_and_named(page, form, enter):
    found = written(mark_safe(page))
    assert (found.form, found.enter) == (form, enter)
    assert (f'id="{form}"' in found.page) is bool(form)


@pytest.mark.parametrize(
    ("field", "words", "filled"),
    [
        ('<input type="text" name="a" value="old">', ["a<b"], '<input type="text" name="a" value="a&lt;b">'),
        ('<textarea name="a">\nold</textarea>', ["x\r\ny"], '<textarea name="a">\nx\ny</textarea>'),
        ('<input type="checkbox" name="a" value="1" checked>', [], '<input type="checkbox" name="a" value="1">'),
        ('<input type="radio" name="a" value="1">', ["1"], '<input type="radio" name="a" value="1" checked>'),
        (
            '<select name="a"><option value="1" selected>1</option><option value="2">2</option></select>',
            ["2"],
            '<select name="a"><option value="1">1</option><option value="2" selected>2</option></select>',
        ),
        ('<input name="a" value=""><input name="a" value="">', ["1", "2"], '<input name="a" value="1"><input name="a" value="2">'),
        ('<input type="file" name="a"><input type="password" name="a">', ["1"], None),
        ('<input type="hidden" name="csrfmiddlewaretoken" value="new">', ["old"], None),
    ],
)
def test_each_field_gets_its_own_words_back(field, words, filled):
    name = "csrfmiddlewaretoken" if "csrf" in field else "a"
    page = '<form method="post">{}<textarea name="rest"></textarea></form>'
    assert refilled(page.format(field), {name: words}) == page.format(filled or field)


def test_a_fold_opens_where_words_lie_in_it_and_nowhere_else():
    page = (
        '<details class="a"><summary>1</summary></details><details class="b"><form method="post"><textarea name="a"></textarea>'
        '<details class="c"><input type="checkbox" name="b"></details></form></details>'
    )
    opened = refilled(page, {"a": ["words\0"]})
    assert "\0" not in opened
    assert [f'<details open class="{one}"' in opened for one in "abc"] == [False, True, False]
    assert refilled(page, {"a": [""]}) == page
