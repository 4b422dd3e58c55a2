"""A counted meal stands on facts that the database itself compares, whatever program or hand inserts it.

The event it comes from, the child's voucher and seat of the day, the supplier's contract, the norm's band, the agreed
price, the draw in the books, the school's calendar as far as rows say it (public holidays are computed by a library:
the counter refuses those, and the question P5 asks about them), a month that is not frozen. All rows of a statement
are judged together.
"""

from django.db import migrations

# price() of rules/price.py in whole tiyn: half up.
PRICE = """
CREATE FUNCTION qala_meals_price(tiyn bigint, vat_permille integer, vat_included boolean) RETURNS bigint[]
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN vat_included THEN ARRAY[tiyn, (2 * tiyn * vat_permille + 1000 + vat_permille) / (2 * (1000 + vat_permille))]
    ELSE ARRAY[tiyn + (2 * tiyn * vat_permille + 1000) / 2000, (2 * tiyn * vat_permille + 1000) / 2000] END
$$;
"""
BAND = """
CREATE FUNCTION qala_meals_band(born date, on_day date) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT slug FROM meals_ageband, (SELECT extract(year FROM age(on_day, born))::int AS years) AS child
  WHERE from_on = (SELECT max(from_on) FROM meals_ageband WHERE from_on <= on_day)
  ORDER BY (from_age <= years AND years < until_age) DESC,
    CASE WHEN years < from_age THEN from_age ELSE 200 - from_age END LIMIT 1
$$;
"""
OPEN = """
CREATE FUNCTION qala_meals_is_open(of_school bigint, on_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT kind = 'lessons' FROM roster_schoolday
      WHERE day = on_day AND (school_id = of_school OR school_id IS NULL) ORDER BY id DESC LIMIT 1),
    EXISTS (SELECT FROM roster_term WHERE on_day BETWEEN first_on AND last_on)
      AND coalesce((SELECT is_working FROM kernel_dayoverride WHERE day = on_day), extract(isodow FROM on_day) < 7))
$$;
"""
MEAL = """
CREATE FUNCTION qala_meals_judge() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
  wrong text;
BEGIN
  SELECT fault INTO wrong FROM (
    SELECT CASE
      WHEN e.outcome <> 'accepted' AND NOT EXISTS (
        SELECT FROM meals_provisional p WHERE p.event_id = e.id AND p.state = 'confirmed') THEN 'a_meal_has_its_event'
      WHEN e.day <> f.day OR e.school_id <> f.school_id OR e.service_id <> f.service_id
        OR (e.pupil_id IS NOT NULL AND e.pupil_id <> f.pupil_id AND e.outcome = 'accepted') THEN 'a_meal_has_its_event'
      WHEN NOT qala_meals_is_open(f.school_id, f.day) THEN 'a_meal_needs_an_open_day'
      WHEN EXISTS (SELECT FROM meals_timesheet s WHERE s.school_id = f.school_id
        AND s.month = date_trunc('month', f.day)::date AND s.state <> 'growing') THEN 'a_frozen_month_takes_no_meal'
      WHEN v.pupil_id <> f.pupil_id OR v.active_from IS NULL OR f.day < v.active_from
        OR f.day >= coalesce(v.ended_on, 'infinity') THEN 'a_meal_has_its_voucher'
      WHEN NOT EXISTS (SELECT FROM roster_enrolment n JOIN roster_schoolclass c ON c.id = n.school_class_id
        WHERE n.pupil_id = f.pupil_id AND c.school_id = f.school_id AND n.from_on <= f.day AND f.day < n.until_on)
        THEN 'a_meal_feeds_a_pupil_of_the_school'
      WHEN NOT EXISTS (SELECT FROM meals_kitchen k WHERE k.school_id = f.school_id AND k.contract_id = f.contract_id
        AND f.day BETWEEN k.from_on AND k.until_on) THEN 'a_meal_has_its_contract'
      WHEN f.band IS DISTINCT FROM qala_meals_band(born.birth_on, f.day) THEN 'a_meal_has_its_band'
      WHEN rate.id IS NULL OR f.day > coalesce(rate.until_on, 'infinity') OR ARRAY[f.tiyn, f.vat_tiyn]
        IS DISTINCT FROM qala_meals_price(rate.tiyn, rate.vat_permille, rate.vat_included) THEN 'a_meal_has_its_price'
      WHEN NOT EXISTS (
        SELECT FROM ledger_transfer d JOIN ledger_transfer h ON h.id = d.hold_id
          JOIN meals_monthhold m ON m.transfer = h.key JOIN ledger_account a ON a.id = d.debit_id
        WHERE d.key = f.draw AND d.phase = 'draw' AND d.reverses_id IS NULL AND d.tiyn = f.tiyn
          AND m.voucher_id = f.voucher_id AND m.contract_id = f.contract_id
          AND m.month = date_trunc('month', f.day)::date
          AND a.code = 'meals:contract:' || f.contract_id || ':payable') THEN 'a_meal_has_its_draw'
    END AS fault
    FROM fresh f JOIN meals_serviceevent e ON e.id = f.event_id JOIN meals_voucher v ON v.id = f.voucher_id
      JOIN roster_pupil p ON p.id = f.pupil_id JOIN people_person born ON born.id = p.person_id
      LEFT JOIN LATERAL (SELECT t.* FROM meals_tariff t WHERE t.contract_id = f.contract_id AND t.band = f.band
        AND t.from_on <= f.day ORDER BY t.from_on DESC LIMIT 1) AS rate ON true
  ) AS looked WHERE fault IS NOT NULL LIMIT 1;
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION 'no such meal: %', replace(wrong, '_', ' ')
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = wrong, TABLE = 'meals_meal';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER a_meal_stands_on_facts AFTER INSERT ON meals_meal
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION qala_meals_judge();
"""
TARIFF = """
CREATE FUNCTION qala_meals_price_begins() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM meals_meal WHERE contract_id = NEW.contract_id AND band = NEW.band AND day >= NEW.from_on) THEN
    RAISE EXCEPTION 'no price reaches back over counted meals'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'no_price_reaches_back', TABLE = 'meals_tariff';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER no_price_reaches_back BEFORE INSERT ON meals_tariff
  FOR EACH ROW EXECUTE FUNCTION qala_meals_price_begins();
"""
# A line is a meal of the invoice's contract and school; a payment comes to its lines less what it recovers.
INVOICE = """
CREATE FUNCTION qala_meals_line() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM fresh f JOIN meals_invoice i ON i.id = f.invoice_id JOIN meals_meal m ON m.event_id = f.meal_id
    WHERE m.contract_id <> i.contract_id OR m.school_id <> i.school_id
      OR m.day >= i.month + interval '1 month' OR i.state <> 'drawn'
      OR EXISTS (SELECT FROM meals_reversal r WHERE r.meal_id = m.event_id)) THEN
    RAISE EXCEPTION 'a line is a meal of its invoice'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_line_is_a_meal_of_its_invoice';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER a_line_is_a_meal_of_its_invoice AFTER INSERT ON meals_invoiceline
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION qala_meals_line();

CREATE FUNCTION qala_meals_paid_line() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM fresh f JOIN meals_payment p ON p.id = f.payment_id
      JOIN meals_invoiceline l ON l.meal_id = f.meal_id
    WHERE l.invoice_id <> p.invoice_id OR p.paid_at IS NOT NULL
      OR EXISTS (SELECT FROM meals_reversal r WHERE r.meal_id = f.meal_id)
      OR EXISTS (SELECT FROM meals_dispute d WHERE d.meal_id = f.meal_id AND d.state = 'opened')) THEN
    RAISE EXCEPTION 'a contested line is not paid'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_contested_line_is_not_paid';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER a_contested_line_is_not_paid AFTER INSERT ON meals_paidline
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION qala_meals_paid_line();

CREATE FUNCTION qala_meals_payment() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF (SELECT p.tiyn FROM meals_payment p WHERE p.id = NEW.id) IS DISTINCT FROM (
    coalesce((SELECT sum(m.tiyn) FROM meals_paidline l JOIN meals_meal m ON m.event_id = l.meal_id
      WHERE l.payment_id = NEW.id), 0)
    - coalesce((SELECT sum(m.tiyn) FROM meals_recovery r JOIN meals_meal m ON m.event_id = r.meal_id
      WHERE r.payment_id = NEW.id), 0)) THEN
    RAISE EXCEPTION 'a payment comes to its lines'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_payment_comes_to_its_lines';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER a_payment_comes_to_its_lines AFTER INSERT OR UPDATE ON meals_payment
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION qala_meals_payment();
"""
HOLD = """
CREATE FUNCTION qala_meals_hold() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM fresh f WHERE NOT EXISTS (
    SELECT FROM ledger_transfer h JOIN ledger_account a ON a.id = h.debit_id
    WHERE h.key = f.transfer AND h.phase = 'hold' AND h.tiyn = f.tiyn
      AND a.code = 'meals:contract:' || f.contract_id || ':held')) THEN
    RAISE EXCEPTION 'a month is held in the books'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_month_is_held_in_the_books';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER a_month_is_held_in_the_books AFTER INSERT ON meals_monthhold
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION qala_meals_hold();
"""


def dropped(table, trigger, function):
    return f"DROP TRIGGER {trigger} ON {table}; DROP FUNCTION {function}();"


class Migration(migrations.Migration):
    dependencies = [
        ("meals", "0005_a_question_names_its_meals"),
        ("ledger", "0002_money_is_judged"),
        ("roster", "0002_facts_of_the_database"),
    ]

    operations = [
        migrations.RunSQL(PRICE, "DROP FUNCTION qala_meals_price(bigint, integer, boolean);"),
        migrations.RunSQL(BAND, "DROP FUNCTION qala_meals_band(date, date);"),
        migrations.RunSQL(OPEN, "DROP FUNCTION qala_meals_is_open(bigint, date);"),
        migrations.RunSQL(MEAL, dropped("meals_meal", "a_meal_stands_on_facts", "qala_meals_judge")),
        migrations.RunSQL(TARIFF, dropped("meals_tariff", "no_price_reaches_back", "qala_meals_price_begins")),
        migrations.RunSQL(
            INVOICE,
            dropped("meals_payment", "a_payment_comes_to_its_lines", "qala_meals_payment")
            + dropped("meals_paidline", "a_contested_line_is_not_paid", "qala_meals_paid_line")
            + dropped("meals_invoiceline", "a_line_is_a_meal_of_its_invoice", "qala_meals_line"),
        ),
        migrations.RunSQL(HOLD, dropped("meals_monthhold", "a_month_is_held_in_the_books", "qala_meals_hold")),
    ]
