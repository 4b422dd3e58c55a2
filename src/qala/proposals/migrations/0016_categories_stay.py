"""A category is retired, never deleted, and its slug never changes; a ready text that was used is not deleted either."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION qala_registers_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a row of % is retired, never deleted, and keeps its slug', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER categories_stay BEFORE DELETE ON proposals_category
  FOR EACH ROW EXECUTE FUNCTION qala_registers_stay();
CREATE TRIGGER categories_keep_their_slug BEFORE UPDATE OF slug ON proposals_category
  FOR EACH ROW WHEN (NEW.slug IS DISTINCT FROM OLD.slug) EXECUTE FUNCTION qala_registers_stay();
CREATE TRIGGER templates_stay BEFORE DELETE ON proposals_replytemplate
  FOR EACH ROW EXECUTE FUNCTION qala_registers_stay();
"""
BACK = """
DROP TRIGGER templates_stay ON proposals_replytemplate;
DROP TRIGGER categories_keep_their_slug ON proposals_category;
DROP TRIGGER categories_stay ON proposals_category;
DROP FUNCTION qala_registers_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("proposals", "0015_indexes_of_what_is_shown")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
