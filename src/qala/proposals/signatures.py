"""Where an electronic signature is checked: an adapter the city names in `QALA_SIGNATURE_ADAPTER`; none by default."""

from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from qala.proposals.models import Proposal


class SignatureAdapter(Protocol):
    """Checks a signature over a case. Knows the provider's protocol; keeps nothing."""

    def verify(self, proposal: Proposal, payload: str) -> str:
        """Return how the author is known now (`signature`), or raise a Refusal that says what is wrong."""
        ...


def signature_adapter() -> SignatureAdapter | None:
    """The adapter of this city, or None where signatures are not taken."""
    path = getattr(settings, "QALA_SIGNATURE_ADAPTER", "")
    return import_string(path)() if path else None
