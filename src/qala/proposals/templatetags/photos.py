"""What became of a photo, in words for its author and for officers."""

from django import template
from django.utils.translation import gettext as _

from qala.proposals.models import Photo
from qala.proposals.queries.photos import TROUBLES, WITHHELD_FOR

register = template.Library()


@register.filter
def photo_words(photo: Photo) -> str:
    """Who sees it now, and if nobody: why."""
    if photo.state == Photo.State.BROKEN:
        return str(TROUBLES.get(photo.why, _("One photo could not be read.")))
    if photo.state == Photo.State.WITHHELD:
        why = str(WITHHELD_FOR.get(photo.why, ""))
        return _("An officer looked and does not show this photo to others. %(why)s.") % {"why": why}
    if photo.state == Photo.State.SHOWN:
        return _("So covered, everyone who may read the case sees it.")
    return _("Others see it only after an officer has covered faces and number plates.")
