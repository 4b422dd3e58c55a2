"""GeoReport v2: our spelling against the community's schemas, our reading against other cities' answers."""

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from qala.proposals.rules.georeport import answers, spelling
from qala.proposals.rules.georeport.filters import RequestFilter, read_filter, unknown_jurisdiction
from qala.proposals.rules.georeport.imports import foreign
from qala.proposals.rules.georeport.mending import Mend, mend, mend_all
from qala.proposals.rules.georeport.nouns import (
    Attribute,
    Created,
    Discovery,
    Endpoint,
    Problem,
    Request,
    Service,
    ServiceDefinition,
    TokenAnswer,
    content_type,
    http_status,
    split_format,
    status_of,
)
from qala.proposals.rules.georeport.submissions import read_submission
from qala.proposals.rules.process import WORKFLOW
from qala.proposals.tests.shared import shared_file

NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
SERVICES = [
    Service("street_light", "Көше жарығы", "Шам жанбайды", metadata=True, keywords=("жарық", "фонарь"), group="urban"),
    Service("other", "Басқа"),
]
LAMP = Attribute(
    "LAMP",
    "singlevaluelist",
    required=True,
    description="Қай шам?",
    values=(("one", "Біреуі"), ("all", "Бәрі & <бірге>")),
)
DAYS = Attribute("DAYS", "multivaluelist", order=2, values=(("mon", "Дс"), ("tue", "Сс")))
NOTE = Attribute("NOTE", "text", variable=False, order=3, description="Бағанның нөмірін жазыңыз")
SINCE, HOW_MANY = Attribute("SINCE", "datetime", order=4), Attribute("HOWMANY", "number", order=5)
LIGHT = ServiceDefinition("street_light", (LAMP, DAYS, NOTE, SINCE, HOW_MANY))
KNOWN = {"street_light": LIGHT, "other": ServiceDefinition("other")}
FULL = Request(
    "2026-000123", "open", "street_light", "Көше жарығы", NOW,
    status_notes="Бітті дейді, тексерілуде", description="Шам <b>жанбайды</b>\nүш күн", agency_responsible="Энергетика",
    updated_datetime=NOW, expected_datetime=NOW + timedelta(days=10), address="Тәуке хан 12", lat=42.3417, long=69.5901,
    media_url="https://qala.example/m/1.jpg ", extended={"outcome": "claimed", "supports": 4},
)  # fmt: skip
BARE = Request("2", "closed", "other", "Басқа", NOW, address="Орталық саябақ")


def validator(name):
    folder = shared_file(f"open311/schemas/{name}").parent
    registry = Registry().with_resources(
        (path.name, Resource.from_contents(json.loads(path.read_text()), default_specification=DRAFT4))
        for path in folder.glob("*.json")
    )
    return Draft4Validator(
        json.loads((folder / name).read_text()), registry=registry, format_checker=Draft4Validator.FORMAT_CHECKER
    )


@pytest.mark.parametrize(
    ("schema", "tree"),
    [
        ("services.json", spelling.services(SERVICES)),
        ("service-definition.json", spelling.definition(LIGHT)),
        ("requests.json", spelling.requests([FULL, BARE])),
        ("requests.json", spelling.requests([FULL], extensions=True)),
    ],
)
def test_our_json_keeps_the_schemas(schema, tree):
    judge = validator(schema)
    assert len(tree) > 0
    judge.validate(json.loads(json.dumps(tree)))


def test_the_schemas_judge_at_all():
    with_capital = [{**spelling.requests([BARE])[0], "status": "Closed"}]
    without_code = [{k: v for k, v in spelling.requests([BARE])[0].items() if k != "service_code"}]
    for wrong in (with_capital, without_code):
        assert list(validator("requests.json").iter_errors(wrong))


def test_xml_says_what_json_says():
    for root, tree in (
        ("services", spelling.services(SERVICES)),
        ("service_requests", spelling.requests([FULL, BARE])),
        ("service_requests", spelling.requests([BARE])),
        ("service_requests", spelling.token(TokenAnswer("1", "t"))),
        ("errors", spelling.errors([Problem(403, "Кілт жарамсыз")])),
    ):
        document = spelling.xml(root, tree)
        assert document.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
        read = answers.read_xml(document)
        assert read == [
            {name: None if v is None else str(v).lower() if isinstance(v, bool) else str(v) for name, v in row.items()}
            for row in tree
        ]
    assert answers.read_services(answers.read_xml(spelling.xml("services", spelling.services(SERVICES)))) == SERVICES
    definition = answers.read_xml(spelling.xml("service_definition", spelling.definition(LIGHT)))
    assert answers.read_definition(definition) == LIGHT


@given(text=st.text(max_size=60))
def test_any_text_survives_xml_or_loses_only_what_xml_forbids(text):
    request = Request("1", "open", "other", "x", NOW, description=text)
    tree = spelling.requests([request])
    (read,) = answers.read_requests(answers.read_xml(spelling.xml("service_requests", tree)))
    said = tree[0]["description"] or ""
    assert read.description == said.replace("\r\n", "\n").replace("\r", "\n").strip()
    json.dumps(tree).encode()


def test_shapes_and_headers():
    assert isinstance(spelling.definition(LIGHT), dict)
    assert spelling.created(Created(token="t")) == [{"token": "t", "service_notice": None, "account_id": None}]
    assert spelling.created(Created("7", service_notice="Рақмет"))[0]["service_request_id"] == "7"
    with pytest.raises(ValueError, match="never both"):
        Created("7", token="t")
    with pytest.raises(ValueError, match="never both"):
        Created()
    assert content_type("xml", is_discovery=True) == "text/xml"
    assert content_type("json", is_discovery=True) == "application/json"
    assert content_type("json") == "application/json; charset=utf-8"
    assert spelling.moment(NOW) == "2026-11-23T12:30:00+05:00"
    assert "extended_attributes" not in spelling.requests([FULL])[0]
    assert http_status([Problem(400, ""), Problem(404, "")]) == 404
    assert http_status([Problem(404, ""), Problem(403, "")]) == 403
    assert http_status([Problem(400, "")]) == 400


def test_codes_may_contain_dots():
    assert split_format("7.1.json") == ("7.1", "json")
    assert split_format("street_light.XML") == ("street_light", "xml")
    for wrong in ("street_light", ".json", "a.html", ""):
        assert split_format(wrong) is None


def test_discovery_is_what_the_community_validator_wants():
    at = datetime(2026, 11, 1, tzinfo=UTC)
    found = Discovery(
        at, "open311@qala.example", "https://qala.example/keys",
        (Endpoint("https://q/v2", at, "production"), Endpoint("https://q/test/v2", at, "test")),
    )  # fmt: skip
    tree = spelling.discovery(found)
    assert isinstance(tree, dict)
    assert datetime.fromisoformat(tree["changeset"]) < NOW
    read = answers.read_xml(spelling.xml("discovery", tree))
    assert read == {**tree, "endpoints": tree["endpoints"]}
    assert [one["type"] for one in read["endpoints"]] == ["production", "test"]
    for one in read["endpoints"]:
        assert set(one) == {"specification", "url", "changeset", "type", "formats"}
        assert one["formats"] == ["text/xml", "application/json"]


def test_claimed_stays_open():
    closed = {state for state in WORKFLOW.states if status_of(state) == "closed"}
    assert closed == {"confirmed", "explained", "refused", "forwarded"}


def test_other_cities_answers_are_read():
    def xml(name):
        return answers.read_xml(shared_file(f"open311/{name}").read_bytes())

    assert len(answers.read_services(xml("mocks/dc-services.xml"))) == 86
    pothole = answers.read_definition(xml("mocks/dc-services-S0301.xml"))
    assert (len(pothole.attributes), sum(not one.variable for one in pothole.attributes)) == (6, 2)
    giessen = answers.read_services(xml("fixtures/services_giessen.xml"))
    assert (len(giessen), giessen[3].keywords) == (8, ("graffiti", "paintings"))
    (one,) = answers.read_requests(xml("fixtures/requests_single.xml"))
    assert (one.service_request_id, one.updated_datetime, one.zipcode) == ("101005420892", None, "")
    assert len(answers.read_requests(xml("fixtures/requests_many.xml"))) == 2
    assert answers.read_requests(xml("mocks/service-requests.xml"))[0].media_url.endswith(".jpg")
    assert answers.read_requests(xml("mocks/service-request.xml"))[0].address_id == "545483"
    assert answers.read_errors(xml("mocks/boston-err-submitrequest-base_is_duplicate.xml"))[0].code == 400
    assert xml("mocks/token.xml") == [{"service_request_id": "638344", "token": "12345"}]
    assert xml("mocks/boston-submitrequest-token.xml") == [{"token": "503fc045901932078800163c"}]
    assert len(xml("mocks/discovery-dc.xml")["endpoints"]) == 2
    chicago = json.loads(shared_file("open311/fixtures/service_requests.json").read_text())
    assert [one.status_notes for one in answers.read_requests(chicago)] == ["", "Locked"]
    assert len(answers.read_services(json.loads(shared_file("open311/fixtures/service_list.json").read_text()))) == 3


@pytest.mark.parametrize(
    "document",
    [b"", b"<a>", b"not xml", b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', b"<a>\xff</a>"],
)
def test_broken_or_hostile_xml_is_refused(document):
    with pytest.raises(ValueError, match=r"doctype|not XML"):
        answers.read_xml(document)


def test_san_francisco_is_taken_mended_or_refused_line_by_line():
    rows = json.loads(shared_file("open311/sf-open311-500.json").read_text())
    lines = list(mend_all(rows))
    assert Counter(line.refused for line in lines if line.refused) == {"null_island": 26}
    mended = Counter(rule for line in lines for rule in line.mended)
    taken = [line.request for line in lines if line.request]
    assert len(taken) == 474
    assert mended[Mend.STATUS_IN_CAPITALS] == mended[Mend.NO_OFFSET] == 474
    assert 0 < mended[Mend.UPDATED_BEFORE_REQUESTED] <= 38
    assert mended[Mend.ZIPCODE_AS_NUMBER] > 0
    validator("requests.json").validate(spelling.requests(taken))


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"status": "pending"}, "unknown_status"),
        ({"lat": "", "long": 5}, "half_a_point"),
        ({"lat": 91, "long": 5}, "point_off_the_earth"),
        ({"lat": "nan", "long": 5}, "point_off_the_earth"),
        ({"lat": None, "long": None, "address": ""}, "no_place"),
        ({"requested_datetime": "28.06.2011"}, "unreadable: "),
        ({"service_code": None}, "unreadable: service_code is missing"),
    ],
)
def test_what_cannot_be_mended_is_refused_with_its_line(change, refused):
    row = {"service_request_id": 1, "status": "open", "service_code": "x", "lat": 42.3, "long": 69.6,
           "address": "a", "requested_datetime": "2026-01-01T00:00:00Z"}  # fmt: skip
    assert mend(3, row).request is not None
    line = mend(4, {**row, **change})
    assert line.request is None
    assert (line.number, line.refused.startswith(refused)) == (4, True)
    assert [one.refused for one in mend_all([row, row, 5])] == ["", "duplicate_id", "not_an_object"]


def post(*more, **fields):
    base = {"service_code": "street_light", "lat": "42.34", "long": "69.59", "description": "Шам жанбайды"}
    pairs = [(name, value) for name, value in {**base, **fields}.items() if value is not None]
    return read_submission([*pairs, *more], KNOWN)


def test_a_post_with_attributes_is_read():
    sent = post(
        ("attribute[LAMP]", "one"), ("attribute[DAYS][]", "mon"), ("attribute[DAYS][]", "tue"),
        ("attribute[NOTE]", " "), ("attribute[HOWMANY]", "3"), ("attribute[SINCE]", "2026-11-20"), ("api_key", "k"),
        email="a@b.kz",
    )  # fmt: skip
    assert sent.attributes == {"LAMP": ("one",), "DAYS": ("mon", "tue"), "HOWMANY": ("3",), "SINCE": ("2026-11-20",)}
    assert (sent.lat, sent.long, sent.email, sent.description) == (42.34, 69.59, "a@b.kz", "Шам жанбайды")


@pytest.mark.parametrize("where", [{"address_string": "Тәуке хан 12"}, {"address_id": "17"}])
def test_an_address_is_enough(where):
    sent = post(("attribute[LAMP]", "all"), lat=None, long=None, **where)
    assert (sent.lat, sent.long) == (None, None)


@pytest.mark.parametrize(
    ("fields", "code", "says"),
    [
        ({"service_code": None}, 400, "service_code was not provided"),
        ({"service_code": "moon"}, 404, "was not found"),
        ({"lat": None, "long": None}, 400, "Say where"),
        ({"long": None}, 400, "belong together"),
        ({"lat": "north"}, 400, "numbers"),
        ({"lat": "nan"}, 400, "-90 to 90"),
        ({"lat": "142"}, 400, "-90 to 90"),
        ({"lat": "0", "long": "0.0"}, 400, "both 0"),
        ({"description": "x" * 4001}, 400, "4000"),
        ({"description": "a\x00b"}, 400, "control"),
        ({"first_name": "x" * 501}, 400, "first_name is longer"),
    ],
)
def test_a_wrong_post_is_told_why(fields, code, says):
    problems = post(("attribute[LAMP]", "one"), **fields)
    assert [problem.code for problem in problems] == [code]
    assert says in problems[0].description


@pytest.mark.parametrize(
    ("attributes", "says"),
    [
        ([], "attribute[LAMP] is required"),
        ([("attribute[LAMP]", "none")], "must be one of: all, one"),
        ([("attribute[LAMP]", "one"), ("attribute[LAMP]", "all")], "takes one value"),
        ([("attribute[LAMP]", "one"), ("attribute[HOWMANY]", "many")], "must be a number"),
        ([("attribute[LAMP]", "one"), ("attribute[SINCE]", "yesterday")], "ISO 8601"),
    ],
)
def test_attributes_are_checked_against_the_definition(attributes, says):
    problems = post(*attributes)
    assert [problem.code for problem in problems] == [400]
    assert says in problems[0].description


def test_every_problem_is_told_at_once():
    assert len(read_submission([("description", "x" * 5000), ("lat", "1")], KNOWN)) == 3


def test_filters():
    everything = read_filter({}, NOW)
    assert (everything.end, everything.end - everything.start) == (NOW, timedelta(days=90))
    assert read_filter({"service_request_id": "1, 2,2,", "status": "nonsense"}, NOW).ids == ("1", "2")
    asked = read_filter(
        {"status": "Open,closed", "service_code": "a,b", "start_date": "2026-10-01T00:00:00 05:00", "end_date": "",
         "page": "3", "page_size": "50", "extensions": "true"}, NOW,
    )  # fmt: skip
    assert asked == RequestFilter(
        (), ("a", "b"), ("open", "closed"), datetime(2026, 9, 30, 19, tzinfo=UTC),
        datetime(2026, 9, 30, 19, tzinfo=UTC) + timedelta(days=90), 3, 50, extensions=True,
    )  # fmt: skip
    assert asked.offset == 100
    assert read_filter({"end_date": "2026-01-01T00:00:00Z"}, NOW).start == datetime(2025, 10, 3, tzinfo=UTC)
    assert read_filter({"start_date": "2026-11-01"}, NOW).start == datetime(2026, 10, 31, 19, tzinfo=UTC)


@pytest.mark.parametrize(
    "given_",
    [
        {"status": "pending"},
        {"start_date": "yesterday"},
        {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-06-01T00:00:00Z"},
        {"start_date": "2026-06-01T00:00:00Z", "end_date": "2026-01-01T00:00:00Z"},
        {"end_date": "0001-01-01T00:00:00Z"},
        {"page": "0"},
        {"page": "-1"},
        {"page_size": "1001"},
        {"page": "٣"},
    ],
)
def test_a_filter_that_cannot_be_read_is_a_400(given_):
    problems = read_filter(given_, NOW)
    assert [problem.code for problem in problems] == [400]
    assert problems[0].description


@given(
    st.dictionaries(st.sampled_from(["start_date", "end_date", "status", "page", "page_size"]), st.text(max_size=30))
)
def test_any_filter_is_answered(arguments):
    found = read_filter(arguments, NOW)
    assert isinstance(found, RequestFilter) or all(problem.code == 400 for problem in found)


def test_the_jurisdiction_is_optional_and_another_city_is_not_found():
    assert unknown_jurisdiction("", "shymkent.kz") == []
    assert unknown_jurisdiction("shymkent.kz", "shymkent.kz") == []
    assert unknown_jurisdiction("sfgov.org", "shymkent.kz")[0].code == 404


def test_a_day_promised_for_never_is_none():
    far = replace(FULL, expected_datetime=NOW + timedelta(days=4_000))
    assert foreign(far, {}).due_on is None
