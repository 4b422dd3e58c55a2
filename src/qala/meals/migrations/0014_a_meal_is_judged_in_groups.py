"""The judge of meals asks once what many rows share: the day of a school, its month, its kitchen, a band's price.

The rules are those of 0006; a month of a school comes in with one statement, and is looked at row by row only where
each row differs. Indexes that another index begins with are gone: they were a third of what a meal costs to write.
"""

import django.db.models.deletion
from django.db import migrations, models

JUDGE = """
CREATE OR REPLACE FUNCTION qala_meals_judge() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  wrong text;
BEGIN
  -- 1. Days and months of schools.
  SELECT fault INTO wrong FROM (
    SELECT CASE
      WHEN NOT qala_meals_is_open(f.school_id, f.day) THEN 'a_meal_needs_an_open_day'
      WHEN EXISTS (SELECT FROM meals_timesheet s WHERE s.school_id = f.school_id
        AND s.month = date_trunc('month', f.day)::date AND s.state <> 'growing') THEN 'a_frozen_month_takes_no_meal'
    END AS fault
    FROM (SELECT DISTINCT school_id, day FROM fresh) AS f
  ) AS looked WHERE fault IS NOT NULL LIMIT 1;

  -- 2. Each row's event, voucher, seat and band.
  IF wrong IS NULL THEN
    SELECT fault INTO wrong FROM (
      SELECT CASE
        WHEN e.id IS NULL OR (e.outcome <> 'accepted' AND NOT EXISTS (
          SELECT FROM meals_provisional p WHERE p.event_id = e.id AND p.state = 'confirmed')) THEN 'a_meal_has_its_event'
        WHEN e.day <> f.day OR e.school_id <> f.school_id OR e.service_id <> f.service_id
          OR (e.pupil_id IS NOT NULL AND e.pupil_id <> f.pupil_id AND e.outcome = 'accepted') THEN 'a_meal_has_its_event'
        WHEN v.pupil_id IS DISTINCT FROM f.pupil_id OR v.active_from IS NULL OR f.day < v.active_from
          OR f.day >= coalesce(v.ended_on, 'infinity') THEN 'a_meal_has_its_voucher'
        WHEN NOT EXISTS (SELECT FROM roster_enrolment n JOIN roster_schoolclass c ON c.id = n.school_class_id
          WHERE n.pupil_id = f.pupil_id AND c.school_id = f.school_id AND n.from_on <= f.day AND f.day < n.until_on)
          THEN 'a_meal_feeds_a_pupil_of_the_school'
        WHEN f.band IS DISTINCT FROM (
          SELECT b.slug FROM meals_ageband b
          WHERE b.from_on = (SELECT max(from_on) FROM meals_ageband WHERE from_on <= f.day)
          ORDER BY (b.from_age <= child.years AND child.years < b.until_age) DESC,
            CASE WHEN child.years < b.from_age THEN b.from_age ELSE 200 - b.from_age END LIMIT 1)
          THEN 'a_meal_has_its_band'
      END AS fault
      FROM fresh f LEFT JOIN meals_serviceevent e ON e.id = f.event_id LEFT JOIN meals_voucher v ON v.id = f.voucher_id
        LEFT JOIN roster_pupil p ON p.id = f.pupil_id LEFT JOIN people_person born ON born.id = p.person_id
        CROSS JOIN LATERAL (SELECT extract(year FROM age(f.day, born.birth_on))::int AS years) AS child
    ) AS looked WHERE fault IS NOT NULL LIMIT 1;
  END IF;

  -- 3. Kitchens and prices.
  IF wrong IS NULL THEN
    SELECT fault INTO wrong FROM (
      SELECT CASE
        WHEN NOT EXISTS (SELECT FROM meals_kitchen k WHERE k.school_id = f.school_id AND k.contract_id = f.contract_id
          AND f.day BETWEEN k.from_on AND k.until_on) THEN 'a_meal_has_its_contract'
        WHEN rate.id IS NULL OR f.day > coalesce(rate.until_on, 'infinity') OR ARRAY[f.tiyn, f.vat_tiyn]
          IS DISTINCT FROM qala_meals_price(rate.tiyn, rate.vat_permille, rate.vat_included) THEN 'a_meal_has_its_price'
      END AS fault
      FROM (SELECT DISTINCT school_id, contract_id, day, band, tiyn, vat_tiyn FROM fresh) AS f
        LEFT JOIN LATERAL (SELECT t.* FROM meals_tariff t WHERE t.contract_id = f.contract_id AND t.band = f.band
          AND t.from_on <= f.day ORDER BY t.from_on DESC LIMIT 1) AS rate ON true
    ) AS looked WHERE fault IS NOT NULL LIMIT 1;
  END IF;

  -- 4. Each row's draw in the books.
  IF wrong IS NULL AND EXISTS (
    SELECT FROM fresh f WHERE NOT EXISTS (
      SELECT FROM ledger_transfer d JOIN ledger_transfer h ON h.id = d.hold_id
        JOIN meals_monthhold m ON m.transfer = h.key JOIN ledger_account a ON a.id = d.debit_id
      WHERE d.key = f.draw AND d.phase = 'draw' AND d.reverses_id IS NULL AND d.tiyn = f.tiyn
        AND m.voucher_id = f.voucher_id AND m.contract_id = f.contract_id
        AND m.month = date_trunc('month', f.day)::date
        AND a.code = 'meals:contract:' || f.contract_id || ':payable')) THEN
    wrong := 'a_meal_has_its_draw';
  END IF;
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION 'no such meal: %', replace(wrong, '_', ' ')
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = wrong, TABLE = 'meals_meal';
  END IF;
  RETURN NULL;
END $$;
"""
PLAIN = {"on_delete": django.db.models.deletion.PROTECT, "db_index": False}


def plain(model, name, to, **options):
    field = models.ForeignKey(to=to, **PLAIN, **{"related_name": "+"} | options)
    return migrations.AlterField(model_name=model, name=name, field=field)


class Migration(migrations.Migration):
    dependencies = [("meals", "0013_outside_readers")]

    operations = [
        migrations.RunSQL(JUDGE, migrations.RunSQL.noop),
        plain("serviceevent", "terminal", "meals.terminal", related_name="events"),
        plain("serviceevent", "service", "meals.service"),
        plain("serviceevent", "school", "roster.school"),
        plain("meal", "pupil", "roster.pupil", related_name="meals"),
        plain("meal", "school", "roster.school"),
        plain("meal", "contract", "meals.contract"),
        plain("meal", "service", "meals.service"),
    ]
