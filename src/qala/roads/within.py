"""Migration operation: what lies on a segment ends before the segment does. The database judges it."""

from django.db.migrations.operations import RunSQL

FUNCTION = """
CREATE OR REPLACE FUNCTION qala_within_segment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  length numeric;
BEGIN
  SELECT measured_length_m INTO length FROM places_segment WHERE id = NEW.segment_id;
  IF NEW.to_m > length THEN
    RAISE EXCEPTION 'metre % lies beyond the end of segment % (% m)', NEW.to_m, NEW.segment_id, length
      USING ERRCODE = 'check_violation', CONSTRAINT = 'position_lies_within_its_segment';
  END IF;
  RETURN NEW;
END $$;
"""


class WithinSegment(RunSQL):
    """Refuse a row whose metres lie beyond its segment's measured length; for any table with PositionFields."""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(
            sql=f"""{FUNCTION}
            CREATE TRIGGER position_lies_within_its_segment BEFORE INSERT OR UPDATE OF segment_id, from_m, to_m
              ON {table} FOR EACH ROW EXECUTE FUNCTION qala_within_segment();
            """,
            reverse_sql=f"DROP TRIGGER position_lies_within_its_segment ON {table};",
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return (self.__class__.__name__, [self.table], {})
