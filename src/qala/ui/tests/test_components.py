from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template, engines
from django.test import RequestFactory
from django.utils import translation

from qala.ui import charts
from qala.ui.tables import Column, Table
from qala.ui.templatetags import ui
from qala.ui.timeline import TimelineLine


def drawn(source, language="kk", **context):
    with translation.override(language):
        return Template("{% load ui %}" + source).render(Context(context))


def test_a_badge_has_a_shape_a_word_and_a_colour():
    html = drawn("{% badge 'кешікті' 'harm' %}")
    assert "кешікті" in html
    assert "tone--harm" in html
    assert ui.SHAPES["harm"][0] in html


def test_every_tone_has_a_shape_of_its_own():
    drawings = [ui.SHAPES[tone] for tone in ui.TONES]
    assert len(set(drawings)) == len(ui.TONES)


def test_an_unknown_tone_is_quiet_and_a_word_is_escaped():
    html = drawn("{% badge word 'purple' %}", word="<b>")
    assert "tone--quiet" in html
    assert "&lt;b&gt;" in html


def test_a_figure_shows_its_denominator_status_and_way_in():
    html = drawn("{% figure 'үлес' 1243 numerator=1243 denominator=1310 status='preliminary' href='/x/' %}")
    assert "1\u00a0243" in html
    assert "1\u00a0310" in html
    assert "алдын ала" in html
    assert 'href="/x/"' in html


def test_a_figure_without_a_value_is_a_dash_not_a_zero():
    assert "—" in drawn("{% figure 'үлес' None %}")


def test_a_deadline_shows_the_exact_time_on_focus(time_machine_at):
    due = datetime(2026, 11, 25, 13, 0, tzinfo=UTC)
    html = drawn("{% deadline 2 due %}", "ru", due=due)
    assert "осталось 2\u00a0рабочих дня" in html
    assert "25\u00a0ноября 2026\u00a0г., 18:00" in html
    assert 'tabindex="0"' in html
    assert due.isoformat() in html


@pytest.fixture
def time_machine_at():
    import time_machine

    with time_machine.travel(datetime(2026, 11, 23, 6, 0, tzinfo=UTC), tick=False):
        yield


def test_the_first_verb_is_the_one_button():
    html = drawn("{% step verbs why='неге' %}", verbs=[("accept", "Қабылдау"), ("ask", "Сұрау")], csrf_token="tok")
    assert html.count("button--main") == 1
    assert html.index("Қабылдау") < html.index("Сұрау")
    assert 'value="tok"' in html
    assert "неге" in html


def test_no_verbs_no_button():
    assert "<button" not in drawn("{% step verbs %}", verbs=[])


def test_money_numbers_and_shares_speak_the_language():
    assert drawn("{{ 123456750|tenge }}") == "1\u00a0234\u00a0567,50\u00a0₸"
    assert drawn("{{ 123456750|tenge }}", "en") == "1\u00a0234\u00a0567.50\u00a0₸"
    assert drawn("{{ 0.5|percent }}", "en") == "50%"
    assert drawn("{{ nothing|number }}", nothing=None) == ""


@pytest.mark.parametrize(("language", "words"), [("kk", "2026 ж. 1 қыркүйек"), ("ru", "1 сентября 2026 г."), ("en", "1 September 2026")])
def test_djangos_own_date_filter_agrees_with_ours(language, words):
    day = date(2026, 9, 1)
    assert drawn("{{ day|date }}", language, day=day) == words
    assert drawn("{{ day|day }}", language, day=day).replace("\u00a0", " ") == words


def test_a_notice_of_harm_is_announced_and_its_words_escaped():
    html = drawn("{% notice 'harm' title %}<p>{{ word }}</p>{% endnotice %}", title="<i>", word="<script>")
    assert 'role="alert"' in html
    assert "&lt;i&gt;" in html
    assert "&lt;script&gt;" in html


class Question(forms.Form):
    change = forms.CharField(label="Не?", help_text="Қысқа", widget=forms.Textarea)
    topic = forms.ChoiceField(label="Тақырып", choices=[("a", "А"), ("b", "Б")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="Хабарлаңыз", required=False)


def test_a_form_ties_label_hint_and_error_to_the_control():
    with translation.override("kk"):
        html = str(Question({"topic": "z"}))
    assert '<label for="id_change">' in html
    assert 'aria-describedby="id_change_helptext id_change_error"' in html
    assert 'id="id_change_helptext"' in html
    assert 'id="id_change_error"' in html
    assert 'aria-invalid="true"' in html
    assert "Бұл жолды толтырыңыз." in html
    assert "<fieldset" in html
    assert "<legend>Тақырып" in html
    assert 'href="#id_change"' in html


def test_an_untouched_form_shows_no_errors():
    html = str(Question())
    assert "errorlist" not in html
    assert "field--wrong" not in html


ROWS = [("Ұлы Дала", 3), ("Абай", 20), ("Әл-Фараби", 100)]
COLUMNS = [
    Column("street", "Көше", lambda row: row[0], link=lambda row: f"/{row[1]}/"),
    Column("voices", "Дауыс", lambda row: row[1], number=True),
]


def table(query="", rows=ROWS, **more):
    return Table(RequestFactory().get(f"/streets/?{query}"), COLUMNS, rows, caption="Көшелер", **more)


def test_a_table_sorts_as_its_address_says():
    assert [row for row, _ in table("sort=street").body] == [ROWS[1], ROWS[2], ROWS[0]]
    assert [row for row, _ in table("sort=-voices").body] == [ROWS[2], ROWS[1], ROWS[0]]
    assert [row for row, _ in table("sort=nonsense").body] == ROWS


def test_a_head_turns_the_order_and_keeps_the_filter():
    street, voices = table("q=%D0%B0&sort=street&page=2").heads
    assert street.order == "ascending"
    assert "sort=-street" in street.address
    assert "q=%D0%B0" in voices.address
    assert "page" not in voices.address


def test_the_csv_holds_every_row_of_the_view_and_no_formula():
    text = table("sort=voices", rows=[*ROWS, ("=1+1", 1)], page_size=1).as_csv().content.decode()
    assert text.splitlines() == ["\ufeffstreet,voices", "'=1+1,1", "Ұлы Дала,3", "Абай,20", "Әл-Фараби,100"]


def test_a_table_names_its_rows_and_folds_with_labels():
    html = drawn("{% table table %}", table=table("sort=street"))
    assert html.count('scope="row"') == 3
    assert 'aria-sort="ascending"' in html
    assert 'data-label="Дауыс"' in html
    assert "format=csv" in html


def test_an_empty_table_teaches():
    html = drawn("{% table table %}", table=table(rows=[], empty="Әзірге бос"))
    assert "<table" not in html
    assert "Әзірге бос" in html


def test_a_long_table_has_pages_that_keep_the_address():
    html = drawn("{% table table %}", table=table("sort=street", page_size=1))
    assert "?sort=street&amp;page=2" in html


def test_pagination_marks_the_page_at_hand():
    request = RequestFactory().get("/?page=2&q=x")
    html = drawn("{% pages page request %}", request=request, page=table("page=2", page_size=1).page)
    assert '<span aria-current="page">2</span>' in html
    assert 'rel="prev" href="?q=x&amp;page=1"' in html


def test_a_sparkline_starts_at_zero():
    line = charts.spark([0, 50, 100])
    assert line.line == "M2.0 24.0 L50.0 13.0 L98.0 2.0"
    assert charts.spark([]) is None
    assert charts.spark([0, 0]).line == "M2.0 24.0 L98.0 24.0"


def test_curves_share_one_scale_from_zero_and_differ_by_dash():
    chart = charts.curves([("a", [0, 50], "act", "50"), ("b", [100, 0], "quiet", "0")], ["2027", "2028"], "100")
    assert [one.line for one in chart.curves] == ["M4.0 128.0 L296.0 70.0", "M4.0 12.0 L296.0 128.0"]
    assert chart.marks == [("4.0", "2027"), ("296.0", "2028")]
    html = drawn("{% curves rows steps 'Күйі' %}", "ru", rows=[("a", [1, 2], "quiet", "2")], steps=[2027, 2028])
    assert "chart__line--quiet" in html
    assert 'x="296.0"' in html


def test_bars_share_one_scale_and_are_read_as_a_list():
    html = drawn("{% bars rows 'Тақырыптар' %}", "ru", rows=[("Дороги", 200), ("Свет", 50, "attention")])
    assert 'width="100.0"' in html
    assert 'width="25.0"' in html
    assert "chart__bar--attention" in html
    assert "200" in html


def test_a_talon_carries_its_number_time_and_way_back():
    at = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
    html = drawn("{% talon '7K3-MD9' at=at place='12-автобус' qr='<svg></svg>' address='/t/x/' %}", at=at)
    assert "7K3-MD9" in html
    assert "09:00" in html
    assert "<svg></svg>" in html
    assert 'href="/t/x/"' in html


def test_a_waiting_photo_shows_no_picture():
    assert "<img" not in drawn("{% photo '/secret.jpg' waiting=True %}")
    assert 'alt="шұңқыр"' in drawn("{% photo '/open.jpg' alt='шұңқыр' %}")


def test_crumbs_end_with_this_page():
    html = drawn("{% crumbs 'Қала' '/' 'Көше' %}")
    assert '<a href="/">Қала</a>' in html
    assert '<span aria-current="page">Көше</span>' in html


def test_a_stepper_says_where_we_are():
    html = drawn("{% stepper steps 2 %}", steps=["Қайда", "Не", "Жіберу"])
    assert html.count("is-done") == 1
    assert 'aria-current="step">Не' in html
    assert "3 қадамның 2-қадамы" in html


def test_a_timeline_is_an_ordered_list_with_machine_times():
    at = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
    html = drawn("{% timeline events %}", events=[TimelineLine(at, "Келді"), TimelineLine(at + timedelta(1), "Бітті", tone="confirmed")])
    assert html.count("<li") == 2
    assert '<li class="is-confirmed">' in html
    assert 'datetime="2026-11-23T09:00:00+05:00"' in html


def test_a_map_names_what_its_script_needs_and_waits_with_words():
    html = drawn("{% city_map 'm' points='/p.geojson' tiles='/t.pmtiles' %}")
    assert 'data-points="/p.geojson"' in html
    assert "map__wait" in html


@pytest.mark.parametrize(("block", "there"), [("", False), ("{% block aside %}x{% endblock %}", True), ("{% block lead %}y{% endblock %}", False)])
def test_a_page_makes_room_only_for_what_it_fills(block, there, rf):
    page = engines["django"].from_string("{% extends 'ui/page.html' %}{% block title %}Көше{% endblock %}" + block + "{% block content %}z{% endblock %}")
    html = page.render({}, rf.get("/"))
    assert ("page--aside" in html) == there
    assert ('class="lead"' in html) == ("lead" in block)
    assert "<title>Көше · Qala</title>" in html
    assert "<h1" in html
    assert html.count(">z<") + html.count("z\n") >= 1


class Asking(forms.Form):
    word = forms.CharField(required=False)


class Seeking(Asking):
    is_filter = True


def test_a_form_says_what_may_stay_empty_and_a_filter_does_not():
    assert "field__optional" in str(Asking()["word"].as_field_group())
    assert "field__optional" not in str(Seeking()["word"].as_field_group())


def test_every_filter_of_the_house_knows_that_it_is_one():
    import_module(settings.ROOT_URLCONF)
    filters = [form for form in all_forms(forms.Form) if form.__name__.endswith("Filter")]
    assert len(filters) >= 4
    assert [form.__name__ for form in filters if not getattr(form, "is_filter", False)] == []


def all_forms(form):
    for one in form.__subclasses__():
        yield one
        yield from all_forms(one)
