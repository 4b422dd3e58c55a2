"""Letters and meetings: a confirmed contact, a reason for cancelling, and seats that cannot be sold twice."""

from django.db import migrations, models
from django.db.models import Q

import qala.kernel.translated

# Whoever takes a seat holds the meeting's row until the commit, so that two cannot count the same free seat.
SEATS = """
CREATE FUNCTION qala_seats_suffice() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  room integer;
  taken integer;
BEGIN
  IF NEW.waiting THEN
    RETURN NEW;
  END IF;
  SELECT seats INTO room FROM proposals_meeting WHERE id = NEW.meeting_id FOR NO KEY UPDATE;
  SELECT count(*) INTO taken FROM proposals_registration
    WHERE meeting_id = NEW.meeting_id AND NOT waiting AND id IS DISTINCT FROM NEW.id;
  IF taken >= room THEN
    RAISE EXCEPTION 'this meeting has no free seat' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER a_meeting_never_seats_more_than_it_has BEFORE INSERT OR UPDATE OF waiting, meeting_id
  ON proposals_registration FOR EACH ROW EXECUTE FUNCTION qala_seats_suffice();
"""
GONE = """
DROP TRIGGER a_meeting_never_seats_more_than_it_has ON proposals_registration;
DROP FUNCTION qala_seats_suffice();
"""


class Migration(migrations.Migration):
    dependencies = [("proposals", "0004_photos")]
    operations = [
        migrations.AddField(
            "meeting",
            "cancelled_because",
            qala.kernel.translated.TranslatedField(blank=True, default=qala.kernel.translated.Translated),
        ),
        migrations.AddField(
            "registration", "contact_confirmed_at", models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddConstraint(
            "meeting",
            models.CheckConstraint(
                condition=Q(held_at=None) | Q(cancelled_at=None), name="a_meeting_is_held_or_cancelled_not_both"
            ),
        ),
        migrations.AddConstraint(
            "registration",
            models.CheckConstraint(condition=Q(question="") | Q(proposal__isnull=False), name="a_question_is_a_case"),
        ),
        migrations.RunSQL(SEATS, GONE),
    ]
