"""Texts are read off the request path: vectors kept once, categories suggested, nothing learned from the erased."""

import json
from datetime import timedelta

import numpy as np
import pytest
from django.db import connection

from qala.journal.models import Entry
from qala.kernel.actors import Job
from qala.kernel.clock import now
from qala.kernel.refusals import Forbidden
from qala.proposals import reading_texts, tasks, teaching
from qala.proposals.actions import embedding, learning, triage
from qala.proposals.actions.learning import Taught
from qala.proposals.models import Correction, Proposal, Statement
from qala.proposals.queries import meaning, understanding
from qala.proposals.queries.desk_case import suggestions
from qala.proposals.rules.masking import mask
from qala.proposals.tests.factories import ProposalFactory, officer
from qala.proposals.understanding import shipped
from qala.proposals.understanding.embedding import DIMENSION, NAME

pytestmark = pytest.mark.django_db
JOB = Job("proposals.reading")


class Letters:
    """An embedder for tests: a text's meaning is the letters it has."""

    name = NAME

    def embed(self, text):
        if "үзілді" in text:
            raise RuntimeError("engine")
        counted = np.zeros(DIMENSION, dtype=np.float32)
        for sign in text.lower():
            counted[ord(sign) % DIMENSION] += 1
        return counted / np.linalg.norm(counted)


@pytest.fixture(autouse=True)
def engine(monkeypatch):
    monkeypatch.setattr(tasks, "embedder", Letters)


@pytest.fixture(autouse=True)
def models_of_this_test(settings, tmp_path):
    settings.VAR = tmp_path
    understanding.look_again()
    yield
    understanding.look_again()


def case(text, **fields):
    made = ProposalFactory(statement__text=text, statement__public_text=mask(text).text, **fields)
    return Proposal.objects.get(pk=made.pk)


def kept_vectors():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM proposals_meaning")
        return cursor.fetchone()[0]


needs_pgvector = pytest.fixture(lambda: pytest.skip("no pgvector here") if not meaning.is_here() else None)


def test_waiting_texts_are_read_once():
    one, two = case("Көшеде шұңқыр бар"), case("Аялдамада жарық жоқ", category_id="street_light")
    assert tasks.portions(tasks.read_portion) == 2
    assert tasks.portions(tasks.read_portion) == 0
    assert meaning.waiting(9) == []
    first, second = (Statement.objects.get(pk=row.pk) for row in (one, two))
    assert first.suggested[0][0] == "pothole"
    assert len(first.suggested) == 3
    assert second.suggested == []
    entry = Entry.objects.get(verb="proposals.statement.read")
    assert (entry.facts["texts"], entry.facts["first"]) == (2, one.pk)
    if meaning.is_here():
        assert kept_vectors() == 2


def test_a_text_that_cannot_be_embedded_holds_nobody_up():
    broken, fine = case("үзілді"), case("Қоқыс тау болып жатыр")
    assert tasks.portions(tasks.read_portion) == 2
    assert meaning.waiting(9) == []
    if meaning.is_here():
        assert set(meaning.vectors([broken.pk, fine.pk])) == {fine.pk}


def test_a_text_erased_while_it_was_read_keeps_no_vector():
    made = case("Көшеде шұңқыр бар")
    reading = reading_texts.read_in_full(meaning.waiting(1)[0], Letters())
    Statement.objects.filter(pk=made.pk).update(text="", public_text="")
    assert embedding.keep_readings(by=JOB, readings=[reading]) == 0
    assert meaning.vectors([made.pk]) == {}


class Listener(Letters):
    """Remembers what it was given to read."""

    def __init__(self):
        self.heard = []

    def embed(self, text):
        self.heard.append(text)
        return super().embed(text)


def test_only_the_public_copy_is_read_and_read_anew_when_an_officer_changes_it(monkeypatch):
    engine = Listener()
    monkeypatch.setattr(tasks, "embedder", lambda: engine)
    made = case("Шам жанбайды, телефоным 87019998877", visibility="outline")
    tasks.portions(tasks.read_portion)
    triage.publish(by=officer("operator"), proposal=made, text="Шам жанбайды")
    tasks.portions(tasks.read_portion)
    assert engine.heard == ["Шам жанбайды, телефоным •••", "Шам жанбайды"]
    if meaning.is_here():
        assert np.allclose(meaning.vectors([made.pk])[made.pk], engine.embed("Шам жанбайды"), atol=1e-6)


def test_only_a_job_keeps_readings():
    with pytest.raises(Forbidden):
        embedding.keep_readings(by=officer("administrator"), readings=[])


def test_vectors_of_old_cases_go_and_missing_ones_are_made_anew(needs_pgvector):
    old = case("Ескі шұңқыр", confirmed=True, received_at=now() - timedelta(days=400))
    young, strange = case("Жаңа шұңқыр"), case("Бөтен шұңқыр")
    tasks.portions(tasks.read_portion)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE proposals_meaning SET model = 'another/1' WHERE proposal_id = %s", [strange.pk])
    assert embedding.tidy_meaning(by=JOB) == 3
    assert set(meaning.vectors([old.pk, young.pk, strange.pk])) == {young.pk}
    assert [row.pk for row in meaning.waiting(9)] == [strange.pk]
    assert embedding.tidy_meaning(by=JOB) == 0


def corrected(text, slug, **fields):
    made = case(text, triaged=True, **fields)
    Correction.objects.create(proposal=made, before_id="other", after_id=slug, at=now(), by="person:x")
    return made


def test_the_model_learns_the_last_correction_of_each_living_text(django_capture_on_commit_callbacks):
    made = corrected("шырт-шырт бидайда ояшқа", "noise")
    Correction.objects.create(proposal=made, before_id="noise", after_id="aryk", at=now(), by="person:x")
    erased = corrected("өшкен мәтін", "gas")
    Proposal.objects.filter(pk=erased.pk).update(erased_at=now())
    lessons = understanding.corrected_lessons()
    assert [(lesson.text, lesson.category) for lesson in lessons] == [("шырт-шырт бидайда ояшқа", "aryk")]
    with django_capture_on_commit_callbacks(execute=True):
        assert tasks.teach() == 1
    assert understanding.model() is not shipped()
    assert understanding.model().suggest("шырт-шырт бидайда ояшқа")[0].category == "aryk"
    (hint, *_rest) = suggestions(case("шырт-шырт бидайда ояшқа"), {"aryk": "Арық", "noise": "Шу"})
    assert hint.slug == "aryk"  # the desk's word for a text not read yet is the taught model's too
    assert tasks.teach() == 0
    facts = Entry.objects.get(verb="proposals.model.trained").facts
    assert (facts["kept"], facts["corrections"]) == (True, 1)


def test_a_worse_model_is_not_kept(django_capture_on_commit_callbacks):
    worse = Taught(shipped(), newest=7, corrections=40, tested=20, right=9, right_before=12)
    with django_capture_on_commit_callbacks(execute=True):
        assert learning.keep_model(by=JOB, taught=worse) is False
    assert not understanding.taught_path().exists()
    assert json.loads(understanding.facts_path().read_text())["newest"] == 7
    assert understanding.model() is shipped()


def test_a_broken_file_leaves_the_shipped_model_in_use(caplog):
    understanding.folder().mkdir()
    understanding.taught_path().write_bytes(b"PK not a model")
    assert understanding.model() is shipped()
    assert "cannot be read" in caplog.text


def test_unseen_corrections_measure_the_night(monkeypatch):
    lessons = [understanding.Lesson(f"шұңқыр {n}", "pothole") for n in range(100)]
    monkeypatch.setattr(teaching, "taught", lambda _lessons: shipped())
    assert teaching._measured(lessons) == (20, 20, 20)
    assert teaching._measured(lessons[:50]) == (0, 0, 0)


def test_agreement_counts_what_officers_decided():
    for category, suggested in (("noise", ["noise", "air", "gas"]), ("air", ["noise", "air", "gas"]), ("gas", ["sewer"])):
        made = ProposalFactory(triaged=True, category_id=category)
        Statement.objects.filter(pk=made.pk).update(suggested=[[slug, 0.3] for slug in suggested])
    assert understanding.agreement() == {"cases": 3, "first": 1, "three": 2}


def test_only_a_job_teaches():
    with pytest.raises(Forbidden):
        learning.keep_model(by=officer("administrator"), taught=Taught(shipped(), 1, 1))
