"""What parents are told by letter. The letter names neither child nor reason: its address is nobody's proof."""

from datetime import date

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from qala.kernel.announcements import announce
from qala.kernel.refusals import Text
from qala.people.queries import guardians_of
from qala.roster.models import Pupil, School
from qala.ui.speech import day_words

OFF = (
    _("Free school meals: your child was taken off the list"),
    _(
        "%(school)s no longer lists your child for free meals, from %(day)s. Your child eats in any case. "
        "The reason stands on the page below. If it is wrong, say so there: the city looks at it again."
    ),
)
PAUSED = (
    _("Free school meals: your child's voucher rests"),
    _(
        "%(school)s has paused your child's meal voucher from %(day)s. Your child eats in any case. "
        "The reason stands on the page below. If it is wrong, say so there: the city looks at it again."
    ),
)


def tell_taken_off(pupil: Pupil, school: School, since: date, *, about: str) -> int:
    """Tell everybody who answers for a child that it left the list, each in their language. Returns how many."""
    return _tell(pupil, school, since, about, OFF)


def tell_paused(pupil: Pupil, school: School, since: date, *, about: str) -> int:
    """Tell them that the child's voucher rests. Returns how many."""
    return _tell(pupil, school, since, about, PAUSED)


def _tell(pupil: Pupil, school: School, since: date, about: str, letter: tuple[Text, Text]) -> int:
    parents = list(guardians_of(pupil.person))
    for parent in parents:
        with translation.override(parent.language):
            subject, text = (str(one) for one in letter)
            words = text % {"school": school.name, "day": day_words(since, parent.language)}
        announce("notice_due", {"about": about, "person": str(parent.pk)}, words=f"{subject}\n{words}")
    return len(parents)
