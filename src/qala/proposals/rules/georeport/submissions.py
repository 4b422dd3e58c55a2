"""What a client POSTs: form fields, `attribute[C]` and `attribute[C][]`, one of three ways to say where.

Every problem is told at once. A `media_url` is only stored, the server never fetches it; e-mail and phone are written
to by nobody before they are confirmed.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from qala.proposals.rules.georeport.nouns import MAX_DESCRIPTION, Attribute, Problem, ServiceDefinition

MAX_FIELD = 500
_ATTRIBUTE = re.compile(r"attribute\[([^\[\]]{1,100})\](?:\[\d{0,3}\])?")
_PLAIN = ("service_code", "address_string", "address_id", "email", "device_id", "account_id", "first_name",
          "last_name", "phone", "media_url", "jurisdiction_id")  # fmt: skip


@dataclass(frozen=True)
class Submission:
    """A request as sent, with every field read and none believed."""

    service_code: str
    description: str = ""
    lat: float | None = None
    long: float | None = None
    address_string: str = ""
    address_id: str = ""
    email: str = ""
    phone: str = ""
    first_name: str = ""
    last_name: str = ""
    device_id: str = ""
    account_id: str = ""
    media_url: str = ""
    jurisdiction_id: str = ""
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def attributes_in(fields: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Every `attribute[C]=`, `attribute[C][]=` and `attribute[C][0]=`, repeated ones together, empty ones left out."""
    found: dict[str, tuple[str, ...]] = {}
    for name, value in fields:
        match = _ATTRIBUTE.fullmatch(name)
        if match and value.strip():
            found[match[1]] = (*found.get(match[1], ()), value.strip())
    return found


def read_submission(
    fields: Iterable[tuple[str, str]], definitions: Mapping[str, ServiceDefinition]
) -> Submission | list[Problem]:
    """The submission, or all that is wrong with it. ``definitions`` names every service the city knows."""
    pairs = list(fields)
    named = {name: value.strip() for name, value in pairs}
    plain = {name: named.get(name, "") for name in _PLAIN}
    description = named.get("description", "").replace("\r\n", "\n")
    given = attributes_in(pairs)
    point, problems = _point(named)
    if not (point or plain["address_string"] or plain["address_id"] or problems):
        problems.append(Problem(400, "Say where: lat and long, address_string or address_id."))
    problems += _text_problems(plain, description)
    problems += _service_problems(plain["service_code"], given, definitions)
    if problems:
        return problems
    lat, long = point or (None, None)
    return Submission(description=description, lat=lat, long=long, attributes=given, **plain)


def _point(named: Mapping[str, str]) -> tuple[tuple[float, float] | None, list[Problem]]:
    """Latitude and longitude, both or neither; 0,0 in the sea off Africa is a device that did not know."""
    lat, long = named.get("lat", ""), named.get("long", "")
    if not lat and not long:
        return None, []
    if not (lat and long):
        return None, [Problem(400, "lat and long belong together; one is missing.")]
    try:
        point = float(lat), float(long)
    except ValueError:
        return None, [Problem(400, "lat and long must be numbers.")]
    if not all(map(math.isfinite, point)) or abs(point[0]) > 90 or abs(point[1]) > 180:
        return None, [Problem(400, "lat must be -90 to 90 and long -180 to 180.")]
    if point == (0.0, 0.0):
        return None, [Problem(400, "lat and long are both 0: the device did not know where it was.")]
    return point, []


def _text_problems(plain: Mapping[str, str], description: str) -> list[Problem]:
    found = [
        Problem(400, f"{name} is longer than {MAX_FIELD} characters.")
        for name, value in plain.items()
        if len(value) > (2000 if name == "media_url" else MAX_FIELD)
    ]
    if len(description) > MAX_DESCRIPTION:
        found.append(Problem(400, f"description is longer than {MAX_DESCRIPTION} characters."))
    found += [
        Problem(400, f"{name} contains control characters.")
        for name, value in {**plain, "description": description}.items()
        if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]", value)
    ]
    return found


def _service_problems(
    code: str, given: Mapping[str, tuple[str, ...]], definitions: Mapping[str, ServiceDefinition]
) -> list[Problem]:
    if not code:
        return [Problem(400, "service_code was not provided.")]
    if code not in definitions:
        return [Problem(404, f"service_code {code[:100]!r} was not found.")]
    asked = [one for one in definitions[code].attributes if one.variable]
    return [problem for one in asked for problem in _attribute_problems(one, given.get(one.code, ()))]


def _attribute_problems(asked: Attribute, values: tuple[str, ...]) -> Iterable[Problem]:
    name = f"attribute[{asked.code}]"
    if not values:
        if asked.required:
            yield Problem(400, f"{name} is required.")
        return
    if len(values) > 1 and asked.datatype != "multivaluelist":
        yield Problem(400, f"{name} takes one value.")
    known = {key for key, _ in asked.values}
    if asked.datatype in ("singlevaluelist", "multivaluelist") and not set(values) <= known:
        yield Problem(400, f"{name} must be one of: {', '.join(sorted(known))}.")
    if asked.datatype == "number" and not all(_is_number(value) for value in values):
        yield Problem(400, f"{name} must be a number.")
    if asked.datatype == "datetime" and not all(_is_moment(value) for value in values):
        yield Problem(400, f"{name} must be an ISO 8601 date.")


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
