"""What parents are told by letter. The letter names neither child nor reason: its address is nobody's proof."""

from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from qala.kernel.announcements import announce
from qala.people.queries import guardians_of
from qala.roster.models import Pupil, School
from qala.ui.speech import day_words


def tell_taken_off(pupil: Pupil, school: School, since: date, *, about: str) -> int:
    """Tell everybody who answers for a child that it left the list, each in their language. Returns how many."""
    parents = list(guardians_of(pupil.person))
    for parent in parents:
        with translation.override(parent.language):
            subject = _("Free school meals: your child was taken off the list")
            text = _(
                "%(school)s no longer lists your child for free meals, from %(day)s. Your child eats in any case. "
                "The reason stands on the page below. If it is wrong, say so there: the city looks at it again."
            ) % {"school": school.name, "day": day_words(since, parent.language)}
        announce("notice_due", {"about": about, "person": str(parent.pk)}, words=f"{subject}\n{text}")
    return len(parents)
