"""The judge of meals and the judge of holds go from key to key, whatever the planner knows; less is written for a meal.

A plan is kept for a session. One made while the books were empty began at the supplier's account and read all of its
draws for every single meal: a school's month took minutes. Outer joins leave the planner no other order. A child's seat
is asked for once where it does not change, a band once for a day and an age. The rules are those of 0014.

A meal's pupil is its voucher's, its school and service are its event's, its contract cooks at that school: the judge
compares them, and none of those rows ever goes. So what a foreign key would look for is known already. An index by the
band, or by the reason of an event, was read by nobody.
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

  -- 2. Each row's event and voucher.
  IF wrong IS NULL THEN
    SELECT fault INTO wrong FROM (
      SELECT CASE
        WHEN e.id IS NULL OR (e.outcome <> 'accepted' AND NOT EXISTS (
          SELECT FROM meals_provisional p WHERE p.event_id = e.id AND p.state = 'confirmed')) THEN 'a_meal_has_its_event'
        WHEN e.day <> f.day OR e.school_id <> f.school_id OR e.service_id <> f.service_id
          OR (e.pupil_id IS NOT NULL AND e.pupil_id <> f.pupil_id AND e.outcome = 'accepted') THEN 'a_meal_has_its_event'
        WHEN v.pupil_id IS DISTINCT FROM f.pupil_id OR v.active_from IS NULL OR f.day < v.active_from
          OR f.day >= coalesce(v.ended_on, 'infinity') THEN 'a_meal_has_its_voucher'
      END AS fault
      FROM fresh f LEFT JOIN meals_serviceevent e ON e.id = f.event_id LEFT JOIN meals_voucher v ON v.id = f.voucher_id
    ) AS looked WHERE fault IS NOT NULL LIMIT 1;
  END IF;

  -- 3. Seats: one that a child keeps from its first day here to its last; else each day's.
  IF wrong IS NULL AND EXISTS (
    SELECT FROM (SELECT pupil_id, school_id, min(day) AS first_on, max(day) AS last_on FROM fresh GROUP BY 1, 2) AS f
    WHERE NOT EXISTS (SELECT FROM roster_enrolment n JOIN roster_schoolclass c ON c.id = n.school_class_id
      WHERE n.pupil_id = f.pupil_id AND c.school_id = f.school_id AND n.from_on <= f.first_on AND f.last_on < n.until_on)
  ) AND EXISTS (
    SELECT FROM fresh f
    WHERE NOT EXISTS (SELECT FROM roster_enrolment n JOIN roster_schoolclass c ON c.id = n.school_class_id
      WHERE n.pupil_id = f.pupil_id AND c.school_id = f.school_id AND n.from_on <= f.day AND f.day < n.until_on)
  ) THEN
    wrong := 'a_meal_feeds_a_pupil_of_the_school';
  END IF;

  -- 4. Bands of a day and an age.
  IF wrong IS NULL AND EXISTS (
    SELECT FROM (
      SELECT DISTINCT f.day, f.band, extract(year FROM age(f.day, born.birth_on))::int AS years
      FROM fresh f LEFT JOIN roster_pupil p ON p.id = f.pupil_id LEFT JOIN people_person born ON born.id = p.person_id
    ) AS child
    WHERE child.band IS DISTINCT FROM (
      SELECT b.slug FROM meals_ageband b
      WHERE b.from_on = (SELECT max(from_on) FROM meals_ageband WHERE from_on <= child.day)
      ORDER BY (b.from_age <= child.years AND child.years < b.until_age) DESC,
        CASE WHEN child.years < b.from_age THEN b.from_age ELSE 200 - b.from_age END LIMIT 1)
  ) THEN
    wrong := 'a_meal_has_its_band';
  END IF;

  -- 5. Kitchens and prices.
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

  -- 6. Each row's draw in the books: its key, its hold, the hold's month, the account it came to.
  IF wrong IS NULL AND EXISTS (
    SELECT FROM fresh f LEFT JOIN ledger_transfer d ON d.key = f.draw LEFT JOIN ledger_transfer h ON h.id = d.hold_id
      LEFT JOIN meals_monthhold m ON m.transfer = h.key LEFT JOIN ledger_account a ON a.id = d.debit_id
    WHERE (d.phase = 'draw' AND d.reverses_id IS NULL AND d.tiyn = f.tiyn
      AND m.voucher_id = f.voucher_id AND m.contract_id = f.contract_id AND m.month = date_trunc('month', f.day)::date
      AND a.code = 'meals:contract:' || f.contract_id || ':payable') IS NOT TRUE
  ) THEN
    wrong := 'a_meal_has_its_draw';
  END IF;
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION 'no such meal: %', replace(wrong, '_', ' ')
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = wrong, TABLE = 'meals_meal';
  END IF;
  RETURN NULL;
END $$;
"""
HOLD = """
CREATE OR REPLACE FUNCTION qala_meals_hold() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
  IF EXISTS (
    SELECT FROM fresh f LEFT JOIN ledger_transfer h ON h.key = f.transfer LEFT JOIN ledger_account a ON a.id = h.debit_id
    WHERE (h.phase = 'hold' AND h.tiyn = f.tiyn AND a.code = 'meals:contract:' || f.contract_id || ':held') IS NOT TRUE
  ) THEN
    RAISE EXCEPTION 'a month is held in the books'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_month_is_held_in_the_books';
  END IF;
  RETURN NULL;
END $$;
"""
KNOWN = {"on_delete": django.db.models.deletion.PROTECT, "db_index": False, "db_constraint": False}


def known(name, to, **options):
    field = models.ForeignKey(to=to, **KNOWN, **{"related_name": "+"} | options)
    return migrations.AlterField(model_name="meal", name=name, field=field)


class Migration(migrations.Migration):
    dependencies = [("meals", "0018_a_price_comes_from_an_agreed_offer")]

    operations = [
        migrations.RunSQL(JUDGE, migrations.RunSQL.noop),
        migrations.RunSQL(HOLD, migrations.RunSQL.noop),
        known("pupil", "roster.pupil", related_name="meals"),
        known("school", "roster.school"),
        known("contract", "meals.contract"),
        known("service", "meals.service"),
        migrations.AlterField("meal", "band", models.SlugField(max_length=20, db_index=False)),
        migrations.AlterField("serviceevent", "reason", models.SlugField(max_length=40, blank=True, db_index=False)),
    ]
