"""What an address asks for."""

from django.http import Http404

from qala.roster.models import School
from qala.roster.queries import school_by_slug


def school_or_404(slug: str) -> School:
    """Return the school an address names."""
    found = school_by_slug(slug)
    if found is None:
        raise Http404
    return found
