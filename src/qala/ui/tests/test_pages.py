import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from qala.kernel.refusals import Refusal
from qala.ui import context, middleware, views

pytestmark = pytest.mark.django_db

# All of ui is public: who chooses a language or looks at a component need not sign in.
PERMISSIONS = [
    ("guest", "ui:gallery", 200),
    ("guest", "ui:gallery_desk", 200),
    ("guest", "ui:offline", 200),
]


@pytest.mark.parametrize(("role", "name", "status"), PERMISSIONS)
def test_a_guest_may_open_every_page_of_ui(client, role, name, status):
    assert (role, client.get(reverse(name)).status_code) == ("guest", status)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("name", ["ui:gallery", "ui:gallery_desk", "ui:offline"])
def test_everyone_may_look_at_the_gallery_in_each_language(client, name, language):
    client.cookies["language"] = language
    page = client.get(reverse(name))
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.content.decode()


def test_kazakh_is_spoken_first(client):
    page = client.get(reverse("ui:gallery"), headers={"accept-language": "de"}).content.decode()
    assert "Qala неден құралған" in page


def test_each_page_says_where_the_content_begins(client):
    page = client.get(reverse("ui:gallery")).content.decode()
    assert 'href="#main"' in page
    assert page.count("<main") == 1
    assert page.count("<h1") == 1


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/proposals/", ["/proposals/"]),
        ("/proposals/26-000001/", ["/proposals/"]),
        ("/proposals/statistics/", ["/proposals/statistics/"]),
        ("/proposals/statistics/silent/", ["/proposals/statistics/"]),
        ("/ui/", []),
    ],
)
def test_one_line_of_the_menu_is_current(path, current):
    lines = context.menu(RequestFactory().get(path), frozenset())
    assert [line["address"] for line in lines if line["now"]] == current


def test_a_language_is_chosen_without_scripts_and_leads_back(client):
    answer = client.get("/ui/?sort=street&turn_to=ru")
    assert answer.url == "/ui/?sort=street"
    assert 'lang="ru"' in client.get("/ui/").content.decode()


def test_the_way_back_is_never_elsewhere(client):
    answer = client.get("/", PATH_INFO="//evil.example/", QUERY_STRING="turn_to=ru")
    assert answer.url == "/%2Fevil.example/"


def test_an_unknown_language_changes_nothing(client):
    answer = client.get("/ui/?turn_to=xx")
    assert (answer.url, dict(answer.cookies)) == ("/ui/", {})


def test_a_theme_is_remembered(client):
    client.get("/ui/?turn_to=dark")
    assert 'data-theme="dark"' in client.get("/ui/").content.decode()


def test_a_planted_theme_is_not_printed(client):
    client.cookies["theme"] = 'x" onload="alert(1)'
    assert "onload" not in client.get("/ui/").content.decode()


def test_every_answer_forbids_strange_code(client):
    for address in ("/ui/", "/nothing-here/"):
        headers = client.get(address).headers
        rules = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
        assert rules["script-src"] == rules["style-src"] == "'self'"
        assert rules["frame-ancestors"] == "'none'"
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Referrer-Policy"] == "same-origin"
        assert "camera=(self)" in headers["Permissions-Policy"]


def test_a_city_may_name_its_identity_provider_in_the_policy():
    assert "form-action 'self' https://id.example;" in middleware.policy({"form-action": ("https://id.example",)})


def test_an_address_without_a_page_says_so_in_the_readers_language(client):
    client.cookies["language"] = "ru"
    page = client.get("/nothing-here/")
    assert page.status_code == 404
    assert "По этому адресу ничего нет" in page.content.decode()


def test_a_refusal_gives_reason_rule_source_and_the_way_to_contest():
    request = RequestFactory().get("/")
    refusal = Refusal("Мерзім өтіп кетті", rule="15 жұмыс күні", source="ӘРПК 76", contest="Сотқа", code="late", fields={"a": "тым ұзын"})
    with translation.override("kk"):
        page = views.refused(request, refusal)
    text = page.content.decode()
    assert page.status_code == 422
    for words in ("Мерзім өтіп кетті", "15 жұмыс күні", "ӘРПК 76", "Сотқа", "late", "тым ұзын"):
        assert words in text


@pytest.mark.parametrize(
    ("view", "status"),
    [(views.bad_request, 400), (views.forbidden, 403), (views.csrf_failure, 403), (views.not_found, 404), (views.too_many, 429)],
)
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_each_fault_has_its_page(view, status, language):
    with translation.override(language):
        page = view(RequestFactory().get("/x/"))
    assert page.status_code == status
    assert "<h1" in page.content.decode()


def test_slowing_down_says_when_to_come_back():
    assert views.too_many(RequestFactory().get("/"), wait_seconds=30).headers["Retry-After"] == "30"


def test_our_own_fault_needs_no_database(django_db_blocker):
    with django_db_blocker.block():
        page = views.server_error(RequestFactory().get("/"))
    assert page.status_code == 500
    assert "Бізде қате шықты" in page.content.decode()


def test_the_forgotten_form_page_is_shown(settings):
    settings.CSRF_FAILURE_VIEW = "qala.ui.views.csrf_failure"
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["language"] = "ru"
    assert "Форма была открыта слишком долго" in strict.post("/account/login/", {"login": "x"}).content.decode()


def test_the_gallery_hands_out_its_table_as_csv_and_its_points(client):
    client.cookies["language"] = "kk"
    rows = client.get("/ui/?format=csv&sort=street").content.decode().splitlines()
    assert [row.split(",")[0] for row in rows[1:4]] == ["Абай даңғылы", "Әл-Фараби көшесі", "Байтұрсынұлы көшесі"]
    points = client.get("/ui/?format=geojson").json()
    assert len(points["features"]) == 10


def test_a_link_to_another_language_keeps_what_the_page_was_asked():
    request = RequestFactory().get("/list/?q=%D1%88&turn_to=kk")
    assert context.languages(request)[1]["address"] == "?q=%D1%88&turn_to=ru"


def test_the_gallery_page_is_within_its_budget(client):
    import gzip
    from pathlib import Path

    html = gzip.compress(client.get("/ui/").content, 9)
    styles = [gzip.compress(path.read_bytes(), 9) for path in Path(views.__file__).parent.glob("static/ui/*.css")]
    assert len(html) + sum(map(len, styles)) <= 50_000
