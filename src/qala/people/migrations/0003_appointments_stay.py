"""Who held which office stays written: an appointment is ended by its last day, never turned into another or deleted."""

from django.db import migrations

SIGNED = ("person_id", "organisation_id", "role", "from_on", "act")
STAY = f"""
CREATE FUNCTION qala_appointment_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an appointment is ended, not rewritten'
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'an_appointment_stays', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER an_appointment_stays BEFORE UPDATE ON people_appointment FOR EACH ROW
  WHEN (({", ".join("NEW." + name for name in SIGNED)}) IS DISTINCT FROM ({", ".join("OLD." + name for name in SIGNED)}))
  EXECUTE FUNCTION qala_appointment_stays();
CREATE TRIGGER an_appointment_is_never_deleted BEFORE DELETE ON people_appointment FOR EACH ROW
  EXECUTE FUNCTION qala_appointment_stays();
"""
AWAY = """
DROP TRIGGER an_appointment_stays ON people_appointment;
DROP TRIGGER an_appointment_is_never_deleted ON people_appointment;
DROP FUNCTION qala_appointment_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0002_school_roles")]
    operations = [migrations.RunSQL(STAY, AWAY)]
