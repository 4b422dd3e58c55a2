"""Open data agree with their own schema, both ways, and stream."""

import csv
import io
import json
import re
from datetime import date

import pytest
from django.urls import reverse

from qala.proposals.queries.open_data import NAMES, table_schema
from qala.proposals.tests.factories import ProposalFactory
from qala.proposals.tests.public_city import whole_chain

pytestmark = pytest.mark.django_db

READ = {"string": str, "integer": int, "number": float, "date": date.fromisoformat}


@pytest.fixture
def cases():
    return [
        whole_chain(longitude=69.61234567, latitude=42.3),
        ProposalFactory(appeal=True),
        ProposalFactory(triaged=True),
        ProposalFactory(hidden=True),
    ]


def body(client, name):
    answer = client.get(reverse(f"proposals:{name}"))
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def complaints(row, schema):
    """What a strict reader of the Table Schema would say of a row of CSV."""
    for field in schema["fields"]:
        word, rules = row[field["name"]], field.get("constraints", {})
        if word == "":
            if rules.get("required"):
                yield f"{field['name']} is missing"
            continue
        READ[field["type"]](word)
        if "enum" in rules and word not in rules["enum"]:
            yield f"{field['name']} is {word}"
        if "pattern" in rules and not re.fullmatch(rules["pattern"], word):
            yield f"{field['name']} is {word}"


def test_every_row_of_the_csv_keeps_the_schema(client, cases):
    schema = json.loads(body(client, "schema"))
    rows = list(csv.DictReader(io.StringIO(body(client, "cases_csv").decode("utf-8-sig"))))
    assert len(rows) == 3
    assert list(rows[0]) == [field["name"] for field in schema["fields"]]
    assert [list(complaints(row, schema)) for row in rows] == [[], [], []]
    assert len({row[schema["primaryKey"]] for row in rows}) == 3


def test_json_and_csv_say_the_same(client, cases):
    rows = list(csv.DictReader(io.StringIO(body(client, "cases_csv").decode("utf-8-sig"))))
    told = json.loads(body(client, "cases_json"))
    assert [{key: "" if word is None else str(word) for key, word in row.items()} for row in told] == rows


def test_a_strict_reader_would_complain():
    schema = table_schema()
    row = dict.fromkeys(NAMES, "") | {"number": "x", "track": "letter", "state": "received", "outcome": "open"}
    assert {"number is x", "track is letter", "received_on is missing"} <= set(complaints(row, schema))


def test_places_are_rounded_and_formulas_disarmed(client, cases):
    from qala.proposals.models import Statement

    Statement.objects.filter(proposal=cases[2]).update(public_text="=HYPERLINK(1)")
    rows = {row["number"]: row for row in csv.DictReader(io.StringIO(body(client, "cases_csv").decode("utf-8-sig")))}
    assert rows[cases[0].number]["longitude"] == "69.6123"
    assert rows[cases[2].number]["text"] == "'=HYPERLINK(1)"
    assert rows[cases[1].number]["text"] == ""


def test_an_empty_city_has_empty_files(client):
    assert json.loads(body(client, "cases_json")) == []
    assert body(client, "cases_csv").decode("utf-8-sig").splitlines() == [",".join(NAMES)]


def test_files_are_streamed_in_few_questions(client, cases, django_assert_max_num_queries):
    ProposalFactory.create_batch(40)
    with django_assert_max_num_queries(2):
        answer = client.get(reverse("proposals:cases_csv"))
        assert answer.streaming
        assert len(list(answer.streaming_content)) == 44


def test_the_package_names_both_files(client, cases):
    told = json.loads(body(client, "datapackage"))
    assert {one["format"] for one in told["resources"]} == {"csv", "json"}
    assert told["licenses"][0]["name"] == "CC-BY-4.0"
    assert all(one["schema"].startswith("http://") for one in told["resources"])
