import pytest
from django.db import IntegrityError, transaction

from qala.kernel import announcements
from qala.kernel.announcements import announce, deliver_waiting, listens
from qala.kernel.models import Announcement

pytestmark = pytest.mark.django_db
CONCERN = {"about": "meals.school:1", "language": "kk", "raised_by": "person:x"}


@pytest.fixture(autouse=True)
def _no_listeners(monkeypatch):
    monkeypatch.setattr(announcements, "_listeners", {})


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="nobody agreed"):
        announce("rumour", {})


def test_a_payload_carries_exactly_what_was_agreed():
    with pytest.raises(ValueError, match="carries"):
        announce("concern_raised", {"about": "x"})


def test_one_without_a_listener_waits_visibly():
    announce("concern_raised", CONCERN)
    assert deliver_waiting() == 0
    assert Announcement.objects.count() == 1


def test_each_listener_hears_it_once():
    heard = []
    listens("concern_raised", "desk")(lambda told: heard.append(told.pk))
    first = announce("concern_raised", CONCERN)
    assert deliver_waiting() == 1
    assert deliver_waiting() == 0
    assert heard == [first.pk]


def test_a_listener_that_fails_keeps_it_waiting():
    def deaf(_told):
        raise RuntimeError("not now")

    listens("concern_raised", "desk")(deaf)
    announce("concern_raised", CONCERN)
    with pytest.raises(RuntimeError):
        deliver_waiting()
    listens("concern_raised", "desk")(lambda _told: None)
    assert deliver_waiting() == 1


def test_what_was_announced_cannot_be_rewritten():
    told = announce("concern_raised", CONCERN)
    with pytest.raises((IntegrityError, Exception), match=r"append-only|permission denied"), transaction.atomic():
        Announcement.objects.filter(pk=told.pk).update(kind="other")


def test_words_travel_apart_and_are_erased_once_everybody_heard():
    heard = []
    listens("concern_raised", "desk")(lambda told: heard.append(told.said))
    told = announce("concern_raised", CONCERN, words="cold soup")
    assert "cold soup" not in str(told.payload)
    deliver_waiting()
    assert heard == ["cold soup"]
    assert told.said == ""


def test_words_wait_for_the_last_listener():
    listens("concern_raised", "desk")(lambda _told: None)
    told = announce("concern_raised", CONCERN, words="cold soup")

    def deaf(_told):
        raise RuntimeError("not now")

    listens("concern_raised", "other")(deaf)
    with pytest.raises(RuntimeError):
        deliver_waiting()
    assert told.said == "cold soup"
