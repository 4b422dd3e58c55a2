"""What the application's role may do, said after every migration.

It reads and writes rows; it owns nothing, truncates nothing, and cannot change a row of an append-only table.
"""

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from qala.config.database.trouble import DatabaseTrouble

KEPT_BY_THE_OWNER = ("django_migrations",)
"""Read by the application, written only by migrations."""


def append_only_tables() -> list[str]:
    """The tables of every model that says ``append_only = True``."""
    models = apps.get_models(include_auto_created=True)
    return sorted({model._meta.db_table for model in models if getattr(model, "append_only", False)})


def numbered_tables() -> dict[str, list[str]]:
    """Tables whose rows the database alone numbers (``database_numbers = True``), with their other columns."""
    numbered = (model for model in apps.get_models() if getattr(model, "database_numbers", False))
    return {
        model._meta.db_table: [str(one.column) for one in model._meta.local_concrete_fields if not one.primary_key]
        for model in numbered
    }


def grant_application(owner: BaseDatabaseWrapper, role: str | None = None) -> None:
    """Give ``role`` (by default the user of alias ``default``) its rights on every table of the owner's schema.

    Everything is taken first and then given, in one transaction: a table that became append-only loses its
    rights the same moment. Raises DatabaseTrouble when the role is strong enough to step over all this.
    """
    role = role or settings.DATABASES["default"]["USER"]
    with transaction.atomic(using=owner.alias), owner.cursor() as cursor:
        _refuse_strong(owner, role)
        app = owner.ops.quote_name(role)
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {app}")
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {app}")
        cursor.execute(f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {app}")
        cursor.execute("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app}")
        # Not UPDATE: setval() on the journal's sequence would make holes in it.
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {app}")
        present = set(owner.introspection.table_names(cursor))
        for table in sorted(present & set(append_only_tables())):
            cursor.execute(f"REVOKE UPDATE, DELETE ON {owner.ops.quote_name(table)} FROM {app}")
        for table, columns in numbered_tables().items():
            if table in present:
                named, names = owner.ops.quote_name(table), ", ".join(map(owner.ops.quote_name, columns))
                cursor.execute(f"REVOKE INSERT ON {named} FROM {app}")
                cursor.execute(f"GRANT INSERT ({names}) ON {named} TO {app}")
        for table in sorted(present & set(KEPT_BY_THE_OWNER)):
            cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON {owner.ops.quote_name(table)} FROM {app}")
        # A table made between a migration and the next call here can be read and added to, no more.
        cursor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT ON TABLES TO {app}")
        cursor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app}")
        _pin_triggers(cursor)


def _pin_triggers(cursor: CursorWrapper) -> None:
    """Let every trigger read the city's own tables: a session's temporary table of the same name is looked up last."""
    cursor.execute(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        " AND prorettype = 'trigger'::regtype AND pg_get_userbyid(proowner) = current_user"
        " AND NOT coalesce(proconfig, '{}') @> '{\"search_path=public, pg_temp\"}'"
    )
    for (function,) in cursor.fetchall():
        cursor.execute(f"ALTER FUNCTION {function} SET search_path = public, pg_temp")


def _refuse_strong(owner: BaseDatabaseWrapper, role: str) -> None:
    with owner.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, pg_has_role(rolname, current_user, 'MEMBER') FROM pg_roles WHERE rolname = %s", [role]
        )
        row = cursor.fetchone()
    if row is None:
        raise DatabaseTrouble(
            f"The application's role «{role}» does not exist on this server. Make it and migrate again."
        )
    superuser, owns = row
    if superuser or owns:
        what = "is a superuser" if superuser else "is the owner, or a member of it"
        raise DatabaseTrouble(
            f"The application's role «{role}» {what}: no table would be append-only. Give DATABASE_URL a plain role."
        )
