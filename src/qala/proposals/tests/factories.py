"""Cases for tests: a trait for every lawful state. Rows are made directly; actions are tested by themselves."""

from datetime import date, datetime, timedelta

import factory

from qala.kernel.clock import now
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
    registered_on = factory.LazyAttribute(lambda case: case.received_at.date())
    due_on = factory.LazyAttribute(lambda case: case.registered_on + timedelta(days=14))
    promised_on = factory.LazyAttribute(lambda case: case.due_on)
    statement = factory.RelatedFactory(StatementFactory, factory_related_name="proposal")

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
            answered_at=factory.LazyFunction(now),
        )
        confirmed = factory.Trait(
            state="confirmed",
            category_id="street_light",
            department=factory.SubFactory(OrganisationFactory),
            claimed_at=factory.LazyFunction(now),
            answered_at=factory.LazyFunction(now),
            confirmed_at=factory.LazyFunction(now),
            closed_at=factory.LazyFunction(now),
        )
        quarantined = factory.Trait(quarantined_at=factory.LazyFunction(now), quarantined_for="too_fast")
        hidden = factory.Trait(visibility="hidden")


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
    due_on = factory.LazyFunction(lambda: now().date() + timedelta(days=5))
    money_source = "Қала бюджеті, 09.015"
    ordered_at = factory.LazyFunction(now)
    ordered_by = "person:x"


def walked(case: Proposal, *verbs: str, at: datetime, **fields: object) -> Proposal:
    """The case after these lawful steps, all at one moment, with `fields`; nobody is told."""
    for verb in verbs:
        before, case.state = case.state, WORKFLOW.after(case.state, verb)
        case.steps.create(verb=verb, before=before, after=case.state, at=at, by="person:x")
    Proposal.objects.filter(pk=case.pk).update(state=case.state, **fields)
    case.refresh_from_db()
    return case


def active_table(department: Organisation) -> RoutingTable:
    """A routing table that sends everything to one department."""
    table = RoutingTable.objects.create(version=1, state="active", made_at=now(), activated_at=now())
    slugs = list(Category.objects.values_list("slug", flat=True))
    RoutingRow.objects.create(table=table, categories=slugs, is_default=True, department=department)
    return table


def said(text: str) -> Translated:
    return Translated(kk=text, ru=text)
