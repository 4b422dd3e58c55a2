"""The 21 rules of the community's validator (SeeClickFix/open311-validator), said anew for today's Python.

Seventeen look at discovery, two at services, one at definitions (there it is empty: here a definition must answer),
one at a test submission. As in the original, `production` endpoints are left alone unless asked.
"""

import json
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime

import xmltodict


@dataclass
class Validator:
    address: str
    production: bool = False
    kept: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def run(self, form: dict[str, str]) -> int:
        """Check every rule; how many there were. What is broken stands in `broken`."""
        rules = [*self.on_discovery(), *self.on_services(), *self.on_definitions(), *self.on_creating(form)]
        self.broken = [name for name, holds in rules if not holds]
        return len(rules)

    def on_discovery(self):
        xml_body, xml_type = fetched(f"{self.address}.xml")
        json_body, json_type = fetched(f"{self.address}.json")
        xml, plain = xmltodict.parse(xml_body)["discovery"], json.loads(json_body)
        listed = xml["endpoints"]["endpoint"]
        self.xml_endpoints = self.safe(listed if isinstance(listed, list) else [listed])
        self.json_endpoints = self.safe(plain["endpoints"])
        every = self.xml_endpoints + self.json_endpoints
        yield "the address ends with discovery", self.address.endswith("discovery")
        yield "both formats answer, by exact type", (xml_type, json_type) == ("text/xml", "application/json")
        yield "both have contacts", bool(xml["contact"].strip() and plain["contact"].strip())
        yield "both say who gives keys", bool(xml["key_service"].strip() and plain["key_service"].strip())
        yield "both changesets are times", all(is_time(one["changeset"]) for one in (xml, plain))
        yield "the contacts are the same", xml["contact"] == plain["contact"]
        yield "XML lists endpoints as an array", isinstance(listed, list)
        yield "there is an endpoint to look at", bool(self.xml_endpoints and self.json_endpoints)
        yield "each has a specification", all(one["specification"] for one in every)
        yield "each has an address", all(one["url"] for one in every)
        yield "each has a changeset", all(one["changeset"] for one in every)
        yield "each changeset is a full time", all(is_time(one["changeset"]) for one in every)
        yield "each changeset lies in the past", all(is_past(one["changeset"]) for one in every)
        yield "each has a type", all(one["type"] for one in every)
        yield "each lists its formats as an array", all(
            isinstance(one["formats"]["format"], list) for one in self.xml_endpoints
        ) and all(isinstance(one["formats"], list) for one in self.json_endpoints)
        yield "each has a format", all(formats(one) for one in every)
        yield "each speaks XML", all("text/xml" in formats(one) for one in every)

    def on_services(self):
        self.services = {one["url"]: parsed(f"{one['url']}/services.json") for one in self.json_endpoints}
        in_xml = [xmltodict.parse(fetched(f"{url}/services.xml")[0])["services"]["service"] for url in self.services]
        yield "there are services", all([*self.services.values(), *in_xml])
        yield "each service has a code", all(
            row["service_code"] for rows in [*self.services.values(), *in_xml] for row in rows
        )

    def on_definitions(self):
        asking = [(url, row["service_code"]) for url, rows in self.services.items() for row in rows if row["metadata"]]
        yield "each service with questions has them", bool(asking) and all(
            parsed(f"{url}/services/{code}.json")["attributes"] for url, code in asking
        )

    def on_creating(self, form):
        posted = urllib.parse.urlencode(form).encode()
        answers = [fetched(f"{one['url']}/requests.xml", posted)[0] for one in self.xml_endpoints if one["type"] == "test"]
        yield "a test submission is answered", all(answers)

    def safe(self, endpoints):
        return [one for one in endpoints if self.production or one["type"] != "production"]


def fetched(address, body=None):
    """Body and exact type of an answer."""
    with urllib.request.urlopen(address, body, timeout=20) as response:
        return response.read(), response.headers["Content-Type"]


def parsed(address):
    return json.loads(fetched(address)[0])


def formats(endpoint):
    listed = endpoint["formats"]
    return listed if isinstance(listed, list) else listed["format"]


def is_time(text):
    moment = datetime.fromisoformat(text)
    return len(text) >= len("2026-11-23T00:00:00Z") and moment.tzinfo is not None


def is_past(text):
    return datetime.fromisoformat(text) < datetime.now(UTC)
