"""Who reads a page that only signed-in people reach."""

from django.http import HttpRequest

from qala.kernel.refusals import require
from qala.people.models import Person


def reader(request: HttpRequest) -> Person:
    """Return the signed-in person; refused where the account's person is gone."""
    person: Person | None = getattr(request, "person", None)
    require(person is not None)
    assert person is not None
    return person
