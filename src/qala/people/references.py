"""What a stranger's page may say of a person or a body: by the key alone, through the card."""

from uuid import UUID

from django.urls import reverse

from qala.kernel.actors import Actor
from qala.kernel.cards import Reference
from qala.kernel.keys import row_number, split_key
from qala.people.models import Organisation, Person
from qala.people.policies import may_see_appointments


def _is_uuid(pk: str) -> bool:
    """Anybody may type a key into an address."""
    try:
        UUID(pk)
    except ValueError:
        return False
    return True


def reference(key: str, person: Actor | None) -> Reference | None:
    """Return title, address and state of a person or a body, or nothing where the reader may not know."""
    label, pk = split_key(key)
    if label == "people.organisation":
        body = Organisation.objects.filter(pk=row_number(pk)).first()
        return Reference(str(body.name), "", "live" if body.is_live() else "closed") if body else None
    if label == "people.person" and _is_uuid(pk) and person is not None and may_see_appointments(person):
        found = Person.objects.filter(pk=pk).first()
        state = "erased" if found and found.is_erased else "live"
        return Reference(str(found), reverse("people:appointments"), state) if found else None
    return None
