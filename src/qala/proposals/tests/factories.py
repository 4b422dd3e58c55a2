"""Cases for tests: a trait for every lawful state. Rows are made directly; actions are tested by themselves."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import factory
from django.db import transaction

from qala.journal.log import record_many
from qala.kernel.actors import Job
from qala.kernel.clock import local, now, today
from qala.kernel.translated import Translated
from qala.people.models import Organisation
from qala.people.tests.factories import AppointmentFactory, OrganisationFactory, PersonFactory
from qala.proposals.models import (
    Author,
    Category,
    Placard,
    Proposal,
    RoutingRow,
    RoutingTable,
    Statement,
    WorksOrder,
)
from qala.proposals.rules.process import WORKFLOW

Walk = Sequence[tuple[str, datetime]]
TOLD = Job("proposals.test")

__all__ = ["AppointmentFactory", "OrganisationFactory", "PersonFactory"]


def officer(role: str, organisation: Organisation | None = None):
    """A person who holds an office now."""
    person = PersonFactory()
    AppointmentFactory(person=person, role=role, organisation=organisation or OrganisationFactory())
    return person


class StatementFactory(factory.django.DjangoModelFactory[Statement]):
    class Meta:
        model = Statement

    text = "Аялдамада жарық жоқ, кешке қауіпті"
    public_text = "Аялдамада жарық жоқ, кешке қауіпті"
    spelling = "аялдамада жарик жок кешке кауипти"


class ProposalFactory(factory.django.DjangoModelFactory[Proposal]):
    """A signal that has just arrived."""

    class Meta:
        model = Proposal
        skip_postgeneration_save = True

    received_at = factory.LazyFunction(lambda: now() - timedelta(days=1))
    registered_on = factory.LazyAttribute(lambda case: local(case.received_at).date())
    due_on = factory.LazyAttribute(lambda case: case.registered_on + timedelta(days=14))
    promised_on = factory.LazyAttribute(lambda case: case.due_on)
    statement = factory.RelatedFactory(StatementFactory, factory_related_name="proposal")

    @classmethod
    def _create(cls, model_class: type[Proposal], *args: object, **told: object) -> Proposal:
        """The case with the steps that led to its state: the database keeps no other (`test_steps_bind`).

        `walk` names the steps and their moments instead; the state and its times then follow from them.
        """
        walk: Walk | None = told.pop("walk", None)  # type: ignore[assignment]
        told |= times_of(walk) if walk else {}
        walked_to(told)
        with transaction.atomic():  # case and steps together, also where no test holds a transaction open
            case: Proposal = super()._create(model_class, *args, **told)
            lead(case, walk)
        return case

    class Params:
        appeal = factory.Trait(track="appeal", identity="unconfirmed", visibility="outline")
        triaged = factory.Trait(state="triaged", category_id="street_light", triaged_at=factory.LazyFunction(now))
        assigned = factory.Trait(
            state="assigned", category_id="street_light", department=factory.SubFactory(OrganisationFactory)
        )
        in_work = factory.Trait(
            state="in_work", category_id="street_light", department=factory.SubFactory(OrganisationFactory)
        )
        claimed = factory.Trait(
            state="fixed_claimed",
            category_id="street_light",
            department=factory.SubFactory(OrganisationFactory),
            claimed_at=factory.LazyFunction(now),
            answered_at=factory.LazyAttribute(lambda case: case.claimed_at),
        )
        confirmed = factory.Trait(
            state="confirmed",
            category_id="street_light",
            department=factory.SubFactory(OrganisationFactory),
            claimed_at=factory.LazyFunction(now),
            answered_at=factory.LazyAttribute(lambda case: case.claimed_at),
            confirmed_at=factory.LazyFunction(now),
            closed_at=factory.LazyAttribute(lambda case: case.confirmed_at),
        )
        quarantined = factory.Trait(quarantined_at=factory.LazyFunction(now), quarantined_for="too_fast")
        hidden = factory.Trait(visibility="hidden")


WORKED = ("triage", "assign", "start", "claim_fixed")
WAYS = {
    "received": (),
    "triaged": WORKED[:1],
    "assigned": WORKED[:2],
    "in_work": WORKED[:3],
    "fixed_claimed": WORKED,
    "confirmed": (*WORKED, "confirm"),
    "planned": (*WORKED[:2], "plan"),
    **{state: ("triage", verb) for state, verb in (("explained", "explain"), ("refused", "refuse"), ("forwarded", "forward"))},
}
CLOSED = {"explained", "refused", "forwarded"}
ANSWERS = {"plan", "explain", "refuse", "claim_fixed", "withdraw"}
TIMES = {
    "claimed_at": ({"claim_fixed"}, {"contest"}),
    "confirmed_at": ({"confirm"}, {"contest"}),
    "closed_at": ({"confirm", "explain", "refuse", "forward", "withdraw"}, {"contest", "come_back"}),
}


def walked_to(told: dict[str, object]) -> None:
    """The times that go with a state and were not named: it was closed when it was answered or confirmed."""
    if told.get("state") in ("fixed_claimed", "confirmed"):
        told["claimed_at"] = told.get("claimed_at") or told.get("answered_at") or now()
    if told.get("state") == "confirmed":
        told["confirmed_at"] = told["closed_at"] = told.get("confirmed_at") or now()
    if told.get("state") in CLOSED:
        told["closed_at"] = told.get("closed_at") or told.get("answered_at") or now()


def times_of(walk: Walk) -> dict[str, object]:
    """The state these steps lead to, and the times that the database wants to be theirs."""
    told: dict[str, object] = {"state": "received"}
    for verb, at in walk:
        told["state"] = WORKFLOW.after(str(told["state"]), verb)
        for name, (sets, clears) in TIMES.items():
            told |= {name: at} if verb in sets else {name: None} if verb in clears else {}
        if verb in ANSWERS:
            told.setdefault("answered_at", at)
    return told


def lead(case: Proposal, walk: Walk | None = None) -> None:
    """Write the steps of a case that was made in a later state. An answer before the works was a plan."""
    if walk or case.state != "received":
        record_many(TOLD, "proposals.history.loaded", [case])
    if walk:
        before = "received"
        for verb, at in walk:
            after = WORKFLOW.after(before, verb)
            case.steps.create(verb=verb, before=before, after=after, at=at, by="person:x")
            before = after
        return
    way = list(WAYS[case.state])
    if "claim_fixed" in way and case.answered_at and case.answered_at != case.claimed_at:
        way.insert(2, "plan")
    at = {"claim_fixed": case.claimed_at, "confirm": case.confirmed_at, "plan": case.answered_at or case.received_at}
    before, last = "received", case.received_at
    for verb in way:
        after = WORKFLOW.after(before, verb)
        last = max(last, at.get(verb) or (case.closed_at if after in CLOSED else last) or last)
        case.steps.create(verb=verb, before=before, after=after, at=last, by="person:x")
        before = after


class AuthorFactory(factory.django.DjangoModelFactory[Author]):
    class Meta:
        model = Author

    proposal = factory.SubFactory(ProposalFactory)
    name = "Ақжолов Әлия"
    postal_address = "Шымкент, Тәуке хан даңғылы 1"


class PlacardFactory(factory.django.DjangoModelFactory[Placard]):
    """A placard in a bus: it needs no place."""

    class Meta:
        model = Placard

    serial = factory.Sequence(lambda n: n + 1)
    kind = "bus"
    route = "12"
    vehicle = factory.Sequence(lambda n: f"{n:03d} ABC 17")
    installed_on = date(2026, 1, 1)


class WorksOrderFactory(factory.django.DjangoModelFactory[WorksOrder]):
    class Meta:
        model = WorksOrder
        skip_postgeneration_save = True

    executor = factory.SubFactory(OrganisationFactory)
    task = "Шамды ауыстыру"
    due_on = factory.LazyFunction(lambda: today() + timedelta(days=5))
    money_source = "Қала бюджеті, 09.015"
    ordered_at = factory.LazyFunction(now)
    ordered_by = "person:x"


def walked(case: Proposal, *verbs: str, at: datetime, **fields: object) -> Proposal:
    """The case after these lawful steps, all at one moment, with `fields`; nobody is told."""
    record_many(TOLD, "proposals.history.loaded", [case])
    for verb in verbs:
        before, case.state = case.state, WORKFLOW.after(case.state, verb)
        case.steps.create(verb=verb, before=before, after=case.state, at=at, by="person:x")
    Proposal.objects.filter(pk=case.pk).update(state=case.state, **fields)
    case.refresh_from_db()
    return case


def active_table(department: Organisation) -> RoutingTable:
    """A routing table that sends everything to one department."""
    table = RoutingTable.objects.create(version=1, made_at=now())
    slugs = list(Category.objects.values_list("slug", flat=True))
    RoutingRow.objects.create(table=table, categories=slugs, is_default=True, department=department)
    return in_force(table)


def in_force(table: RoutingTable) -> RoutingTable:
    """A draft whose rows are written goes into force."""
    table.state, table.activated_at = "active", now()
    table.save(update_fields=["state", "activated_at"])
    return table


def said(text: str) -> Translated:
    return Translated(kk=text, ru=text)
