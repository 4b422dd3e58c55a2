"""Works of earlier years come in by their paper act: accepted as they are, and only of days before the register began."""

from django.db import migrations, models
from django.db.models import F, Q

SIGNED = ["contracted", "in_work", "suspended", "accepted"]

PAST = """
CREATE FUNCTION qala_past_works() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.act <> OLD.act THEN PERFORM qala_refuse('a_paper_act_is_written_once'); END IF;
  IF TG_OP = 'INSERT' AND NEW.act <> '' AND EXISTS (
       SELECT FROM roads_works WHERE act = '' AND noted_on <= NEW.accepted_on) THEN
    PERFORM qala_refuse('since_the_register_began_works_are_accepted_here');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER past_works_are_past BEFORE INSERT OR UPDATE OF act ON roads_works
  FOR EACH ROW EXECUTE FUNCTION qala_past_works();
DROP TRIGGER steps_are_lawful ON roads_works;
CREATE TRIGGER steps_are_lawful BEFORE INSERT OR UPDATE OF state ON roads_works
  FOR EACH ROW WHEN (NEW.act = '') EXECUTE FUNCTION qala_lawful_step('{pairs}', 'need');
"""
# As 0005 has them.
PAIRS = (
    "need>candidate candidate>programmed programmed>designed designed>tendered tendered>contracted contracted>in_work "
    "in_work>suspended suspended>in_work in_work>accepted need>cancelled candidate>cancelled programmed>cancelled "
    "designed>cancelled tendered>cancelled contracted>cancelled"
)
BACK = f"""
DROP TRIGGER past_works_are_past ON roads_works;
DROP FUNCTION qala_past_works();
DROP TRIGGER steps_are_lawful ON roads_works;
CREATE TRIGGER steps_are_lawful BEFORE INSERT OR UPDATE OF state ON roads_works
  FOR EACH ROW EXECUTE FUNCTION qala_lawful_step('{PAIRS}', 'need');
"""


class Migration(migrations.Migration):
    dependencies = [("roads", "0006_curves_and_claims")]
    operations = [
        migrations.AddField("works", "act", models.CharField(blank=True, default="", max_length=80)),
        migrations.RemoveConstraint("works", "capital_works_have_their_expertise"),
        migrations.RemoveConstraint("works", "a_second_person_accepts_measured_works"),
        migrations.AddConstraint(
            "works",
            models.CheckConstraint(
                name="capital_works_have_their_expertise",
                condition=~Q(kind="capital", state__in=["tendered", *SIGNED]) | ~Q(expertise="") | ~Q(act=""),
            ),
        ),
        migrations.AddConstraint(
            "works",
            models.CheckConstraint(
                name="a_second_person_accepts_measured_works",
                condition=~Q(state="accepted")
                | ~Q(act="")
                | Q(measured_m__gt=0, accepted_on__isnull=False, accepted_on__gte=F("started_on"))
                & ~Q(accepted_by="")
                & ~Q(measured_by="")
                & ~Q(accepted_by=F("measured_by"))
                & ~Q(accepted_by=F("started_by")),
            ),
        ),
        migrations.AddConstraint(
            "works",
            models.CheckConstraint(
                name="works_of_a_paper_act_are_accepted",
                condition=Q(act="") | Q(state="accepted", accepted_on__isnull=False, noted_on=F("accepted_on")),
            ),
        ),
        migrations.AddConstraint(
            "works",
            models.UniqueConstraint(name="a_paper_act_once", fields=["act", "accepted_on"], condition=~Q(act="")),
        ),
        migrations.RunSQL(PAST.format(pairs=PAIRS), BACK),
    ]
