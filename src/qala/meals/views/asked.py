"""What an address asks for."""

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from qala.kernel.refusals import Refusal
from qala.roster.models import School
from qala.roster.queries import school_by_slug


def school_or_404(slug: str) -> School:
    """The school an address names."""
    found = school_by_slug(slug) if "\0" not in slug else None
    if found is None:
        raise Http404
    return found


def word_asked(request: HttpRequest, *known: str, field: str = "verb") -> str:
    """Which of the form's own buttons was pressed; any other word is no decision, and nothing is done."""
    word = request.POST.get(field, "")
    if word not in known:
        raise unknown_step()
    return word


def unknown_step() -> Refusal:
    """The answer to a word that stands on no button."""
    return Refusal(_("Nobody knows this step."), code="unknown_step", status=400)
