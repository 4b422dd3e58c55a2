"""The tests' database, as a pytest plugin: tests connect as the application, in a clone of a migrated template.

Ordinary tests roll back. After a test with ``transaction=True`` the clone is thrown away and made anew, where Django
would TRUNCATE: the application may not, and no setting or fixture switches a trigger off.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from qala.config.database import grants
from qala.config.database.clones import Clones
from qala.config.database.urls import address_of

# Under pytest's own limit: a statement that outlives its test keeps its locks, and every later test waits for them.
STATEMENT_S = 240
# A table emptied by a rollback and looked at in that moment passes for a table of one row, and the next big test waits
# minutes for a loop in a loop. What PostgreSQL plans here may not depend on when its autovacuum came by.
UNATTENDED = """
DO $$ DECLARE one regclass; BEGIN
  FOR one IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
    EXECUTE format('ALTER TABLE %s SET (autovacuum_enabled = false)', one);
  END LOOP;
END $$
"""


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,  # noqa: ARG001 -- what pytest names, pytest makes first
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Give this process its clone, and every transactional test a fresh one after it."""
    if "owner" not in settings.DATABASES:
        pytest.exit("The tests make databases: set DATABASE_OWNER_URL beside DATABASE_URL.", returncode=2)
    # One test at a time needs no pool, and a pool would hold sessions of a clone that is to go.
    settings.DATABASES["default"]["OPTIONS"].pop("pool", None)
    settings.DATABASES["default"]["OPTIONS"]["options"] = f"-c statement_timeout={STATEMENT_S}s"
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    clones = Clones(address_of(settings.DATABASES["owner"]), migrations_digest(), f"{worker}_{os.getpid()}")

    def renew(_case: TransactionTestCase) -> None:
        hang_up()
        clones.renew()

    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        clones.open(migrate)
        point_to(clones.name)
        patch.setattr(TransactionTestCase, "_fixture_teardown", renew)
        # The sequences of a clone are new already, and the application may not set them.
        patch.setattr(TransactionTestCase, "_reset_sequences", staticmethod(lambda _name: None))
        with django_db_blocker.block():
            yield
        hang_up()
        clones.close()


@pytest.fixture
def database_environment(django_db_setup: None) -> dict[str, str]:  # noqa: ARG001 -- the clone comes first
    """What a program of its own (a server, a command) needs in its environment to work in this test's clone.

    Such a program sees only what is committed: use it with ``transaction=True``.
    """
    return {
        "DATABASE_URL": address_of(settings.DATABASES["default"]).url,
        "DATABASE_OWNER_URL": address_of(settings.DATABASES["owner"]).url,
    }


def migrate(name: str) -> None:
    """Migrate an empty database as the owner and give the application its rights there."""
    point_to(name)
    call_command("migrate", database="owner", interactive=False, verbosity=0)
    grants.grant_application(connections["owner"])
    with connections["owner"].cursor() as cursor:
        cursor.execute(UNATTENDED)
    hang_up()


def point_to(name: str) -> None:
    """Let both aliases, in every thread, mean the database ``name``."""
    hang_up()
    for alias in ("default", "owner"):
        settings.DATABASES[alias]["NAME"] = name
        connections[alias].settings_dict["NAME"] = name


def hang_up() -> None:
    """Close this thread's connections."""
    for connection in connections.all(initialized_only=True):
        connection.close()


def migrations_digest() -> str:
    """A name for everything a migrated test database depends on: all migrations, the grants and this file."""
    state = hashlib.sha256(repr((sorted(settings.INSTALLED_APPS), grants.append_only_tables())).encode())
    for source in (grants.__file__, __file__):
        state.update(Path(source).read_bytes())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        module, _explicit = MigrationLoader.migrations_module(app.label)
        state.update(str(module).encode())
        for path in sorted((Path(app.path) / "migrations").glob("*.py")):
            state.update(path.name.encode() + b"\0" + path.read_bytes())
    return state.hexdigest()[:12]
