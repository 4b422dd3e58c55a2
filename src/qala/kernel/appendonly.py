"""Tables whose rows never change, by trigger: for the row, and for TRUNCATE as a statement."""

from django.db.migrations.operations import RunSQL

FUNCTION = """
CREATE OR REPLACE FUNCTION qala_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


class AppendOnly(RunSQL):
    """Migration operation: refuse UPDATE, DELETE and TRUNCATE on a table for everyone but a superuser who
    first drops the trigger in the open.
    """

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(
            sql=f"""{FUNCTION}
            CREATE TRIGGER rows_never_change BEFORE UPDATE OR DELETE ON {table}
              FOR EACH ROW EXECUTE FUNCTION qala_append_only();
            CREATE TRIGGER table_is_never_emptied BEFORE TRUNCATE ON {table}
              FOR EACH STATEMENT EXECUTE FUNCTION qala_append_only();
            """,
            reverse_sql=f"""
            DROP TRIGGER rows_never_change ON {table};
            DROP TRIGGER table_is_never_emptied ON {table};
            """,
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return (self.__class__.__name__, [self.table], {})
