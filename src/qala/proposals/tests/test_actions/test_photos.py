"""Photos: kept whole or not at all, prepared once, public only after an officer, forgotten in time."""

import errno
import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from qala.journal.queries import history
from qala.kernel.actors import RESIDENT, Job
from qala.kernel.clock import now
from qala.kernel.refusals import Forbidden, Refusal
from qala.proposals import picture_files
from qala.proposals.actions import photos
from qala.proposals.models import Photo
from qala.proposals.queries.follow import Holder
from qala.proposals.queries.photos import gallery, queue, twins_of, waiting_photos
from qala.proposals.rules.pictures import EVERYTHING, Box
from qala.proposals.tests import hostile_pictures as files
from qala.proposals.tests.factories import ProposalFactory, officer

pytestmark = pytest.mark.django_db
JOB = Job("proposals.photos")


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def case():
    return ProposalFactory()


@pytest.fixture
def author(case):
    return Holder(case.pk)


def upload(raw, name="IMG_0001.jpg"):
    return SimpleUploadedFile(name, raw, content_type="image/jpeg")


def kept(case, raw=None, by=None):
    return photos.keep_photos(by=by or Holder(case.pk), proposal=case, files=[upload(raw or files.drawn())])[0]


def ready(case, raw=None):
    return photos.prepare_photo(by=JOB, photo=kept(case, raw))


def verbs(case):
    return [line.verb for line in history(case)]


def on_disk(media):
    return sorted(path for path in Path(media).rglob("*") if path.is_file()) if Path(media).exists() else []


def test_a_photo_is_kept_as_it_was_sent(case, media):
    raw = files.with_position(69.6, 42.3)
    photo = kept(case, raw)
    assert photo.state == "waiting"
    assert (media / photo.original).read_bytes() == raw
    assert photo.original.startswith(f"originals/{now():%Y}/")
    assert "IMG_0001" not in photo.original
    assert (media / photo.original).stat().st_mode & 0o077 == 0
    assert verbs(case) == ["proposals.photo.kept"]


def test_a_resend_is_the_same_photo(case, author, media):
    raw = files.drawn()
    first = photos.keep_photos(by=author, proposal=case, files=[upload(raw), upload(raw, "again.jpg")])
    again = photos.keep_photos(by=author, proposal=case, files=[upload(raw)])
    assert [one.pk for one in first] == [one.pk for one in again] == [Photo.objects.get().pk]
    assert len(on_disk(media)) == 1
    assert verbs(case) == ["proposals.photo.kept"]


def test_the_same_picture_may_stand_in_two_cases(case):
    other = ProposalFactory()
    first, second = ready(case), ready(other)
    assert twins_of(second) == [first]
    assert twins_of(ready(ProposalFactory(), files.drawn(seed=3))) == []


def test_a_case_takes_three_and_says_so_for_the_fourth(case, author):
    sent = [upload(files.drawn(seed=number)) for number in range(4)]
    taken = photos.keep_photos(by=author, proposal=case, files=sent)
    assert len(taken) == case.photos.count() == 3
    assert [one.code for one in taken.refusals] == ["photo-many"]
    with pytest.raises(Refusal) as refused:
        photos.keep_photos(by=author, proposal=case, files=sent[3:])
    assert refused.value.code == "photo-many"


def test_a_bad_file_does_not_cost_the_good_one(case, author):
    taken = photos.keep_photos(by=author, proposal=case, files=[upload(files.SVG), upload(files.drawn())])
    assert len(taken) == case.photos.count() == 1
    assert [one.code for one in taken.refusals] == ["photo-kind"]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "photo-empty"),
        (files.SVG, "photo-kind"),
        (files.HEIC, "photo-heic"),
        (files.png_bomb(), "photo-pixels"),
        (b"\xff\xd8\xff\xe0", "photo-header"),
    ],
)
def test_a_refused_file_leaves_nothing_behind(case, author, media, raw, code):
    with pytest.raises(Refusal) as refused:
        photos.keep_photos(by=author, proposal=case, files=[upload(raw)])
    assert refused.value.code == code
    assert str(refused.value.fields["photo"])
    assert on_disk(media) == []
    assert not case.photos.exists()
    assert verbs(case) == []


def test_too_large_is_refused_without_reading_it(case, author, settings):
    settings.PHOTO_MAX_BYTES = 2_000_000

    class Endless(io.BytesIO):
        size = 2_000_001

        def read(self, *args):
            raise AssertionError("it was read")

    with pytest.raises(Refusal) as refused:
        photos.keep_photos(by=author, proposal=case, files=[Endless()])
    assert refused.value.code == "photo-large"


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO])
@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_full_disk_refuses_the_photo_and_nothing_is_half_written(case, author, media, monkeypatch, fault, call):
    def full(*_args):
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr(*((os, "fsync") if call == "fsync" else (Path, "replace")), full)
    with pytest.raises(Refusal) as refused:
        photos.keep_photos(by=author, proposal=case, files=[upload(files.drawn())])
    assert (refused.value.code, refused.value.status) == ("no-room", 507)
    monkeypatch.undo()
    assert [path for path in on_disk(media) if path.suffix == ".part"] == []
    assert not case.photos.exists()
    case.refresh_from_db()
    assert case.state == "received"


def test_a_row_that_cannot_be_written_takes_its_file_with_it(case, author, media, monkeypatch):
    def away(*_args, **_named):
        raise RuntimeError("the database went away")

    monkeypatch.setattr("django.db.models.query.QuerySet.create", away)
    with pytest.raises(RuntimeError):
        photos.keep_photos(by=author, proposal=case, files=[upload(files.drawn())])
    assert on_disk(media) == []


def test_a_stranger_adds_no_photo(case):
    for who in (RESIDENT, Holder(case.pk + 1), officer("statistician")):
        with pytest.raises(Forbidden):
            kept(case, by=who)
    assert kept(case, by=officer("operator")).state == "waiting"


def test_preparing_drops_metadata_turns_upright_and_keeps_an_offer(case, media):
    photo = ready(case, files.with_position(69.59, 42.31, orientation=6))
    made = Image.open(io.BytesIO((media / photo.upright).read_bytes()))
    assert (made.size, photo.width, photo.height) == ((480, 640), 480, 640)
    assert not made.getexif()
    assert (photo.taken_longitude, photo.taken_latitude) == pytest.approx((69.59, 42.31))
    assert photo.state == "upright"
    assert case.longitude is None
    assert verbs(case) == ["proposals.photo.kept", "proposals.photo.prepared"]


def test_preparing_twice_is_preparing_once(case, media):
    photo = ready(case)
    before = on_disk(media)
    again = photos.prepare_photo(by=JOB, photo=Photo.objects.get())
    assert again.upright == photo.upright
    assert on_disk(media) == before
    assert verbs(case).count("proposals.photo.prepared") == 1


@pytest.mark.parametrize("raw", [files.truncated(), files.lying_png()])
def test_a_hostile_file_becomes_broken_and_says_why(case, raw, media):
    photo = ready(case, raw)
    assert (photo.state, photo.upright) == ("broken", "")
    assert photo.why in ("torn", "broken")
    assert (media / photo.original).exists()
    assert history(case)[-1].facts["why"] == photo.why
    with pytest.raises(Refusal):
        photos.show_photo(by=officer("operator"), photo=photo, boxes=[], alt="x")


def test_a_lost_original_is_broken(case, media):
    photo = kept(case)
    (media / photo.original).unlink()
    assert photos.prepare_photo(by=JOB, photo=photo).why == "lost"


def test_a_disk_full_while_preparing_leaves_the_photo_waiting(case, monkeypatch):
    photo = kept(case)
    monkeypatch.setattr(picture_files, "_write", lambda *_args: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
    with pytest.raises(Refusal):
        photos.prepare_photo(by=JOB, photo=photo)
    assert Photo.objects.get().state == "waiting"
    assert list(waiting_photos()) == [photo]


def test_only_the_job_and_those_who_cover_prepare(case, author):
    photo = kept(case)
    for who in (RESIDENT, author, officer("executor")):
        with pytest.raises(Forbidden):
            photos.prepare_photo(by=who, photo=photo)
    assert photos.prepare_photo(by=officer("photo_redactor"), photo=photo).state == "upright"


@pytest.mark.parametrize("role", ["photo_redactor", "triage_officer", "operator"])
def test_an_officer_covers_and_shows(case, media, role):
    photo, by = ready(case), officer(role)
    assert gallery(None, case).waiting == 1
    photos.show_photo(by=by, photo=photo, boxes=[Box.of((0.1, 0.1, 0.3, 0.3))], alt="  Шұңқыр, Абай даңғылы ")
    photo.refresh_from_db()
    assert (photo.state, photo.alt, photo.covered) == ("shown", "Шұңқыр, Абай даңғылы", [[0.1, 0.1, 0.3, 0.3]])
    assert photo.reviewed_at is not None
    assert (media / photo.public).read_bytes() != (media / photo.upright).read_bytes()
    assert gallery(None, case).shown == [photo]
    assert history(case)[-1].verb == "proposals.photo.shown"
    assert history(case)[-1].facts["covered"] == 1


def test_a_photo_needs_words_for_those_who_cannot_see_it(case):
    with pytest.raises(Refusal) as refused:
        photos.show_photo(by=officer("operator"), photo=ready(case), boxes=[], alt=" ")
    assert refused.value.code == "alt-missing"
    assert Photo.objects.get().state == "upright"


def test_nobody_shows_what_was_not_prepared(case):
    with pytest.raises(Refusal) as refused:
        photos.show_photo(by=officer("operator"), photo=kept(case), boxes=[], alt="x")
    assert refused.value.code == "not-prepared"


def test_others_neither_show_nor_withhold(case, author):
    photo = ready(case)
    for who in (RESIDENT, author, JOB, officer("executor"), officer("signer")):
        with pytest.raises(Forbidden):
            photos.show_photo(by=who, photo=photo, boxes=[EVERYTHING], alt="x")
        with pytest.raises(Forbidden):
            photos.withhold_photo(by=who, photo=photo, why="people")


def test_covering_anew_replaces_the_public_file(case, media, django_capture_on_commit_callbacks):
    photo, by = ready(case), officer("operator")
    first = photos.show_photo(by=by, photo=photo, boxes=[], alt="x").public
    with django_capture_on_commit_callbacks(execute=True):
        second = photos.show_photo(by=by, photo=photo, boxes=[EVERYTHING], alt="x").public
    assert not (media / first).exists()
    assert (media / second).exists()


def test_withholding_takes_the_public_copy_away(case, media, django_capture_on_commit_callbacks):
    photo, by = ready(case), officer("operator")
    public = photos.show_photo(by=by, photo=photo, boxes=[], alt="x").public
    with django_capture_on_commit_callbacks(execute=True):
        photos.withhold_photo(by=by, photo=photo, why="people")
    photo.refresh_from_db()
    assert (photo.state, photo.public, photo.why) == ("withheld", "", "people")
    assert not (media / public).exists()
    assert gallery(None, case) == gallery(by, case)
    assert history(case)[-1].facts == {"photo": photo.pk, "why": "people"}


def test_withholding_needs_a_reason_from_the_list(case):
    with pytest.raises(Refusal) as refused:
        photos.withhold_photo(by=officer("operator"), photo=ready(case), why="mood")
    assert refused.value.code == "reason-missing"


def test_an_unseen_photo_cannot_be_made_public_in_the_database(case):
    from django.db import IntegrityError, transaction

    photo = ready(case)
    with pytest.raises(IntegrityError, match="no_photo_is_public_before_an_officer_saw_it"), transaction.atomic():
        Photo.objects.filter(pk=photo.pk).update(state="shown")


def test_a_case_that_is_not_open_to_all_shows_no_photo(case):
    by, photo = officer("operator"), ready(case)
    photos.show_photo(by=by, photo=photo, boxes=[], alt="x")
    for narrow in ({"visibility": "outline"}, {"visibility": "hidden"}, {"quarantined_at": now()}):
        type(case).objects.filter(pk=case.pk).update(visibility="public", quarantined_at=None)
        type(case).objects.filter(pk=case.pk).update(**narrow)
        fresh = type(case).objects.get(pk=case.pk)
        assert list(gallery(None, fresh).shown) == []
        assert list(gallery(Holder(case.pk), fresh).shown) == [photo]


def test_the_queue_is_oldest_first(case):
    first, second = ready(case), ready(case, files.drawn(seed=2))
    Photo.objects.filter(pk=second.pk).update(received_at=now() - timedelta(days=2))
    assert queue() == [second, first]


def test_originals_go_after_their_days(case, media, django_capture_on_commit_callbacks):
    old, young, raw = ready(case), ready(case, files.drawn(seed=1)), kept(case, files.drawn(seed=2))
    Photo.objects.filter(pk__in=[old.pk, raw.pk]).update(received_at=now() - timedelta(days=31))
    with django_capture_on_commit_callbacks(execute=True):
        assert photos.expire_originals(by=JOB) == 1
    gone = Photo.objects.get(pk=old.pk)
    assert gone.original == ""
    assert not (media / old.original).exists()
    assert (media / gone.upright).exists()
    assert (media / young.original).exists()
    assert (media / raw.original).exists()
    assert [line.verb for line in history(old)] == ["proposals.photo.expired"]
    assert photos.expire_originals(by=JOB) == 0


def test_a_stray_file_is_swept_and_a_named_one_stays(case, media, django_capture_on_commit_callbacks):
    photo, stray = kept(case), picture_files.keep("originals", [b"left behind"])
    for path in (photo.original, stray):
        os.utime(media / path, (1, 1))
    fresh = picture_files.keep("originals", [b"a transaction still runs"])
    with django_capture_on_commit_callbacks(execute=True):
        photos.expire_originals(by=JOB)
    assert not (media / stray).exists()
    assert (media / photo.original).exists()
    assert (media / fresh).exists()


@pytest.mark.parametrize("path", ["", "../secret", "originals/../../secret", "/etc/passwd", "elsewhere/x.jpg", "."])
def test_a_path_never_leads_out_of_the_shelves(path):
    with pytest.raises(FileNotFoundError):
        picture_files.content(path)
