"""How an outside reader names a child inside a signed press that can never be erased: by a digest made for it alone.

Whoever has the mark can make the digest; without the mark (erased with the consent) it points at nobody.
"""

from hashlib import sha256
from uuid import UUID


def blinded(press: UUID, mark: UUID) -> str:
    """The digest of a mark for one press: 64 hex figures."""
    return sha256(b"qala/v1/mark\n" + press.bytes + mark.bytes).hexdigest()
