"""The programme on paper, as a workbook and as a table: what leaves the city says what stands in the plan."""

import csv
import io
import json
from datetime import date

import pyogrio
import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from qala.places.models import Segment
from qala.planning.queries import document_of
from qala.roads.printing.terms import terms_told
from qala.roads.tests.factories import a_paved_street
from qala.roads.tests.test_programme import asked, rated, solved
from qala.roads.tests.test_programme_pages import engineer, in_force, street  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def steps(in_force):  # noqa: F811
    return list(in_force.choices.order_by("year", "group"))


def letters(text):
    """Letters and digits alone: a paper breaks its lines where it likes."""
    return "".join(one for one in text if one.isalnum())


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_paper_is_a_tagged_pdf_in_the_language_asked_for(language, in_force):  # noqa: F811
    page = Client().get(reverse("roads:programme_paper", args=[in_force.pk]), {"language": language})
    content = page.content
    assert content.startswith(b"%PDF-")
    assert b"pdfuaid" in content
    assert f"programme-{in_force.pk}-{language}.pdf" in page["Content-Disposition"]
    pages = pypdfium2.PdfDocument(io.BytesIO(content))
    text = "".join(one.get_textpage().get_text_range() for one in pages)
    pages.close()
    with translation.override(language):
        told = terms_told(in_force)
    assert len(told) > 10
    assert [one for line in told for one in line if letters(str(one)) not in letters(text)] == []


def test_the_workbook_holds_every_step_with_its_money(in_force, steps, tmp_path):  # noqa: F811
    page = Client(headers={"accept-language": "en"}).get(reverse("roads:programme_sheet", args=[in_force.pk]))
    file = tmp_path / "programme.xlsx"
    file.write_bytes(page.content)
    names = [name for name, _kind in pyogrio.list_layers(file)]
    assert names == ["Streets", "Years", "Proof", "By which terms"]
    terms = pyogrio.raw.read(file, layer="By which terms")[3]
    with translation.override("en"):
        told = terms_told(in_force)
    shown = list(zip(*(column.tolist() for column in terms), strict=True))
    assert shown[-len(told) :] == [(name, str(value)) for name, value in told]
    assert {"built anew from the base", "What a metre weighs: Motorway", "Hold since", "Verified"} <= dict(told).keys()
    rows = pyogrio.raw.read(file, layer="Streets")[3]
    assert sorted(rows[1].tolist()) == sorted(one.year for one in steps)
    assert sum(rows[4].tolist()) * 100 == sum(one.tiyn for one in steps)


def test_the_table_leaves_as_csv_with_a_row_a_step(in_force, steps):  # noqa: F811
    page = Client().get(reverse("roads:programme_csv", args=[in_force.pk]))
    rows = list(csv.DictReader(io.StringIO(page.content.decode("utf-8-sig"))))
    assert sum(int(row["tenge"]) for row in rows) == sum(one.tiyn for one in steps)
    assert {row["treatment"] for row in rows} == {one.option for one in steps}


def test_papers_of_a_draft_are_for_the_desk(engineer):  # noqa: F811
    street = a_paved_street()  # noqa: F811
    for segment in Segment.objects.filter(street=street):
        rated(segment, 50, date(2026, 6, 1))
    plan = solved(engineer, asked())
    for name in ("paper", "sheet", "csv", "lines"):
        assert Client().get(reverse(f"roads:programme_{name}", args=[plan.pk])).status_code == 403


def test_the_map_draws_what_the_table_shows(in_force, steps):  # noqa: F811
    address = reverse("roads:programme_lines", args=[in_force.pk])
    every = json.loads(Client().get(address).content)["features"]
    assert len(every) == len(steps)
    first = json.loads(Client().get(address, {"year": steps[0].year}).content)["features"]
    assert len(first) == sum(one.year == steps[0].year for one in steps)
    assert json.loads(document_of(in_force))["value"] == in_force.value
