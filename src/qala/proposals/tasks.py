"""What runs without anybody at a desk. Every job has a name, calls one action, may be cut off and run again.

Slow work (embedding, teaching) is done before the action, outside its transaction. Times are UTC: 22:10 is 03:10 in
the city. `qala nightly` runs the night once by hand.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from time import monotonic
from typing import TypeVar

from django.conf import settings
from procrastinate.contrib.django import app

from qala.kernel.actors import Job
from qala.kernel.announcements import deliver_waiting
from qala.kernel.refusals import Refusal
from qala.people.actions import keep
from qala.proposals import reading_texts, teaching
from qala.proposals.actions import counters, embedding, learning, outbox, photos, repair, retention, waits
from qala.proposals.letters.inbox import listen
from qala.proposals.letters.posting import send_waiting
from qala.proposals.queries import meaning
from qala.proposals.queries.photos import waiting_photos
from qala.proposals.queries.retention import needed_on
from qala.proposals.queries.waits import overdue_questions, silent_claims
from qala.proposals.sorting import sort_spellings
from qala.proposals.understanding import embedder

log = logging.getLogger(__name__)
T = TypeVar("T")

READING = Job("proposals.reading")
PICTURES = Job("proposals.pictures")
POST = Job("proposals.post")
NIGHT = Job("proposals.nightly")
LEARNING = Job("proposals.learning")
RETENTION = Job("proposals.retention")

A_MINUTE = "* * * * *"
LETTER_DAYS = getattr(settings, "QALA_LETTER_DAYS", 30)
LONG_ENOUGH_S, AN_HOUR_S = 45.0, 3600.0
TEXTS, PHOTOS, LETTERS, MANY = 20, 10, 50, 1_000
"""Sizes of one portion; each takes a second or two."""


def portions(work: Callable[[], int], most_s: float = LONG_ENOUGH_S) -> int:
    """Do one portion after the other until nothing is left or the time is up. Returns how much was done."""
    begun, done = monotonic(), 0
    while (portion := work()) and monotonic() - begun < most_s:
        done += portion
    return done + portion


@app.periodic(cron=A_MINUTE)
@app.task(name="proposals.read", queue="reading", queueing_lock="proposals.read", lock="proposals.read")
def read(timestamp: int = 0) -> int:  # noqa: ARG001 - procrastinate tells when it was due
    """Embed and classify texts that wait, off the request path."""
    return portions(read_portion)


def read_portion(limit: int = TEXTS) -> int:
    """Read some texts and keep what was understood."""
    engine = embedder()
    readings = [reading_texts.read_in_full(row, engine) for row in meaning.waiting(limit)]
    return embedding.keep_readings(by=READING, readings=readings) if readings else 0


@app.periodic(cron=A_MINUTE)
@app.task(name="proposals.prepare_photos", queueing_lock="proposals.prepare_photos", lock="proposals.prepare_photos")
def prepare_photos(timestamp: int = 0) -> int:  # noqa: ARG001
    """Turn pictures upright and drop what cameras wrote into them."""
    return portions(lambda: each(waiting_photos(PHOTOS), lambda photo: photos.prepare_photo(by=PICTURES, photo=photo)))


@app.periodic(cron=A_MINUTE)
@app.task(name="proposals.deliver", queueing_lock="proposals.deliver", lock="proposals.deliver")
def deliver(timestamp: int = 0) -> int:  # noqa: ARG001
    """Hand announcements to the parts that listen."""
    return deliver_waiting()


@app.periodic(cron=A_MINUTE)
@app.task(name="proposals.send_letters", queue="post", queueing_lock="proposals.send_letters", lock="proposals.post")
def send_letters(timestamp: int = 0) -> int:  # noqa: ARG001
    """Send what waits in the outbox."""
    return portions(_post_portion)


@app.periodic(cron=A_MINUTE)
@app.task(name="proposals.hear_bot", queue="post", queueing_lock="proposals.hear_bot", lock="proposals.bot")
def hear_bot(timestamp: int = 0) -> int:  # noqa: ARG001
    """Read what people wrote to the Telegram bot: follow this case, stop following."""
    return listen(by=POST)


@app.periodic(cron=A_MINUTE)
@app.task(name="proposals.sort_spellings", queueing_lock="proposals.sort_spellings", lock="proposals.sort_spellings")
def sort_words(timestamp: int = 0) -> int:  # noqa: ARG001
    """Sort new words into the index while nobody storms."""
    return sort_spellings()


def _post_portion() -> int:
    done = send_waiting(by=POST, limit=LETTERS)
    return done.sent + done.failed + done.dropped


def each(rows: Iterable[T], act: Callable[[T], object]) -> int:
    """Act on each row in a transaction of its own. What is no longer so is left alone; one fault stops no other row."""
    done = 0
    for row in rows:
        try:
            act(row)
        except Refusal:
            continue
        except Exception:
            log.exception("The night could not do its work on %s", getattr(row, "pk", ""))
            continue
        done += 1
    return done


def close_questions() -> int:
    """Questions past their norm are closed as unanswered."""
    return each(overdue_questions(MANY), lambda pause: waits.close_question(by=NIGHT, pause=pause))


def send_inspectors() -> int:
    """A claim nobody confirmed is looked at by an inspector: silence counts against the city."""
    return each(silent_claims(MANY), lambda case: repair.send_inspector(by=NIGHT, proposal=case))


def keep_authors() -> int:
    """Tell `people` whom the city still needs, before its own retention runs."""
    return each(needed_on(), lambda needed: keep(by=RETENTION, person=needed[0], needed_on=needed[1]))


def teach() -> int:
    """Teach the category model what officers corrected; 1 where a new model went into use."""
    taught = teaching.lesson_of_the_night()
    return int(learning.keep_model(by=LEARNING, taught=taught)) if taught else 0


#: The night in its order: name, minute after 22 o'clock (UTC), work. Each is a job of its own, and may fail alone.
NIGHT_WORK: Mapping[str, tuple[int, Callable[[], int]]] = {
    "close_questions": (10, close_questions),
    "send_inspectors": (12, send_inspectors),
    "keep_authors": (15, keep_authors),
    "erase_contacts": (20, lambda: portions(lambda: retention.erase_contacts(by=RETENTION), AN_HOUR_S)),
    "erase_texts": (25, lambda: portions(lambda: retention.erase_texts(by=RETENTION), AN_HOUR_S)),
    "erase_seats": (30, lambda: portions(lambda: retention.erase_seats(by=RETENTION), AN_HOUR_S)),
    "erase_addresses": (33, lambda: outbox.erase_addresses(by=RETENTION, days=LETTER_DAYS)),
    "expire_originals": (35, lambda: photos.expire_originals(by=RETENTION)),
    "sweep_counters": (40, lambda: counters.sweep_counters(by=NIGHT)),
    "tidy_meaning": (45, lambda: portions(lambda: embedding.tidy_meaning(by=NIGHT), AN_HOUR_S)),
    "teach": (50, teach),
}


def tonight(name: str, minute: int, work: Callable[[], int]) -> None:
    """Have a piece of the night's work done every day."""
    lock = f"proposals.{name}"

    @app.periodic(cron=f"{minute} 22 * * *")
    @app.task(name=lock, queue="nightly", queueing_lock=lock, lock=lock)
    def run(timestamp: int = 0) -> int:  # noqa: ARG001
        return work()


for _name, (_minute, _work) in NIGHT_WORK.items():
    tonight(_name, _minute, _work)
