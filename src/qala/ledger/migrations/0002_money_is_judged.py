"""Money is judged by the database itself: whatever program writes, as whatever role but the owner who drops triggers.

One statement-level trigger judges all rows of an INSERT or COPY together, over a transition table. Rows are compared
with what is committed at that moment, so a transaction must read committed rows (a snapshot of its own would let two
spenders pass each other); any other isolation is refused.

The functions belong to the owner and run as the owner: the application needs no right it does not have.
"""

from django.db import migrations

from qala.kernel.appendonly import AppendOnly

# Posting shares this lock, closing a period takes it alone; bounded accounts and contended holds have one of 512 each.
LOCKS = """
CREATE FUNCTION qala_ledger_lock(them bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(71004, part) FROM
    (SELECT DISTINCT (abs(one) % 512)::int AS part FROM unnest(them) AS one ORDER BY 1) AS parts;
END $$;

CREATE FUNCTION qala_ledger_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'the ledger is written in transactions that read committed rows'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reads_committed_rows';
  END IF;
  PERFORM pg_advisory_xact_lock_shared(71003, 1);
  RETURN NULL;
END $$;
"""

# What an account holds at the end of a day: the newest mark, and what moved since.
BALANCE = """
CREATE FUNCTION qala_ledger_balance(one bigint, until_day date DEFAULT 'infinity') RETURNS bigint
LANGUAGE sql STABLE AS $$
  SELECT (coalesce(mark.balance, 0)
    + coalesce((SELECT sum(tiyn) FROM ledger_transfer
        WHERE debit_id = one AND day > coalesce(mark.day, '-infinity') AND day <= until_day), 0)
    - coalesce((SELECT sum(tiyn) FROM ledger_transfer
        WHERE credit_id = one AND day > coalesce(mark.day, '-infinity') AND day <= until_day), 0))::bigint
  FROM (SELECT 1) AS here LEFT JOIN LATERAL (
    SELECT day, balance FROM ledger_mark WHERE account_id = one AND day <= until_day ORDER BY day DESC LIMIT 1
  ) AS mark ON true
$$;
"""

JUDGE = """
CREATE FUNCTION qala_ledger_judges() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = on AS $$
DECLARE
  seen record;
  wrong text;
BEGIN
  -- 1. Every row with its two accounts: one pass.
  SELECT count(*) AS rows, count(hold_id) AS chained, count(reverses_id) AS reversals,
    min(day) AS first_day, max(day) AS last_day, max(f.id) AS last_id,
    bool_or(recorded_at <> statement_timestamp()) AS misdated,
    bool_or(debit.id IS NULL OR credit.id IS NULL) AS unknown,
    bool_or(debit.currency <> credit.currency) AS mixed,
    bool_or(CASE phase
      WHEN 'plain' THEN debit.kind = 'held' OR credit.kind = 'held'
      WHEN 'hold' THEN debit.kind <> 'held' OR credit.kind = 'held'
      WHEN 'draw' THEN debit.kind = credit.kind
      ELSE debit.kind = 'held' END) AS misheld,
    array_agg(credit.id) FILTER (WHERE credit.floor IS NOT NULL) AS bounded
  INTO seen
  FROM fresh f LEFT JOIN ledger_account debit ON debit.id = f.debit_id
    LEFT JOIN ledger_account credit ON credit.id = f.credit_id;
  IF seen.rows = 0 THEN
    RETURN NULL;
  END IF;
  wrong := CASE
    WHEN seen.unknown THEN 'unknown_account'
    WHEN seen.mixed THEN 'one_currency'
    WHEN seen.misheld THEN 'held_money_moves_by_holds'
    WHEN seen.misdated THEN 'the_database_names_the_hour'
    WHEN seen.last_id > (SELECT last_value FROM ledger_transfer_id_seq) THEN 'the_ledger_numbers_its_rows'
    WHEN seen.last_day > (statement_timestamp() AT TIME ZONE 'UTC')::date + 1 THEN 'day_is_open'
    WHEN seen.first_day <= (SELECT max(until) FROM ledger_period) THEN 'day_is_open'
  END;

  -- 2. Rows of holds: each follows the one before it, so one look back is enough however long the chain.
  IF wrong IS NULL AND seen.chained > 0 THEN
    SELECT fault INTO wrong FROM (
      SELECT CASE
        WHEN h.id IS NULL OR h.phase <> 'hold' THEN 'unknown_hold'
        WHEN before.rest IS NULL THEN 'one_ordinal_of_a_hold'
        WHEN before.closed AND f.reverses_id IS NULL AND f.phase <> 'release' THEN 'hold_is_closed'
        WHEN f.closed <> (before.closed OR f.phase = 'close') THEN 'hold_is_closed'
        WHEN f.reverses_id IS NOT NULL AND f.rest <> before.rest + f.tiyn THEN 'hold_is_exhausted'
        WHEN f.reverses_id IS NULL AND f.rest <> before.rest - f.tiyn THEN 'hold_is_exhausted'
        WHEN f.phase = 'close' AND f.rest <> 0 THEN 'closed_hold_stays_empty'
        WHEN f.reverses_id IS NULL AND f.credit_id <> h.debit_id THEN 'held_money_moves_by_holds'
        WHEN f.phase <> 'draw' AND f.debit_id <> h.credit_id THEN 'held_money_moves_by_holds'
        WHEN f.closed AND f.rest <> 0 AND NOT EXISTS (
          SELECT FROM ledger_transfer WHERE hold_id = f.hold_id AND ordinal = f.ordinal + 1)
          THEN 'closed_hold_stays_empty'
      END AS fault
      FROM fresh f LEFT JOIN ledger_transfer h ON h.id = f.hold_id
        LEFT JOIN ledger_transfer p ON p.hold_id = f.hold_id AND p.ordinal = f.ordinal - 1
        CROSS JOIN LATERAL (SELECT CASE WHEN f.ordinal = 1 THEN h.tiyn ELSE p.rest END AS rest,
          CASE WHEN f.ordinal = 1 THEN false ELSE p.closed END AS closed) AS before
      WHERE f.hold_id IS NOT NULL
    ) AS looked WHERE fault IS NOT NULL LIMIT 1;
  END IF;

  -- 3. Reversals: the whole of one plain transfer or draw, the other way round. That it happens once is an index.
  IF wrong IS NULL AND seen.reversals > 0 THEN
    SELECT 'reversal_is_exact' INTO wrong
    FROM fresh f LEFT JOIN ledger_transfer original ON original.id = f.reverses_id
    WHERE f.reverses_id IS NOT NULL AND (original.id IS NULL OR original.reverses_id IS NOT NULL
      OR original.phase NOT IN ('plain', 'draw') OR original.phase <> f.phase
      OR original.hold_id IS DISTINCT FROM f.hold_id OR original.tiyn <> f.tiyn
      OR original.debit_id <> f.credit_id OR original.credit_id <> f.debit_id) LIMIT 1;
  END IF;

  -- 4. Floors: only bounded accounts that give are locked, in order, and counted with everything committed by then.
  IF wrong IS NULL AND seen.bounded IS NOT NULL THEN
    PERFORM qala_ledger_lock(seen.bounded);
    SELECT 'floor_is_kept' INTO wrong FROM ledger_account account
    WHERE account.id = ANY (seen.bounded) AND qala_ledger_balance(account.id) < account.floor LIMIT 1;
  END IF;

  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION 'the ledger refuses: %', replace(wrong, '_', ' ')
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = wrong, TABLE = 'ledger_transfer';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER posting_begins BEFORE INSERT ON ledger_transfer
  FOR EACH STATEMENT EXECUTE FUNCTION qala_ledger_begins();
CREATE TRIGGER money_is_judged AFTER INSERT ON ledger_transfer
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION qala_ledger_judges();
"""

# Days close one after another, alone; a mark is what a recount says, at the end of a closed day.
PERIODS = """
CREATE FUNCTION qala_ledger_closes() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'the ledger is written in transactions that read committed rows'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'reads_committed_rows';
  END IF;
  PERFORM pg_advisory_xact_lock(71003, 1);
  NEW.closed_at := clock_timestamp();
  IF NEW.until > (clock_timestamp() AT TIME ZONE 'UTC')::date
     OR NEW.until <= (SELECT max(until) FROM ledger_period) THEN
    RAISE EXCEPTION 'days close in order, and only once they have come'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'days_close_in_order', TABLE = 'ledger_period';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER days_close_in_order BEFORE INSERT ON ledger_period
  FOR EACH ROW EXECUTE FUNCTION qala_ledger_closes();

CREATE FUNCTION qala_ledger_recounts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  wrong text;
BEGIN
  SELECT CASE WHEN f.day > closed.until OR closed.until IS NULL THEN 'a_mark_stands_on_a_closed_day'
    ELSE 'a_mark_is_the_recount' END INTO wrong
  FROM fresh f, (SELECT max(until) AS until FROM ledger_period) AS closed
  WHERE f.day > closed.until OR closed.until IS NULL OR f.balance <> (
    SELECT coalesce(mark.balance, 0)
      + coalesce((SELECT sum(tiyn) FROM ledger_transfer
          WHERE debit_id = f.account_id AND day > coalesce(mark.day, '-infinity') AND day <= f.day), 0)
      - coalesce((SELECT sum(tiyn) FROM ledger_transfer
          WHERE credit_id = f.account_id AND day > coalesce(mark.day, '-infinity') AND day <= f.day), 0)
    FROM (SELECT 1) AS here LEFT JOIN LATERAL (SELECT day, balance FROM ledger_mark
      WHERE account_id = f.account_id AND day < f.day ORDER BY day DESC LIMIT 1) AS mark ON true) LIMIT 1;
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION 'the ledger refuses: %', replace(wrong, '_', ' ')
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = wrong, TABLE = 'ledger_mark';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER a_mark_is_the_recount AFTER INSERT ON ledger_mark
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION qala_ledger_recounts();
"""

# A child keeps its parent's money, and the database names the hour an account opens.
ACCOUNTS = """
CREATE FUNCTION qala_ledger_opens() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  NEW.opened_at := statement_timestamp();
  IF NEW.id > (SELECT last_value FROM ledger_account_id_seq) THEN
    RAISE EXCEPTION 'the ledger numbers its accounts'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'the_ledger_numbers_its_rows';
  END IF;
  IF NEW.parent_id IS NOT NULL
     AND NEW.currency IS DISTINCT FROM (SELECT currency FROM ledger_account WHERE id = NEW.parent_id) THEN
    RAISE EXCEPTION 'a child keeps the currency of its parent'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'one_currency', TABLE = 'ledger_account';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER an_account_opens BEFORE INSERT ON ledger_account FOR EACH ROW EXECUTE FUNCTION qala_ledger_opens();
"""

# Every transfer is a leaf of the log (source 3): it queues in the transaction that wrote it.
LEAVES = """
CREATE TRIGGER every_transfer_waits_for_the_seal AFTER INSERT ON ledger_transfer
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION qala_wait_for_the_seal('3');
"""

POSTINGS = """
CREATE VIEW ledger_posting AS
  SELECT id AS transfer_id, debit_id AS account_id, tiyn, day, recorded_at FROM ledger_transfer
  UNION ALL
  SELECT id, credit_id, -tiyn, day, recorded_at FROM ledger_transfer;
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0004_the_transparency_log"), ("ledger", "0001_accounts_and_transfers")]
    operations = [
        migrations.RunSQL(
            LOCKS, "DROP FUNCTION qala_ledger_begins(); DROP FUNCTION qala_ledger_lock(bigint[]);"
        ),
        migrations.RunSQL(BALANCE, "DROP FUNCTION qala_ledger_balance(bigint, date);"),
        migrations.RunSQL(
            JUDGE,
            "DROP TRIGGER money_is_judged ON ledger_transfer; DROP TRIGGER posting_begins ON ledger_transfer; "
            "DROP FUNCTION qala_ledger_judges();",
        ),
        migrations.RunSQL(
            PERIODS,
            "DROP TRIGGER a_mark_is_the_recount ON ledger_mark; DROP FUNCTION qala_ledger_recounts(); "
            "DROP TRIGGER days_close_in_order ON ledger_period; DROP FUNCTION qala_ledger_closes();",
        ),
        migrations.RunSQL(
            ACCOUNTS, "DROP TRIGGER an_account_opens ON ledger_account; DROP FUNCTION qala_ledger_opens();"
        ),
        migrations.RunSQL(LEAVES, "DROP TRIGGER every_transfer_waits_for_the_seal ON ledger_transfer;"),
        migrations.RunSQL(POSTINGS, "DROP VIEW ledger_posting;"),
        AppendOnly("ledger_account"),
        AppendOnly("ledger_transfer"),
        AppendOnly("ledger_period"),
        AppendOnly("ledger_mark"),
    ]
