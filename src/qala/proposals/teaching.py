"""What a night of learning is: gather corrections, hold some back to measure, teach, hand over what was measured."""

from collections.abc import Sequence

from qala.proposals.actions.learning import Taught
from qala.proposals.queries.understanding import corrected_lessons, newest_correction, taught_facts
from qala.proposals.understanding import Lesson, Model, shipped, taught

FEWEST_TESTED = 20
HELD_BACK = 5
"""Every fifth case is held back while the model is measured, then taught as well."""


def lesson_of_the_night() -> Taught | None:
    """The model taught anew, or None where no officer corrected anything since the last time. Takes seconds."""
    newest = newest_correction()
    if newest == int(taught_facts().get("newest", 0)):
        return None
    lessons = corrected_lessons()
    tested, right, before = _measured(lessons)
    return Taught(taught(lessons), newest, len(lessons), tested, right, before)


def _measured(lessons: Sequence[Lesson]) -> tuple[int, int, int]:
    """How many unseen corrections a model taught by the others names first, and how many the shipped one does."""
    unseen = list(lessons[::HELD_BACK])
    if len(unseen) < FEWEST_TESTED:
        return 0, 0, 0
    others = [lesson for place, lesson in enumerate(lessons) if place % HELD_BACK]
    return len(unseen), right_of(taught(others), unseen), right_of(shipped(), unseen)


def right_of(model: Model, lessons: Sequence[Lesson]) -> int:
    """How many lessons a model names rightly with its first suggestion."""
    return sum(
        suggestions[0].category == lesson.category
        for lesson in lessons
        if (suggestions := model.suggest(lesson.text, lesson.placard_kind, vector=lesson.vector, count=1))
    )
