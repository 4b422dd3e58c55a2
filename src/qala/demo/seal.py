"""Asking for the seal and writing it."""

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from qala.demo.models import Seal
from qala.kernel.clock import now
from qala.people.models import Person


def is_sealed() -> bool:
    """Whether this database was made for the demo."""
    if Seal._meta.db_table not in connection.introspection.table_names():
        return False
    return Seal.objects.exists()


def insist_on_seal() -> None:
    """Refuse to start over a database that is not the demo's own."""
    if not is_sealed():
        raise ImproperlyConfigured(
            "These settings show the demo, and this database is not the demo's: it holds no seal. "
            "Run `make demo` over an empty database, or use qala.config.settings.production."
        )


def write_seal(scale: str) -> Seal:
    """Give an empty database to the demo. A database with people in it is somebody's city and stays theirs."""
    if Person.objects.exists():
        raise ImproperlyConfigured("This database holds people already. The demo only moves into an empty one.")
    return Seal.objects.create(sealed_at=now(), scale=scale)
