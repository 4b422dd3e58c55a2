"""The desk of photos and the pictures themselves, through their addresses."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from qala.kernel.actors import Job
from qala.people.tests.factories import AccountFactory
from qala.proposals.actions import evidence, photos
from qala.proposals.actions.orders import EvidenceSheet
from qala.proposals.models import Evidence, Photo
from qala.proposals.queries.follow import Holder, follow_code
from qala.proposals.tests import hostile_pictures as files
from qala.proposals.tests.factories import ProposalFactory, WorksOrderFactory, officer

pytestmark = pytest.mark.django_db
JOB = Job("proposals.photos")


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def redactor():
    client = Client()
    client.force_login(AccountFactory(person=officer("photo_redactor"), resident=True))
    return client


def kept(case=None, raw=None):
    case = case or ProposalFactory(category_id="pothole")
    upload = SimpleUploadedFile("a.jpg", raw or files.drawn())
    return photos.keep_photos(by=Holder(case.pk), proposal=case, files=[upload])[0]


def ready(case=None, raw=None):
    return photos.prepare_photo(by=JOB, photo=kept(case, raw))


def page(photo):
    return reverse("proposals:desk_photo", args=[photo.pk])


def box(left, top, width, height):
    return {"box_left": left, "box_top": top, "box_width": width, "box_height": height}


def pixels(answer):
    return Image.open(io.BytesIO(answer.content))


def test_an_empty_desk_teaches(redactor):
    answer = redactor.get(reverse("proposals:desk_photos"))
    assert answer.status_code == 200
    assert "desk__case" in answer.content.decode()


def test_the_desk_opens_the_oldest_and_makes_it_upright(redactor):
    first, _second = kept(), kept()
    answer = redactor.get(reverse("proposals:desk_photos"), follow=True)
    text = answer.content.decode()
    assert answer.redirect_chain[-1][0] == page(first)
    assert Photo.objects.get(pk=first.pk).state == "upright"
    assert reverse("proposals:photo", args=[first.pk, "upright"]) in text
    assert text.count("data-row") == 2


def test_a_description_is_suggested_from_the_category(redactor):
    photo = ready()
    for language in ("kk", "ru"):
        redactor.cookies["language"] = language
        title = photo.proposal.category.title.get(language)
        assert f'value="{title}' in redactor.get(page(photo)).content.decode()


def test_boxes_typed_in_percent_cover_the_picture_and_the_next_comes(redactor):
    photo, following = ready(), ready()
    sent = {"verb": "show", "alt": "Шұңқыр", "seen": "upright", **box(["0", "50", ""], ["0", "50,5", ""], ["25", "10", ""], ["25", "10", ""])}
    answer = redactor.post(page(photo), sent, follow=True)
    assert answer.redirect_chain[-1][0] == page(following)
    photo.refresh_from_db()
    assert (photo.state, photo.alt) == ("shown", "Шұңқыр")
    assert photo.covered == [[0.0, 0.0, 0.25, 0.25], [0.5, 0.505, 0.1, 0.1]]
    seen = Client().get(reverse("proposals:photo", args=[photo.pk, "public"]))
    assert pixels(seen).size == (640, 480)


def test_the_public_answer_has_safe_headers_and_is_asked_anew(redactor):
    photo = ready(raw=files.with_position(69.6, 42.3))
    redactor.post(page(photo), {"verb": "cover_all", "alt": "x"})
    address = reverse("proposals:photo", args=[photo.pk, "public"])
    answer = Client().get(address)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"].startswith("public, max-age=300")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Disposition"] == f'inline; filename="photo-{photo.pk}.jpg"'
    assert not pixels(answer).getexif()
    again = Client().get(address, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    redactor.post(page(photo), {"verb": "show", "alt": "x"})
    assert Client().get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 200


def test_an_upright_copy_is_kept_out_of_shared_caches(redactor):
    answer = redactor.get(reverse("proposals:photo", args=[ready().pk, "upright"]))
    assert answer["Cache-Control"] == "private, no-cache"


def test_the_author_sees_the_own_picture_by_the_talon():
    photo = ready()
    case = photo.proposal
    answer = Client().get(reverse("proposals:talon_photo", args=[case.number, follow_code(case), photo.pk]))
    assert pixels(answer).size == (640, 480)
    assert "noindex" in answer["X-Robots-Tag"]


def test_without_a_description_everything_typed_is_kept(redactor):
    photo = ready()
    answer = redactor.post(page(photo), {"verb": "show", "alt": " ", **box("10", "20", "30", "40")})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'name="box_left" value="10"' in text
    assert '<rect x="10%" y="20%" width="30%" height="40%"/>' in text
    assert Photo.objects.get().state == "upright"


def test_boxes_are_looked_at_before_anything_is_public(redactor):
    photo = ready()
    answer = redactor.post(page(photo), {"verb": "look", "alt": "x", **box("10", "20", "30", "40")})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert '<rect x="10%" y="20%" width="30%" height="40%"/>' in text
    assert Photo.objects.get().state == "upright"
    # Enter in a field presses the form's first button: it must be the harmless one.
    assert text.index('value="look"') < text.index('value="show"')


@pytest.mark.parametrize("wrong", [("a", "0", "1", "1"), ("0", "0", "0", "5"), ("150", "0", "5", "5"), ("nan", "0", "5", "5")])
def test_a_box_that_is_none_is_said_by_its_number(redactor, wrong):
    photo = ready()
    answer = redactor.post(page(photo), {"verb": "show", "alt": "x", **box(*wrong)})
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()
    assert Photo.objects.get().state == "upright"


def test_withholding_needs_a_reason_and_no_boxes(redactor):
    photo = ready()
    assert redactor.post(page(photo), {"verb": "withhold", "alt": ""}).status_code == 422
    redactor.post(page(photo), {"verb": "withhold", "alt": "", "why": "minor", **box("x", "", "", "")})
    photo.refresh_from_db()
    assert (photo.state, photo.why) == ("withheld", "minor")


def test_two_officers_do_not_undo_each_other(redactor):
    photo = ready()
    photos.withhold_photo(by=officer("operator"), photo=photo, why="minor")
    answer = redactor.post(page(photo), {"verb": "show", "alt": "x", "seen": "upright"}, follow=True)
    assert answer.redirect_chain[-1][0] == page(photo)
    assert Photo.objects.get().state == "withheld"


def test_a_broken_photo_says_why_and_leaves_the_queue(redactor):
    photo, other = kept(raw=files.truncated()), ready()
    text = redactor.get(page(photo)).content.decode()
    assert page(other) in text
    assert 'id="cover"' not in text
    assert Photo.objects.get(pk=photo.pk).state == "broken"
    assert text.count("data-row") == 1


def test_a_shown_photo_may_be_covered_anew_from_where_it_stood(redactor):
    photo = ready()
    redactor.post(page(photo), {"verb": "show", "alt": "x", **box("10", "10", "20", "20")})
    assert 'name="box_width" value="20"' in redactor.get(page(photo)).content.decode()


def test_the_same_picture_in_another_case_is_named(redactor):
    first, second = ready(), ready()
    assert first.proposal.number in redactor.get(page(second)).content.decode().partition("desk__clock")[2]


def test_the_desk_asks_the_database_as_often_for_many_as_for_one(redactor, django_assert_max_num_queries):
    shown = ready()
    for number in range(12):
        ready(raw=files.drawn(seed=number + 1))
    with django_assert_max_num_queries(16):
        assert redactor.get(page(shown)).status_code == 200


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_desk_speaks_each_language(redactor, language):
    redactor.cookies["language"] = language
    assert f'<html lang="{language}"' in redactor.get(page(ready())).content.decode()


def proven(raw=None, **sheet):
    order = WorksOrderFactory(state="in_work")
    order.proposals.add(ProposalFactory(in_work=True))
    by = officer("executor", order.executor)
    upload = SimpleUploadedFile("a.jpg", raw or files.with_position(69.6, 42.3))
    return evidence.attach_picture(by=by, order=order, file=upload, sheet=EvidenceSheet(**sheet))


def test_evidence_carries_the_place_of_its_picture_and_waits_too(redactor):
    proof = proven(note="Шам ауыстырылды")
    assert (proof.longitude, proof.latitude) == pytest.approx((69.6, 42.3))
    assert Client().get(reverse("proposals:evidence", args=[proof.pk, "public"])).status_code == 404
    answer = redactor.get(reverse("proposals:desk_photos"), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("proposals:desk_evidence", args=[proof.pk])
    redactor.post(answer.redirect_chain[-1][0], {"verb": "show", **box("0", "0", "50", "50")})
    seen = Client().get(reverse("proposals:evidence", args=[proof.pk, "public"]))
    assert not pixels(seen).getexif()
    assert Evidence.objects.get().shown_at is not None


def test_whoever_accepts_the_works_sees_their_picture_before_the_public_does():
    proof = proven(note="Шам ауыстырылды")
    inspector = Client()
    inspector.force_login(AccountFactory(person=officer("inspector")))
    page = inspector.get(reverse("proposals:desk_order", args=[proof.order_id])).content.decode()
    address = reverse("proposals:evidence", args=[proof.pk, "upright"])
    assert f'src="{address}"' in page
    assert inspector.get(address).status_code == 200
    assert Client().get(address).status_code == 404


def test_a_picture_of_works_goes_with_the_case_that_is_set_aside(redactor):
    proof = proven()
    redactor.post(reverse("proposals:desk_evidence", args=[proof.pk]), {"verb": "show", **box("0", "0", "50", "50")})
    address = reverse("proposals:evidence", args=[proof.pk, "public"])
    assert Client().get(address).status_code == 200
    proof.order.proposals.update(visibility="hidden")
    assert Client().get(address).status_code == 404
    assert redactor.get(address).status_code == 200


def test_a_typed_place_is_nearer_to_the_truth_than_the_camera():
    assert proven(longitude=69.7, latitude=42.4).longitude == 69.7


def test_withheld_evidence_leaves_the_queue_and_stays_evidence(redactor):
    proof = proven()
    address = reverse("proposals:desk_evidence", args=[proof.pk])
    assert redactor.post(address, {"verb": "withhold"}).status_code == 422
    redactor.post(address, {"verb": "withhold", "why": "people"})
    proof.refresh_from_db()
    assert (proof.public, bool(proof.picture)) == ("", True)
    assert redactor.get(reverse("proposals:desk_photos")).status_code == 200


def test_the_executor_attaches_a_photo_on_the_order_page():
    order = WorksOrderFactory(state="in_work")
    client = Client()
    client.force_login(AccountFactory(person=officer("executor", order.executor), resident=True))
    address = reverse("proposals:desk_order_verb", args=[order.pk, "evidence"])
    refused = client.post(address, {"photo": SimpleUploadedFile("a.jpg", files.SVG)})
    assert refused.status_code == 422
    assert not order.evidence.exists()
    client.post(address, {"photo": SimpleUploadedFile("a.jpg", files.drawn()), "note": "x"})
    assert order.evidence.get().picture.startswith("evidence/")


@pytest.mark.parametrize("state", ["waiting", "upright", "shown", "withheld", "broken"])
def test_the_talon_tells_the_author_what_became_of_the_photo(state):
    photo, by = kept(raw=files.truncated() if state == "broken" else None), officer("operator")
    if state != "waiting":
        photos.prepare_photo(by=JOB, photo=photo)
    if state == "shown":
        photos.show_photo(by=by, photo=photo, boxes=[], alt="Шұңқыр")
    if state == "withheld":
        photos.withhold_photo(by=by, photo=photo, why="minor")
    case, client = photo.proposal, Client()
    client.cookies["language"] = "en"
    text = client.get(reverse("proposals:talon", args=[case.number, follow_code(case)])).content.decode()
    words = {
        "waiting": "The photo is kept.",
        "upright": "Others see it only after",
        "shown": "So covered, everyone",
        "withheld": "It shows a child",
        "broken": "did not arrive whole",
    }
    assert [name for name, said in words.items() if said in text] == [state]
    own = reverse("proposals:talon_photo", args=[case.number, follow_code(case), photo.pk])
    assert (own in text) == (state in ("upright", "shown", "withheld"))


@pytest.mark.parametrize("verb", ["", "Withhold", "hide"])
def test_a_word_that_stands_on_no_button_publishes_no_photo(redactor, verb):
    photo = ready()
    assert redactor.post(page(photo), {"verb": verb, "alt": "x", "why": "minor"}).status_code == 400
    assert not Photo.objects.get(pk=photo.pk).public
