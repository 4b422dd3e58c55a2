"""Planted secrets never stand at any public address: hidden and held cases, unmasked words, names, phones."""

import re
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.urls import reverse

from qala.kernel.actors import RESIDENT
from qala.kernel.clock import now, today
from qala.kernel.translated import Translated
from qala.proposals.actions import intake
from qala.proposals.models import Author, Decision, Evidence, Letter, Plan, Remark, Subscription
from qala.proposals.queries.follow import follow_code
from qala.proposals.rules.sheet import AuthorSheet, Sheet
from qala.proposals.tests.factories import ProposalFactory, WorksOrderFactory
from qala.proposals.tests.public_city import whole_chain

pytestmark = pytest.mark.django_db

PHONE, IIN, MAIL = "87017654321", "900515300017", "tayna@example.kz"
SECRETS = (PHONE, IIN, MAIL, "ҚұпияЕсім", "ҚұпияМекен", "ҚұпияЕскерту", "ҚұпияЖасырын", "ҚұпияТексеру", "ҚұпияҮндеу",
           "ҚұпияШешім", "person:worker", "person:head")  # fmt: skip
LINK = re.compile(r'(?:href|action|src|data-points)="(/[^"#]*)')
NOT_OURS = ("/account/", "/static/", "/sw.js", "/demo/", "/desk/")


@pytest.fixture
def planted():
    """A city with something to hide in every corner."""
    cache.clear()
    open_one = intake.submit(
        by=RESIDENT, uid=uuid4(), sheet=Sheet(text=f"Аялдамада шам жоқ. Телефон {PHONE}, ЖСН {IIN}, {MAIL}")
    )
    appeal = intake.submit(
        by=RESIDENT,
        uid=uuid4(),
        sheet=Sheet(
            text="ҚұпияҮндеу мәтіні", track="appeal", identity="unconfirmed",
            author=AuthorSheet(name="ҚұпияЕсім", iin=IIN, postal_address="ҚұпияМекен 5", phone=PHONE, email=MAIL),
        ),
    )  # fmt: skip
    hidden = ProposalFactory(hidden=True, statement__text="ҚұпияЖасырын", statement__public_text="ҚұпияЖасырын")
    held = ProposalFactory(quarantined=True, statement__text="ҚұпияТексеру", statement__public_text="ҚұпияТексеру")
    Remark.objects.create(proposal=open_one, text="ҚұпияЕскерту", at=now(), by="person:worker")
    said = Translated(kk=f"ҚұпияШешім {PHONE}")
    Decision.objects.create(proposal=appeal, kind="explained", reason=said, signed_by="person:head", signed_at=now())
    Decision.objects.create(
        proposal=open_one, kind="explained", reason=Translated(kk=f"Қоңырау: {PHONE}"), signed_by="person:head",
        signed_at=now(),
    )  # fmt: skip
    Subscription.objects.create(proposal=open_one, way="email", address=MAIL, asked_at=now())
    whole = whole_chain()
    Plan.objects.create(
        proposal=whole, owner=whole.department, due_on=today(), money_source=f"Демеуші {PHONE}", place=f"{PHONE}, {IIN}",
        made_at=now(),
    )  # fmt: skip
    Decision.objects.create(
        proposal=whole, kind="redirected", forwarded_to=f"Маман {PHONE}", act_number=f"№ 7, {IIN}", signed_by="person:head",
        signed_at=now(),
    )  # fmt: skip
    order = WorksOrderFactory(money_source=f"Қор {MAIL}", contract=f"ЖК, ЖСН {IIN}", task=f"Хабарласу: {PHONE}")
    order.proposals.add(whole)
    Evidence.objects.create(order=order, act=f"Акт {IIN}", note=PHONE, at=now(), by="person:worker")
    return open_one, appeal, hidden, held, whole


def crawl(client, starts):
    """Every public address that can be reached by links, each once."""
    waiting, seen = list(starts), {}
    while waiting and len(seen) < 400:
        address = waiting.pop().replace("&amp;", "&")
        if address in seen or address.startswith(NOT_OURS):
            continue
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        seen[address] = (answer.status_code, body.decode(errors="replace"))
        if "html" in answer.headers.get("Content-Type", ""):
            waiting += LINK.findall(seen[address][1])
    return seen


def test_no_secret_stands_at_any_public_address(client, planted):
    _open, _appeal, hidden, held, _whole = planted
    assert Author.objects.filter(name="ҚұпияЕсім").exists()
    starts = ["/", *(reverse(f"proposals:{name}") for name in (
        "list", "points", "feed", "statistics", "silent", "open_data", "cases_csv", "cases_json", "schema", "datapackage",
    ))]  # fmt: skip
    for case in planted:
        starts += [reverse("proposals:case", args=[case.number]), reverse("proposals:case_feed", args=[case.number])]
    starts += [reverse("proposals:list") + f"?q={word}" for word in SECRETS]
    starts += [reverse("proposals:list") + "?format=csv"]
    for language in ("kk", "ru", "en"):
        client.cookies["language"] = language
        seen = crawl(client, starts)
        assert len(seen) > 40
        for address, (status, body) in seen.items():
            assert status < 500, address
            told = body.split("<main", 1)[-1] if "q=" in address else body
            told = re.sub(r'value="[^"]*"|href="[^"]*"|data-points="[^"]*"', "", told) if "q=" in address else told
            found = [secret for secret in (*SECRETS, *codes(planted)) if secret in told]
            assert not found, (address, found)
            for case in (hidden, held):
                assert case.number not in told or f"/proposals/{case.number}/" in address, address


def codes(cases):
    """The secret part of each talon and its idempotency key."""
    return [word for case in cases for word in (follow_code(case), str(case.uid))]


def test_letters_and_subscriptions_stay_unseen(client, planted):
    Letter.objects.create(
        proposal=planted[0], way="email", address=MAIL, template="received", dedup="x", queued_at=now(), next_try_at=now()
    )
    said = client.get(reverse("proposals:case", args=[planted[0].number])).content.decode()
    assert MAIL not in said


def test_rows_of_open_data_have_no_words_before_review(planted):
    from qala.proposals.queries.listing import Asked, listed
    from qala.proposals.queries.open_data import rows_of

    rows = {row["number"]: row for row in rows_of(listed(Asked()))}
    open_one, appeal, hidden, held, _whole = planted
    assert rows[appeal.number]["text"] is None
    assert PHONE not in rows[open_one.number]["text"]
    assert hidden.number not in rows
    assert held.number not in rows
