"""The keeper's pages of categories and ready texts, by plain forms, in three languages."""

import pytest
from django.urls import reverse

from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import OrganisationFactory
from qala.proposals.models import Category, ReplyTemplate, RoutingTable
from qala.proposals.tests.factories import ProposalFactory, active_table, officer

pytestmark = pytest.mark.django_db
SNOW = {
    "slug": "snow", "title_kk": "Қар", "title_ru": "Снег", "title_en": "Snow",
    "topic": "improvement", "radius_m": "300", "days_back": "14", "emergency_phone": "",
}  # fmt: skip
TEXT = {
    "slug": "thanks", "verb": "explain", "category": "", "title_kk": "Рақмет", "title_ru": "Спасибо",
    "text_kk": "{number}: <b>{master}</b>", "text_ru": "{number}: {place}",
}  # fmt: skip


@pytest.fixture
def client():
    browser = signed_in(officer("routing_editor"))
    browser.cookies["language"] = "en"
    return browser


def to(name, *args):
    return reverse(f"proposals:{name}", args=args)


def page(answer):
    return answer.content.decode()


def test_a_category_goes_from_paper_into_use(client):
    roads = OrganisationFactory(slug="roads")
    active_table(roads)
    assert client.post(to("category_new"), SNOW).url == to("category", "snow")
    shown = page(client.get(to("category", "snow")))
    assert "Nobody would get its cases yet" in shown
    assert 'value="take_up"' not in shown
    answer = client.post(to("category", "snow"), {"verb": "department", "department": roads.pk})
    draft = RoutingTable.objects.get(state="draft")
    assert answer.url == to("routing_table", draft.version)
    assert "In the draft" in page(client.get(to("category", "snow")))
    client.post(to("routing_act", draft.version, "try"), {"last": 10})
    client.post(to("routing_act", draft.version, "activate"))
    assert 'value="take_up"' in page(client.get(to("category", "snow")))
    assert client.post(to("category", "snow"), {"verb": "take_up"}).status_code == 302
    assert Category.objects.get(pk="snow").active


def test_a_category_is_written_anew_and_retired(client):
    case = ProposalFactory(triaged=True)
    answer = client.post(to("category", case.category_id), {**SNOW, "title_en": "Lamps"}, follow=True)
    assert "Lamps" in page(answer)
    assert client.post(to("category", case.category_id), {"verb": "retire"}).status_code == 302
    row = Category.objects.get(pk=case.category_id)
    assert (row.title.en, row.radius_m, row.active) == ("Lamps", 300, False)
    assert "cases: 1" in page(client.get(to("categories")))


def test_what_was_typed_comes_back_with_the_reason_beside_it(client):
    answer = client.post(to("category_new"), {**SNOW, "slug": "Қар", "emergency_phone": "112"})
    assert answer.status_code == 422
    assert 'value="Снег"' in page(answer)
    assert "small Latin letters" in page(answer)
    assert client.post(to("category_new"), {**SNOW, "radius_m": "9999999"}).status_code == 422
    assert not Category.objects.filter(pk="snow").exists()


def test_a_text_shows_how_it_reads_before_it_is_kept(client):
    answer = client.post(to("template_new"), {**TEXT, "preview": "1"})
    assert answer.status_code == 200
    assert "26-004217: &lt;b&gt;{master}&lt;/b&gt;" in page(answer)
    assert "Not kept yet" in page(answer)
    assert "fills in by hand" in page(answer)
    assert not ReplyTemplate.objects.exists()
    assert client.post(to("template_new"), TEXT).url == to("template", "thanks")
    shown = page(client.get(to("template", "thanks")))
    assert "26-004217: Tauke" not in shown
    assert "26-004217: проспект Тауке хана" in shown


def test_a_text_is_retired_and_not_offered(client):
    client.post(to("template_new"), TEXT)
    assert client.post(to("template", "thanks"), {"act": "retire"}).status_code == 302
    assert not ReplyTemplate.objects.get().active
    assert "not in use" in page(client.get(to("templates")))
    assert client.post(to("template", "thanks"), {"act": "retire"}).status_code == 409


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_pages_read_in_every_language(client, language):
    client.cookies["language"] = language
    ReplyTemplate.objects.create(slug="thanks", verb="reply", title={"kk": "Рақмет"}, text={"kk": "{number}"})
    for address in (to("categories"), to("category", "noise"), to("templates"), to("template", "thanks")):
        answer = client.get(address)
        assert answer.status_code == 200
        assert f'lang="{language}"' in page(answer)


def test_lists_ask_a_fixed_number_of_questions(client, django_assert_max_num_queries):
    for number in range(30):
        ReplyTemplate.objects.create(slug=f"text-{number}", verb="reply", category_id="noise", title={"kk": "Ә"}, text={"kk": "Ә"})
    for name in ("categories", "templates"):
        with django_assert_max_num_queries(12):
            client.get(to(name))


def test_a_text_of_a_step_that_does_not_speak_is_not_turned_into_another(client):
    ReplyTemplate.objects.create(slug="old", verb="ask", title={"kk": "Ә", "ru": "А"}, text={"kk": "Ә", "ru": "А"})
    shown = page(client.get(to("template", "old")))
    assert '<option value="plan" selected' not in shown
    told = {name: value for name, value in TEXT.items() if name not in ("slug", "verb")}
    assert client.post(to("template", "old"), {**told, "verb": ""}).status_code == 422
    assert ReplyTemplate.objects.get(slug="old").verb == "ask"
