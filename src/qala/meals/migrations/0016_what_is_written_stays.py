"""Rows that live through states keep what they say, go only the ways of their process, and are not deleted.

The rules of `rules/processes.py` as the database holds them, whatever program or hand writes: a closed month never grows
again, an invoice never goes back to be filled anew, a phone that was switched off stays off. A reversal and a recovery
stand on facts as meals do.
"""

from django.db import migrations

REFUSE = """
CREATE FUNCTION qala_meals_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%: % refused, %', TG_TABLE_NAME, TG_OP, replace(TG_NAME, '_', ' ')
    USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
END $$;
"""
LIST = (
    ("draft", "approved"), ("approved", "checked"), ("approved", "draft"), ("checked", "in_force"),
    ("checked", "draft"), ("in_force", "superseded"),
)  # fmt: skip
LIVING = ("listed", "notified", "consented", "active", "suspended")
VOUCHER = (
    ("listed", "notified"), ("notified", "consented"), ("listed", "consented"), ("consented", "active"),
    ("active", "suspended"), ("suspended", "active"), ("active", "transferred"), ("suspended", "transferred"),
    *((state, "expired") for state in LIVING), *((state, "revoked") for state in LIVING),
)  # fmt: skip
TIMESHEET = (("growing", "frozen"), ("frozen", "signed"), ("signed", "window"), ("window", "final"))
INVOICE = (
    ("drawn", "sent"), ("sent", "matched"), ("matched", "approved"), ("approved", "instructed"),
    ("instructed", "paid"), ("instructed", "paid_in_part"), ("paid_in_part", "instructed"), ("paid_in_part", "paid"),
)  # fmt: skip
DISPUTE = (("opened", "upheld"), ("opened", "rejected"), ("opened", "withdrawn"))
TRUST = (("opened", "confirmed"), ("opened", "rejected"), ("opened", "lapsed"))
OFFER = "contract_id band from_on until_on tiyn vat_permille vat_included act offered_by offered_for offered_at"
# Table, columns that never change, columns that are written once, lawful moves of its state, why rows may go.
ROWS = (
    ("timesheet", "school_id month", "frozen_at", TIMESHEET, ""),
    ("invoice", "number contract_id school_id month drawn_at", "", INVOICE, ""),
    ("payment", "key invoice_id instructed_at instructed_by", "paid_at", (), ""),
    ("dispute", "meal_id reason opened_by opened_at held_aside", "decided_at", DISPUTE, ""),
    ("provisional", "event_id", "decided_at", TRUST, ""),
    ("voucher", "key pupil_id year_id", "active_from ended_on", VOUCHER, ""),
    ("pause", "voucher_id from_on reason", "until_on", (), ""),
    ("monthhold", "voucher_id contract_id month transfer tiyn", "closed_at", (), "the books keep the hold"),
    ("entitlementlist", "school_id month version", "", LIST, ""),
    ("terminal", "key public_key school_id enrolled_by", "revoked_at", (), ""),
    ("enrolmentcode", "digest school_id made_by", "used_at", (), "half an hour old"),
    ("contract", "supplier_id signed_on from_on", "", (), ""),
    ("kitchen", "contract_id school_id from_on", "", (), "before it begins"),
    ("tariffoffer", OFFER, "tariff_id", (), ""),
    ("flag", "rule school_id day until_on about raised_at count threshold tiyn", "answered_at", (), ""),
    ("flaggedmeal", "flag_id meal_id", "", (), ""),
)
BORN = {"timesheet": "growing", "invoice": "drawn", "dispute": "opened", "provisional": "opened"}


def _trigger(table: str, name: str, moment: str, when: str = "") -> str:
    condition = f" WHEN ({when})" if when else ""
    return (
        f"CREATE TRIGGER {name} BEFORE {moment} ON meals_{table} FOR EACH ROW{condition}"
        " EXECUTE FUNCTION qala_meals_refuse();"
    )


def _guards(table: str, kept: str, once: str, moves: tuple[tuple[str, str], ...], goes: str) -> list[str]:
    columns = kept.split()
    was, now = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    made = [_trigger(table, "what_is_written_stays", "UPDATE", f"ROW({was}) IS DISTINCT FROM ROW({now})")]
    if once:
        words = (f"OLD.{one} IS NOT NULL AND NEW.{one} IS DISTINCT FROM OLD.{one}" for one in once.split())
        made.append(_trigger(table, "it_is_written_once", "UPDATE", " OR ".join(words)))
    if moves:
        lawful = ", ".join(f"('{before}', '{after}')" for before, after in moves)
        when = f"OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN ({lawful})"
        made.append(_trigger(table, "a_state_goes_its_way", "UPDATE", when))
    if table in BORN:
        made.append(_trigger(table, "it_begins_at_its_beginning", "INSERT", f"NEW.state <> '{BORN[table]}'"))
    if not goes:
        made.append(_trigger(table, "it_is_never_deleted", "DELETE"))
    return made


NAMES = (
    "what_is_written_stays", "it_is_written_once", "a_state_goes_its_way", "it_begins_at_its_beginning",
    "it_is_never_deleted",
)  # fmt: skip
GUARDS = "\n".join(line for row in ROWS for line in _guards(*row))
UNGUARD = "\n".join(f"DROP TRIGGER IF EXISTS {name} ON meals_{row[0]};" for row in ROWS for name in NAMES)
# A list is changed as long as it is a draft; a sheet until another person signed it.
DRAFTS = """
CREATE FUNCTION qala_meals_drafts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  row_of jsonb := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
  is_open boolean;
BEGIN
  IF TG_TABLE_NAME = 'meals_listline' THEN
    SELECT state = 'draft' INTO is_open FROM meals_entitlementlist WHERE id = (row_of ->> 'list_id')::bigint;
  ELSE
    SELECT signed_at IS NULL INTO is_open FROM meals_papersheet WHERE id = (row_of ->> 'sheet_id')::bigint;
  END IF;
  IF NOT coalesce(is_open, true) THEN
    RAISE EXCEPTION '%: % refused, only a draft is changed', TG_TABLE_NAME, TG_OP
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'only_a_draft_is_changed', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER only_a_draft_is_changed BEFORE INSERT OR UPDATE OR DELETE ON meals_listline
  FOR EACH ROW EXECUTE FUNCTION qala_meals_drafts();
CREATE TRIGGER only_a_draft_is_changed BEFORE INSERT OR UPDATE OR DELETE ON meals_papertick
  FOR EACH ROW EXECUTE FUNCTION qala_meals_drafts();
CREATE TRIGGER a_line_stays_on_its_list BEFORE UPDATE ON meals_listline
  FOR EACH ROW WHEN (ROW(OLD.list_id, OLD.pupil_id) IS DISTINCT FROM ROW(NEW.list_id, NEW.pupil_id))
  EXECUTE FUNCTION qala_meals_refuse();
CREATE TRIGGER a_tick_stays_on_its_sheet BEFORE UPDATE ON meals_papertick
  FOR EACH ROW WHEN (ROW(OLD.sheet_id, OLD.pupil_id) IS DISTINCT FROM ROW(NEW.sheet_id, NEW.pupil_id))
  EXECUTE FUNCTION qala_meals_refuse();
CREATE TRIGGER a_signed_sheet_stays BEFORE UPDATE OR DELETE ON meals_papersheet
  FOR EACH ROW WHEN (OLD.signed_at IS NOT NULL) EXECUTE FUNCTION qala_meals_refuse();
"""
UNDRAFT = """
DROP TRIGGER a_signed_sheet_stays ON meals_papersheet;
DROP TRIGGER a_tick_stays_on_its_sheet ON meals_papertick;
DROP TRIGGER a_line_stays_on_its_list ON meals_listline;
DROP TRIGGER only_a_draft_is_changed ON meals_papertick;
DROP TRIGGER only_a_draft_is_changed ON meals_listline;
DROP FUNCTION qala_meals_drafts();
"""
BACK = """
CREATE FUNCTION qala_meals_taken_back() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM fresh f JOIN meals_meal m ON m.event_id = f.meal_id WHERE NOT EXISTS (
    SELECT FROM ledger_transfer r JOIN ledger_transfer d ON d.id = r.reverses_id
    WHERE r.key = f.transfer AND d.key = m.draw)) THEN
    RAISE EXCEPTION 'a meal is taken back in the books'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_meal_is_taken_back_in_the_books';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER a_meal_is_taken_back_in_the_books AFTER INSERT ON meals_reversal
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION qala_meals_taken_back();

CREATE FUNCTION qala_meals_recovered() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM fresh f JOIN meals_meal m ON m.event_id = f.meal_id
      JOIN meals_payment p ON p.id = f.payment_id JOIN meals_invoice i ON i.id = p.invoice_id
    WHERE p.paid_at IS NOT NULL OR i.contract_id <> m.contract_id
      OR NOT EXISTS (SELECT FROM meals_reversal r WHERE r.meal_id = f.meal_id)) THEN
    RAISE EXCEPTION 'what is recovered was taken back'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'what_is_recovered_was_taken_back';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER what_is_recovered_was_taken_back AFTER INSERT ON meals_recovery
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION qala_meals_recovered();
"""
UNBACK = """
DROP TRIGGER what_is_recovered_was_taken_back ON meals_recovery;
DROP FUNCTION qala_meals_recovered();
DROP TRIGGER a_meal_is_taken_back_in_the_books ON meals_reversal;
DROP FUNCTION qala_meals_taken_back();
"""


class Migration(migrations.Migration):
    dependencies = [("meals", "0015_pictures_of_months")]

    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION qala_meals_refuse();"),
        migrations.RunSQL(GUARDS, UNGUARD),
        migrations.RunSQL(DRAFTS, UNDRAFT),
        migrations.RunSQL(BACK, UNBACK),
    ]
