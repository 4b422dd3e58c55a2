"""Open311 written by programs: keys, quotas, the test endpoint, everything a POST may carry and must not do."""

import io
import json
import re
from urllib.parse import urlencode

import pytest
from PIL import Image

from qala.journal.models import Entry
from qala.proposals.actions.programs import give_key, revoke_key
from qala.proposals.models import ApiKey, ApiUse, Arrival, Author, Letter, Photo, Proposal, Subscription
from qala.proposals.tests.factories import officer
from qala.proposals.tests.georeport_desk import FORM, TEST, V2, problems, secret, told, validator

pytestmark = pytest.mark.django_db


def post(client, form, root=V2, extension="json", **told_to_client):
    return client.post(f"{root}/requests.{extension}", form, **told_to_client)


def only_problem(response, status):
    assert response.status_code == status, response.content
    return problems(response)[0]


def test_a_post_becomes_a_signal_with_a_number_and_the_talons_address(client):
    response = post(client, {**FORM, "api_key": secret(), "lat": "42.3417", "long": "69.5901"})
    (row,) = told(response)
    case = Proposal.objects.get()
    assert response.status_code == 200
    assert row["service_request_id"] == case.number
    assert "token" not in row
    assert (case.track, case.channel, case.category_id, case.state) == ("signal", "open311", "street_light", "received")
    assert (case.latitude, case.longitude, case.visibility) == (42.3417, 69.5901, "public")
    assert case.statement.text == FORM["description"]
    assert case.statement.place_text == FORM["address_string"]
    talon = re.search(r"http://testserver(/t/\S+)", row["service_notice"])[1]
    assert client.get(talon).status_code == 200
    (read,) = told(client.get(f"{V2}/requests/{case.number}.json"))
    assert read["description"] == FORM["description"]
    assert Entry.objects.filter(verb="proposals.proposal.arrived", object=f"proposals.proposal:{case.pk}").exists()


def test_xml_answers_a_post_too(client):
    xml = told(post(client, {**FORM, "api_key": secret()}, extension="xml"))
    assert (xml.tag, xml[0].tag) == ("service_requests", "request")
    assert xml[0].findtext("service_request_id") == Proposal.objects.get().number


def test_a_post_writes_to_nobody(client, mailoutbox):
    contact = {"email": "aina@example.org", "phone": "+7 701 123 45 67", "first_name": "Айна", "last_name": "Серік"}
    assert post(client, {**FORM, **contact, "api_key": secret()}).status_code == 200
    assert not mailoutbox
    assert not Letter.objects.exists()
    ways = set(Subscription.objects.values_list("way", "address", "confirmed_at"))
    assert ways == {("email", "aina@example.org", None), ("sms", "+7 701 123 45 67", None)}
    author = Author.objects.get()
    assert (author.name, author.email, author.phone, author.person) == ("Айна Серік", "", "", None)


def test_a_media_url_is_kept_and_never_fetched_nor_shown(client, monkeypatch):
    monkeypatch.setattr("socket.create_connection", lambda *_a, **_k: pytest.fail("somebody fetched it"))
    address = "https://pictures.example/1.jpg"
    assert post(client, {**FORM, "media_url": address, "api_key": secret()}).status_code == 200
    assert Arrival.objects.get().media_url == address
    assert told(client.get(f"{V2}/requests.json"))[0]["media_url"] is None


def picture():
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "JPEG")
    file.seek(0)
    file.name = "lamp.jpg"
    return file


def test_media_comes_along_as_a_file_and_waits_for_an_officer(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    response = post(client, {**FORM, "api_key": secret(), "media": picture()})
    assert response.status_code == 200
    assert Photo.objects.get().state == "waiting"
    assert told(client.get(f"{V2}/requests.json"))[0]["media_url"] is None


def test_a_file_that_is_no_picture_never_costs_the_case(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    bad = io.BytesIO(b"MZ not a picture")
    bad.name = "lamp.exe"
    (row,) = told(post(client, {**FORM, "api_key": secret(), "media": bad}))
    assert row["service_request_id"] == Proposal.objects.get().number
    assert not Photo.objects.exists()
    assert len(row["service_notice"].split("/t/")[1]) > len("26-000001/ABCDEFGHJKMN/")


def test_answers_to_questions_reach_the_officer(client):
    key = secret()
    lamps = {**FORM, "attribute[how_many]": "street", "api_key": key}
    assert post(client, lamps).status_code == 200
    case = Proposal.objects.get()
    assert case.statement.text.endswith("\nНеше шам жанбайды: Бүкіл көше")
    assert case.arrival.attributes == {"how_many": ["street"]}
    dump = {**FORM, "service_code": "dumping", "attribute[what][]": ["tyres", "danger"], "api_key": key}
    assert post(client, dump).status_code == 200
    assert Arrival.objects.latest("pk").attributes == {"what": ["tyres", "danger"]}


def test_a_missing_answer_is_asked_for(client):
    bus = {**FORM, "service_code": "bus_service", "api_key": secret()}
    assert only_problem(post(client, bus), 400) == "attribute[route] is required."
    assert post(client, {**bus, "attribute[route]": "12"}).status_code == 200


def test_a_message_without_words_speaks_by_its_service(client):
    form = {"service_code": "pothole", "lat": "42.34", "long": "69.59", "api_key": secret()}
    assert post(client, form).status_code == 200
    assert Proposal.objects.get().statement.text == "Жолдағы шұңқыр"


@pytest.mark.parametrize("root", [V2, TEST])
@pytest.mark.parametrize("extension", ["json", "xml"])
def test_without_a_living_key_nothing_is_written(client, root, extension):
    by = officer("administrator")
    given = give_key(by=by, name="Dala", contact="a@example.org", daily_quota=5)
    revoke_key(by=by, key=given.key, because="жоғалды")
    for key in ("", "wrong", "\ud83d", given.secret):
        form = {**FORM, **({"api_key": key} if key else {})}
        response = client.post(
            f"{root}/requests.{extension}",
            urlencode(form, errors="surrogatepass"),
            content_type="application/x-www-form-urlencoded",
        )
        assert response.status_code in ((400,) if key == "\ud83d" else (403,))
        assert problems(response)
    assert not Proposal.objects.exists()


def test_only_a_digest_of_a_key_is_kept():
    given = give_key(by=officer("administrator"), name="Dala", contact="a@example.org", daily_quota=5)
    stored = json.dumps(list(ApiKey.objects.values()), default=str)
    assert given.secret not in stored
    assert len(given.key.digest) == 64


def test_a_quota_ends_at_the_day_and_counts_only_what_was_taken(client):
    key = secret(daily_quota=2)
    assert post(client, {**FORM, "api_key": key, "service_code": "nonsense"}).status_code == 404
    for number in range(2):
        assert post(client, {**FORM, "description": f"Шам {number} жанбайды", "api_key": key}).status_code == 200
    response = post(client, {**FORM, "description": "Тағы бір шам жанбайды", "api_key": key})
    assert response.status_code == 403
    assert problems(response)
    assert Proposal.objects.count() == 2
    assert ApiUse.objects.get().times == 2


def test_a_resend_is_answered_with_the_first_case(client):
    form = {**FORM, "api_key": secret()}
    first, again = told(post(client, form)), told(post(client, form))
    assert first == again
    assert Proposal.objects.count() == Arrival.objects.count() == ApiUse.objects.get().times == 1
    other = told(post(client, {**form, "description": "Басқа шам жанбайды, көшенің басында"}))
    assert other != first


@pytest.mark.parametrize(("root", "testing"), [(TEST, False), (V2, True)])
def test_a_test_stores_nothing_and_its_token_leads_to_a_number(client, root, testing):
    key = secret(for_testing=testing)
    assert only_problem(post(client, {**FORM, "service_code": "lost", "api_key": key}, root), 404)
    (row,) = told(post(client, {**FORM, "api_key": key}, root))
    assert "service_request_id" not in row
    assert not Proposal.objects.exists()
    (found,) = told(client.get(f"{root}/tokens/{row['token']}.json"))
    assert found["token"] == row["token"]
    assert found["service_request_id"].startswith("sandbox-")
    response = client.get(f"{root}/requests/{found['service_request_id']}.json")
    assert response.status_code == 404
    forged = row["token"][:-1] + ("0" if row["token"][-1] != "0" else "1")
    assert client.get(f"{root}/tokens/{forged}.json").status_code == 404


def test_what_comes_too_fast_waits_and_is_answered_with_a_token(client):
    key = secret()
    form = {**FORM, "api_key": key, "device_id": "phone-1"}
    rows = [told(post(client, {**form, "description": f"Шам жанбайды, {n} бағана"}))[0] for n in range(6)]
    assert ["token" in row for row in rows] == [False] * 5 + [True]
    held = Proposal.objects.exclude(quarantined_at=None).get()
    assert "device_hour" in held.quarantined_for
    assert client.get(f"{V2}/requests/{held.number}.json").status_code == 404
    (waiting,) = told(client.get(f"{V2}/tokens/{rows[-1]['token']}.json"))
    assert waiting == {"service_request_id": "", "token": rows[-1]["token"]}
    from qala.proposals.actions.triage import release

    release(by=officer("triage_officer"), proposal=held)
    (ready,) = told(client.get(f"{V2}/tokens/{rows[-1]['token']}.json"))
    assert ready["service_request_id"] == held.number


def test_floods_of_one_text_are_folded_for_programs_too(client):
    key = secret()
    held = [
        "token" in told(post(client, {**FORM, "lat": "42.3", "long": f"69.{n}", "api_key": key}))[0] for n in range(12)
    ]
    assert held == [False] * 10 + [True] * 2


def test_a_key_has_an_hour_of_its_own(client):
    key = secret(daily_quota=50)
    held = [
        "token" in told(post(client, {**FORM, "description": f"{n}-үйдің шамы жанбайды", "api_key": key}))[0]
        for n in range(21)
    ]
    assert held == [False] * 20 + [True]


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ({"service_code": ""}, 400, "service_code was not provided."),
        ({"service_code": "x' OR 1=1"}, 404, "service_code"),
        ({"address_string": ""}, 400, "Say where"),
        ({"lat": "42"}, 400, "belong together"),
        ({"lat": "north", "long": "69"}, 400, "must be numbers"),
        ({"lat": "nan", "long": "69"}, 400, "lat must be"),
        ({"lat": "0", "long": "0"}, 400, "both 0"),
        ({"description": "ж" * 4001}, 400, "longer than 4000"),
        ({"description": "жарық\x07жоқ"}, 400, "control characters"),
        ({"description": "жарық\x00жоқ"}, 400, "zero byte"),
        ({"email": "nobody"}, 400, "email"),
        ({"phone": "0900-HELLO"}, 400, "phone"),
        ({"media_url": "file:///etc/passwd"}, 400, "media_url"),
        ({"media_url": "javascript:alert(1)"}, 400, "media_url"),
        ({"address_id": "landmark:999999"}, 400, "address_id"),
        ({"attribute[how_many]": "none"}, 400, "must be one of"),
        ({"jurisdiction_id": "elsewhere"}, 404, "jurisdiction_id"),
        ({f"a{n}": "1" for n in range(600)}, 400, "At most 500 fields"),
    ],
)
@pytest.mark.parametrize("extension", ["json", "xml"])
def test_a_wrong_form_is_told_and_not_stored(client, change, status, said, extension):
    form = urlencode({**FORM, "api_key": secret(), **change})
    kind = "application/x-www-form-urlencoded"
    response = client.post(f"{V2}/requests.{extension}", form, content_type=kind)
    assert response.status_code == status
    assert any(said in line for line in problems(response))
    assert not Proposal.objects.exists()


def test_broken_letters_wrong_types_and_floods_of_bytes_are_told(client):
    key = secret().encode()
    start = b"service_code=street_light&address_string=a&api_key=" + key + b"&description="
    plain = "application/x-www-form-urlencoded"
    for body, kind in (
        (start + "Шам".encode("cp1251"), plain),
        (start + b"%D8%FF", plain),
        (start + b"a", plain + "; charset=windows-1251"),
        (b"{}", "application/json"),
        (b"<request/>", "text/xml"),
        (start + b"a" * 3_000_000, plain),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"--x", "multipart/form-data"),
    ):
        response = client.post(f"{V2}/requests.json", body, content_type=kind)
        assert response.status_code in (400, 403), (kind, response.content[:200])
        assert problems(response)
    assert not Proposal.objects.exists()


def test_broken_letters_in_a_multipart_form_are_told(client):
    body = b'--x\r\nContent-Disposition: form-data; name="description"\r\n\r\n\xd8\xff\r\n--x--\r\n'
    response = client.post(f"{V2}/requests.json", body, content_type="multipart/form-data; boundary=x")
    assert "UTF-8" in only_problem(response, 400)


def test_answers_to_a_post_fit_the_specification(client):
    rows = told(post(client, {**FORM, "api_key": secret(), "account_id": "77"}))
    assert rows[0]["account_id"] == "77"
    assert sum(name in rows[0] for name in ("service_request_id", "token")) == 1
    validator("requests.json").validate(told(client.get(f"{V2}/requests.json")))
