"""Categories and ready texts: who keeps them, what is refused, what is recorded, and that nothing is ever deleted."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from qala.journal.models import Entry
from qala.kernel.clock import now
from qala.kernel.refusals import Forbidden, Refusal
from qala.kernel.translated import Translated
from qala.people.tests.factories import OrganisationFactory
from qala.proposals.actions import categories, reply_templates
from qala.proposals.actions.categories import CategorySheet
from qala.proposals.actions.reply_templates import ReadyText
from qala.proposals.forms.desk import TonguesForm
from qala.proposals.models import Category, ReplyTemplate, RoutingRow, RoutingTable
from qala.proposals.queries.desk_case import slots_of, templates_for
from qala.proposals.queries.registers import as_read
from qala.proposals.rules.registers import SLOTS, SPEAKING
from qala.proposals.tests.factories import ProposalFactory, active_table, in_force, officer
from qala.proposals.views.desk_table import VERBS

pytestmark = pytest.mark.django_db
SNOW = CategorySheet(Translated(kk="Қар", ru="Снег", en="Snow"), "improvement", 300, 14)
THANKS = ReadyText(
    "explain",
    Translated(kk="Рақмет", ru="Спасибо"),
    Translated(kk="{number}: {place}. {master} барады.", ru="{number}: {place}. Придёт {master}."),
)


@pytest.fixture
def keeper():
    return officer("routing_editor")


def verbs_of(row):
    return list(Entry.objects.filter(object=f"proposals.{row._meta.model_name}:{row.pk}").values_list("verb", flat=True))


@pytest.mark.parametrize("role", ["triage_officer", "dispatcher", "signer", "auditor", "operator"])
def test_only_a_keeper_keeps_registers(role):
    by, lamp = officer(role), Category.objects.get(pk="street_light")
    text = ReplyTemplate.objects.create(slug="thanks", verb="explain", title=THANKS.title, text=THANKS.text)
    tries = [
        lambda: categories.add_category(by=by, slug="snow", sheet=SNOW),
        lambda: categories.write_category(by=by, category=lamp, sheet=SNOW),
        lambda: categories.retire(by=by, category=lamp),
        lambda: categories.take_up(by=by, category=lamp),
        lambda: reply_templates.add_template(by=by, slug="more", sheet=THANKS),
        lambda: reply_templates.write_template(by=by, template=text, sheet=THANKS),
        lambda: reply_templates.retire_template(by=by, template=text),
        lambda: reply_templates.take_up_template(by=by, template=text),
    ]
    for attempt in tries:
        with pytest.raises(Forbidden):
            attempt()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("role", ["routing_editor", "administrator"])
def test_a_new_category_waits_for_a_department(role):
    by = officer(role)
    table = active_table(OrganisationFactory(slug="roads"))
    snow = categories.add_category(by=by, slug="snow", sheet=SNOW)
    assert not snow.active
    with pytest.raises(Refusal) as refused:
        categories.take_up(by=by, category=snow)
    assert refused.value.code == "no-department"
    RoutingTable.objects.filter(pk=table.pk).update(state="retired")
    newer = RoutingTable.objects.create(version=2, made_at=now())
    RoutingRow.objects.create(table=newer, categories=["snow"], is_default=True, department=OrganisationFactory())
    in_force(newer)
    assert categories.take_up(by=by, category=snow).active
    assert verbs_of(snow) == ["proposals.category.set", "proposals.category.taken_up"]
    assert Entry.objects.first().facts == {"topic": "improvement", "radius_m": 300, "days_back": 14}


def test_a_category_in_use_is_retired_and_its_cases_keep_it(keeper):
    case = ProposalFactory(triaged=True)
    lamp = categories.retire(by=keeper, category=case.category)
    case.refresh_from_db()
    assert case.category_id == "street_light"
    assert not lamp.active
    assert verbs_of(lamp) == ["proposals.category.retired"]
    with pytest.raises(Refusal):
        categories.retire(by=keeper, category=lamp)
    assert categories.take_up(by=keeper, category=lamp).active


def test_what_catches_everything_else_stays(keeper):
    with pytest.raises(Refusal) as refused:
        categories.retire(by=keeper, category=Category.objects.get(pk="other"))
    assert refused.value.code == "catch-all"


@pytest.mark.parametrize("statement", ["delete", "rename"])
def test_the_database_keeps_categories_and_texts(statement):
    ReplyTemplate.objects.create(slug="thanks", verb="explain", title=THANKS.title, text=THANKS.text)
    rows = [Category.objects.filter(pk="noise")]
    rows += [ReplyTemplate.objects.filter(slug="thanks")] if statement == "delete" else []
    for found in rows:
        with pytest.raises(IntegrityError, match="retired, never deleted"), transaction.atomic():
            found.delete() if statement == "delete" else found.update(slug="din")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": Translated(kk="Қар", ru="Снег")}, "title_en"),
        ({"topic": "weather"}, "topic"),
        ({"radius_m": 0}, "radius_m"),
        ({"days_back": 400}, "days_back"),
        ({"emergency_phone": "call me"}, "emergency_phone"),
    ],
)
def test_a_category_that_cannot_be_kept_says_where(keeper, change, field):
    with pytest.raises(Refusal) as refused:
        categories.add_category(by=keeper, slug="snow", sheet=replace(SNOW, **change))
    assert list(refused.value.fields) == [field]
    assert not Category.objects.filter(pk="snow").exists()


@pytest.mark.parametrize(("slug", "code"), [("Snow", "slug"), ("new", "slug"), ("қар", "slug"), ("noise", "slug-taken")])
def test_a_slug_stands_in_addresses(keeper, slug, code):
    with pytest.raises(Refusal) as refused:
        categories.add_category(by=keeper, slug=slug, sheet=SNOW)
    assert refused.value.code == code


def test_a_text_is_written_offered_and_retired(keeper):
    text = reply_templates.add_template(by=keeper, slug="thanks", sheet=THANKS)
    case = ProposalFactory(triaged=True)
    assert text in templates_for(case, "explain")
    other = replace(THANKS, category=Category.objects.get(pk="noise"))
    reply_templates.write_template(by=keeper, template=text, sheet=other)
    assert text not in templates_for(case, "explain")
    assert not reply_templates.retire_template(by=keeper, template=text).active
    assert reply_templates.take_up_template(by=keeper, template=text).active
    assert verbs_of(text) == [f"proposals.template.{what}" for what in ("set", "set", "retired", "taken_up")]


@pytest.mark.parametrize(
    ("change", "field"), [({"verb": "assign"}, "verb"), ({"text": Translated(kk="Рақмет")}, "text_ru")]
)
def test_a_text_that_cannot_be_kept_says_where(keeper, change, field):
    with pytest.raises(Refusal) as refused:
        reply_templates.add_template(by=keeper, slug="thanks", sheet=replace(THANKS, **change))
    assert list(refused.value.fields) == [field]


def test_a_text_is_shown_as_it_will_read():
    kk, ru = as_read(THANKS.text)
    assert (kk.language, kk.text) == ("kk", "26-004217: Тәуке хан даңғылы. {master} барады.")
    assert ru.by_hand == ("master",)
    light = as_read(Translated(kk="{category}"), Category.objects.get(pk="noise"))[0]
    assert light.text == "Шу"


def test_the_register_knows_every_step_that_speaks_and_every_place_that_is_filled():
    assert set(SPEAKING) == {slug for slug, verb in VERBS.items() if issubclass(verb.form, TonguesForm)}
    assert set(SLOTS) == set(slots_of(ProposalFactory(triaged=True), "kk"))
