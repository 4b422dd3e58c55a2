"""What the tests of Open311 share: a key, a full form, answers read by their type."""

import json
from xml.etree import ElementTree as ET

from jsonschema import Draft4Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from qala.proposals.actions.programs import give_key
from qala.proposals.tests.factories import officer
from qala.proposals.tests.shared import shared_file

V2, TEST = "/open311/v2", "/open311/test/v2"
FORM = {
    "service_code": "street_light",
    "description": "Көше шамы үш күннен бері жанбайды, балалар қараңғыда жүр",
    "address_string": "Тәуке хан даңғылы, 12-үйдің алды",
}


def secret(**told):
    """The secret of a fresh key."""
    given = {"name": "Dala", "contact": "dala@example.org", "daily_quota": 200, **told}
    return give_key(by=officer("administrator"), **given).secret


def validator(name):
    """A community schema with its neighbours (draft 4, references by file name)."""
    schemas = {path.name: json.loads(path.read_text()) for path in shared_file("open311/schemas").glob("*.json")}
    registry = Registry().with_resources(
        (key, Resource.from_contents(schema, default_specification=DRAFT4)) for key, schema in schemas.items()
    )
    return Draft4Validator(schemas[name], registry=registry)


def told(response):
    """JSON or XML as it came, after its exact type was checked."""
    kind = response["Content-Type"]
    assert kind in ("application/json; charset=utf-8", "text/xml; charset=utf-8"), kind
    return json.loads(response.content) if "json" in kind else ET.fromstring(response.content)


def problems(response):
    """The descriptions of an error answer; each has a code."""
    tree = told(response)
    rows = tree if isinstance(tree, list) else [{leaf.tag: leaf.text for leaf in one} for one in tree]
    assert rows
    assert all(str(row["code"]).isdigit() and row["description"] for row in rows)
    return [row["description"] for row in rows]
