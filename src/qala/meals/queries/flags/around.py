"""Questions about what stands around the meals: children who move, suppliers who are tied, food that comes back."""
# ruff: noqa: S608 - our own words are put together, values come as parameters

from qala.meals.queries.flags.sentences import COUNTED

#: Offices that order, count or check meals: who speaks for a supplier should hold none, nor share a child with one.
OFFICES = ("education_department", "auditor", "school_director", "social_pedagogue", "class_teacher")

MOVED = COUNTED + """
, seats AS (
  SELECT e.pupil_id, e.from_on, c.school_id, c.year_id,
    lag(c.school_id) OVER (PARTITION BY e.pupil_id ORDER BY e.from_on, e.id) AS came_from
  FROM roster_enrolment e JOIN roster_schoolclass c ON c.id = e.school_class_id
  WHERE e.left_reason <> 'mistake'),
moved AS (
  SELECT * FROM seats WHERE came_from <> school_id AND from_on > %(last)s - interval '1 year' AND from_on <= %(last)s)
"""
# A child who changed schools as often within a year, and ate here in the month.
MOVES = MOVED + """
SELECT m.school_id, %(first)s::date, %(last)s::date, count(DISTINCT m.pupil_id), %(moves_a_year)s,
  sum(m.tiyn)::bigint, 'moves', NULL
FROM counted m JOIN (
  SELECT pupil_id FROM moved GROUP BY pupil_id HAVING count(*) >= %(moves_a_year)s) AS often USING (pupil_id)
GROUP BY m.school_id
"""
# Many children who came from other schools within the month, the first fortnight of the school year left out.
ARRIVALS = MOVED + """
SELECT came.school_id, %(first)s::date, %(last)s::date, came.children, most, coalesce(ate.tiyn, 0)::bigint,
  'arrivals', NULL
FROM (
  SELECT m.school_id, count(DISTINCT m.pupil_id) AS children FROM moved m JOIN roster_schoolyear y ON y.id = m.year_id
  WHERE m.from_on >= %(first)s AND m.from_on > y.first_on + 14 GROUP BY m.school_id) AS came
CROSS JOIN LATERAL (
  SELECT count(*) * %(arrivals_permille)s / 1000 AS most FROM roster_enrolment e
  JOIN roster_schoolclass c ON c.id = e.school_class_id
  WHERE c.school_id = came.school_id AND e.from_on <= %(last)s AND %(last)s < e.until_on) AS pupils
LEFT JOIN (
  SELECT c.school_id, sum(c.tiyn) AS tiyn FROM counted c JOIN moved m
    ON m.pupil_id = c.pupil_id AND m.school_id = c.school_id AND m.from_on >= %(first)s
  GROUP BY c.school_id) AS ate ON ate.school_id = came.school_id
WHERE came.children > most AND came.children >= %(moves_a_year)s
"""
# Who speaks for a supplier in a span of days, or founded it, also stands behind another one, shares a phone or an
# e-mail with somebody who does, holds an office over meals, or answers for one child together with somebody who does.
TIED = """
in_office AS (
  SELECT person_id, organisation_id, role FROM people_appointment
  WHERE from_on <= %(last)s AND (until_on IS NULL OR until_on > %(first)s)),
speaks AS (SELECT DISTINCT person_id, organisation_id FROM in_office WHERE role = 'supplier'),
official AS (SELECT DISTINCT person_id FROM in_office WHERE role = ANY(%(offices)s)),
founded AS (
  SELECT f.supplier_id AS organisation_id, f.bin, f.fingerprint, i.person_id FROM meals_founder f
  LEFT JOIN people_identity i ON i.iin_fingerprint = f.fingerprint AND i.confirmed_at IS NOT NULL
  WHERE f.from_on <= %(last)s AND (f.until_on IS NULL OR f.until_on > %(first)s)),
behind AS (
  SELECT person_id, organisation_id, '' AS how FROM speaks
  UNION SELECT person_id, organisation_id, 'founder_' FROM founded WHERE person_id IS NOT NULL),
pairs AS (
  SELECT one.supplier_id AS one, other.supplier_id AS other, 'same_account' AS tie FROM meals_contract one
  JOIN meals_contract other ON other.iban = one.iban AND one.iban <> '' AND other.supplier_id <> one.supplier_id
  UNION
  SELECT one.organisation_id, other.organisation_id, 'same_person' FROM speaks one
  JOIN speaks other ON other.person_id = one.person_id AND other.organisation_id <> one.organisation_id
  UNION
  SELECT one.organisation_id, other.organisation_id, 'same_contact' FROM speaks one
  JOIN people_contact c ON c.person_id = one.person_id
  JOIN people_contact d ON d.kind = c.kind AND d.value = c.value AND d.person_id <> c.person_id
  JOIN speaks other ON other.person_id = d.person_id AND other.organisation_id <> one.organisation_id
  UNION
  SELECT one.organisation_id, other.organisation_id, 'same_founder' FROM founded one
  JOIN founded other ON other.organisation_id <> one.organisation_id
    AND (other.bin, other.fingerprint) = (one.bin, one.fingerprint)
  UNION
  SELECT one.organisation_id, other.organisation_id, 'founder_speaks' FROM founded one
  JOIN speaks other ON other.person_id = one.person_id AND other.organisation_id <> one.organisation_id
  UNION
  SELECT one.organisation_id, other.id, 'founder_supplies' FROM founded one
  JOIN people_organisation other ON other.bin = one.bin AND one.bin <> ''
  WHERE EXISTS (SELECT FROM meals_contract k WHERE k.supplier_id = other.id)),
ties AS (
  SELECT one, other, tie FROM pairs
  UNION
  SELECT other, one, tie FROM pairs
  UNION
  SELECT organisation_id, NULL, how || 'official' FROM behind JOIN official USING (person_id)
  UNION
  SELECT b.organisation_id, NULL, b.how || 'family' FROM behind b
  JOIN people_guardianship g ON g.guardian_id = b.person_id
  JOIN people_guardianship h ON h.child_id = g.child_id AND h.guardian_id <> g.guardian_id
  JOIN official o ON o.person_id = h.guardian_id)
"""
TIES = COUNTED + ", " + TIED + """
, cooking AS (
  SELECT m.school_id, k.supplier_id, count(*) AS meals, sum(m.tiyn)::bigint AS tiyn
  FROM counted m JOIN meals_contract k ON k.id = m.contract_id GROUP BY m.school_id, k.supplier_id)
SELECT k.school_id, %(first)s::date, %(last)s::date, k.meals, 0, k.tiyn, t.tie || ':' || k.supplier_id, NULL
FROM cooking k JOIN (SELECT DISTINCT one, tie FROM ties) AS t ON t.one = k.supplier_id
"""
# More came back from the tables, a meal, than the limit: more was claimed than eaten, or the food is not eaten.
LEFTOVERS = COUNTED + """
, weighed AS (
  SELECT DISTINCT ON (school_id, day, service_id) school_id, day, service_id, grams FROM meals_leftover
  WHERE day BETWEEN %(first)s AND %(last)s ORDER BY school_id, day, service_id, version DESC),
served AS (
  SELECT school_id, day, service_id, count(*) AS meals, sum(tiyn)::bigint AS tiyn FROM counted
  GROUP BY school_id, day, service_id)
SELECT w.school_id, w.day, w.day, w.grams / s.meals, %(leftover_grams)s, s.tiyn, 'leftovers:' || v.slug, NULL
FROM weighed w JOIN served s USING (school_id, day, service_id) JOIN meals_service v ON v.id = w.service_id
WHERE w.grams > s.meals * %(leftover_grams)s
"""
AROUND = (("P3", MOVES), ("P3", ARRIVALS), ("P11", TIES), ("P13", LEFTOVERS))
