"""The questions as SQL. Each answers school, days, count, threshold, tiyn, what about, and the meals it holds."""
# ruff: noqa: S608 - our own words are put together, values come as parameters

COUNTED = """
WITH counted AS (
  SELECT m.* FROM meals_meal m WHERE m.day BETWEEN %(first)s AND %(last)s
    AND NOT EXISTS (SELECT FROM meals_reversal r WHERE r.meal_id = m.event_id)),
fed AS (
  SELECT school_id, day, count(DISTINCT pupil_id) AS children, sum(tiyn)::bigint AS tiyn, count(*) AS meals
  FROM counted GROUP BY school_id, day)
"""
CAPACITY = COUNTED + """
SELECT f.school_id, f.day, f.day, f.children, most, (f.children - most) * (f.tiyn / f.meals), 'capacity', NULL
FROM fed f JOIN roster_school s ON s.id = f.school_id
CROSS JOIN LATERAL (SELECT s.design_capacity::bigint * s.shifts * %(capacity_permille)s / 1000 AS most) AS built
WHERE f.children > most
"""
# Breakfast here and lunch there are two places too. Each plate elsewhere counts once, with the dearest meal beside it.
TWO_SCHOOLS = COUNTED + """
SELECT school_id, day, day, count(*), 0, sum(tiyn)::bigint, 'two_schools', NULL FROM (
  SELECT e.school_id, e.day, max(m.tiyn) AS tiyn
  FROM meals_serviceevent e JOIN counted m ON m.pupil_id = e.pupil_id AND m.day = e.day AND m.school_id <> e.school_id
  WHERE e.day BETWEEN %(first)s AND %(last)s AND e.outcome <> 'unclaimed'
  GROUP BY e.id, e.school_id, e.day) AS elsewhere
GROUP BY school_id, day
"""
ABSENT = COUNTED + """
SELECT m.school_id, m.day, m.day, count(*), 0, sum(m.tiyn)::bigint, 'absent', array_agg(m.event_id)
FROM counted m JOIN roster_presence p ON p.day = m.day AND p.pupil_id = m.pupil_id AND p.state = 'absent'
WHERE p.day BETWEEN %(first)s AND %(last)s GROUP BY m.school_id, m.day
"""
# Who of the school was there: a class that handed in nothing is unknown, and unknown is not absent. Where all are
# known the day's attendance is the limit, else the factor of those entitled.
ATTENDANCE = COUNTED + """
, known AS (
  SELECT c.school_id, p.day, count(*) AS told, count(*) FILTER (WHERE p.state <> 'absent') AS present
  FROM roster_presence p JOIN roster_schoolclass c ON c.id = p.school_class_id
  WHERE p.day BETWEEN %(first)s AND %(last)s GROUP BY c.school_id, p.day)
SELECT f.school_id, f.day, f.day, f.children - most, most, (f.children - most) * (f.tiyn / f.meals), about, NULL
FROM fed f LEFT JOIN known k ON k.school_id = f.school_id AND k.day = f.day
CROSS JOIN LATERAL (
  SELECT count(*) AS pupils FROM roster_enrolment e JOIN roster_schoolclass c ON c.id = e.school_class_id
  WHERE c.school_id = f.school_id AND e.from_on <= f.day AND f.day < e.until_on) AS enrolled
CROSS JOIN LATERAL (
  SELECT count(*) AS entitled FROM meals_voucher v WHERE v.school_id = f.school_id
    AND v.active_from <= f.day AND (v.ended_on IS NULL OR f.day < v.ended_on)) AS vouchers
CROSS JOIN LATERAL (
  SELECT CASE WHEN coalesce(k.told, 0) >= pupils THEN k.present
    ELSE (2 * entitled * %(attendance_factor_permille)s + 1000) / 2000 END AS most,
  CASE WHEN coalesce(k.told, 0) >= pupils THEN 'attendance' ELSE 'factor' END AS about) AS bound
WHERE f.children > most
"""
CLOSED = COUNTED + """
SELECT m.school_id, m.day, m.day, count(*), 0, sum(m.tiyn)::bigint, 'closed', array_agg(m.event_id)
FROM counted m JOIN unnest(%(closed_schools)s::bigint[], %(closed_days)s::date[]) AS shut (school_id, day)
  ON shut.school_id = m.school_id AND shut.day = m.day
GROUP BY m.school_id, m.day
"""
# Each service by itself: a lunch that varies would hide a breakfast that never does.
FLAT = COUNTED + """
, sat AS (
  SELECT school_id, service_id, day, count(*) AS children, sum(tiyn) AS tiyn FROM counted GROUP BY 1, 2, 3)
SELECT school_id, min(day), max(day), count(*), %(flat_days)s, sum(tiyn)::bigint, 'flat:' || s.slug, NULL
FROM (SELECT *, row_number() OVER (PARTITION BY school_id, service_id ORDER BY day)
        - row_number() OVER (PARTITION BY school_id, service_id, children ORDER BY day) AS run FROM sat) AS runs
JOIN meals_service s ON s.id = service_id
GROUP BY school_id, s.slug, children, run HAVING count(*) >= %(flat_days)s
"""
STRANGERS = COUNTED + """
SELECT m.school_id, m.day, m.day, count(*), 0, sum(m.tiyn)::bigint, 'not_enrolled', array_agg(m.event_id)
FROM counted m WHERE NOT EXISTS (
  SELECT FROM roster_enrolment e JOIN roster_schoolclass c ON c.id = e.school_class_id
  WHERE e.pupil_id = m.pupil_id AND c.school_id = m.school_id AND e.from_on <= m.day AND m.day < e.until_on)
GROUP BY m.school_id, m.day
"""
# A school's meals of a day and service on the average, beside the same month a year ago, or the month before where
# there is none. A service that begins has nothing beside it; one that doubles is asked about though another shrank.
GROWTH = COUNTED + """
, own AS (SELECT school_id, service_id, count(*) / count(DISTINCT day) AS daily, sum(tiyn)::bigint AS tiyn
  FROM counted GROUP BY 1, 2),
past AS (
  SELECT school_id, service_id, date_trunc('month', day)::date AS month, count(*) / count(DISTINCT day) AS daily
  FROM meals_meal m
  WHERE (m.day >= %(year_ago)s AND m.day < %(year_ago)s + interval '1 month'
      OR m.day >= %(before)s AND m.day < %(first)s)
    AND NOT EXISTS (SELECT FROM meals_reversal r WHERE r.meal_id = m.event_id)
  GROUP BY 1, 2, 3),
base AS (SELECT DISTINCT ON (school_id, service_id) * FROM past ORDER BY school_id, service_id, month)
SELECT o.school_id, %(first)s::date, %(last)s::date, o.daily, b.daily * (1000 + %(growth_permille)s) / 1000,
  o.tiyn * (o.daily - b.daily * (1000 + %(growth_permille)s) / 1000)::bigint / o.daily, 'growth:' || s.slug, NULL
FROM own o JOIN base b USING (school_id, service_id) JOIN meals_service s ON s.id = o.service_id
WHERE o.daily * 1000 > b.daily * (1000 + %(growth_permille)s)
"""
EVENTS = """
WITH told AS (
  SELECT e.*, CASE WHEN sheet.id IS NULL THEN t.key::text ELSE 'paper' END AS phone,
    m.tiyn, e.happened_at
    - lag(e.happened_at) OVER (PARTITION BY e.terminal_id ORDER BY e.happened_at, e.sequence) AS pause
  FROM meals_serviceevent e JOIN meals_terminal t ON t.id = e.terminal_id
  LEFT JOIN meals_meal m ON m.event_id = e.id LEFT JOIN meals_papersheet sheet ON sheet.terminal_id = t.id
  WHERE e.day BETWEEN %(first)s AND %(last)s)
"""
FAST = EVENTS + """
SELECT school_id, day, day, count(*), %(fast_scans)s, coalesce(sum(tiyn), 0)::bigint, 'fast:' || phone, NULL
FROM told WHERE pause < %(line_seconds)s * interval '1 second'
GROUP BY school_id, day, phone HAVING count(*) > %(fast_scans)s
"""
HOURS = EVENTS + """
, windows AS (
  SELECT s.id AS service_id, day::date, opens * interval '1 minute' AS opens, closes * interval '1 minute' AS closes
  FROM meals_service s CROSS JOIN generate_series(%(first)s::date, %(last)s::date, interval '1 day') AS day
  CROSS JOIN LATERAL (SELECT value AS opens FROM meals_setting WHERE slug = s.slug || '_opens' AND from_on <= day
    ORDER BY from_on DESC LIMIT 1) AS o
  CROSS JOIN LATERAL (SELECT value AS closes FROM meals_setting WHERE slug = s.slug || '_closes' AND from_on <= day
    ORDER BY from_on DESC LIMIT 1) AS c)
SELECT school_id, day, day, count(*), %(after_hours_scans)s, coalesce(sum(tiyn), 0)::bigint, 'hours:' || phone, NULL
FROM told JOIN windows USING (service_id, day)
CROSS JOIN LATERAL (SELECT (happened_at AT TIME ZONE 'Asia/Almaty') AS clock) AS local
WHERE clock NOT BETWEEN day + opens - %(after_hours_minutes)s * interval '1 minute'
  AND day + closes + %(after_hours_minutes)s * interval '1 minute'
GROUP BY school_id, day, phone HAVING count(*) > %(after_hours_scans)s
"""
ON_TRUST = EVENTS + """
SELECT school_id, %(first)s::date, %(last)s::date, trusted, %(provisional_cap_permille)s, tiyn, 'trust:' || phone, NULL
FROM (SELECT school_id, phone, count(*) AS served, count(*) FILTER (WHERE doubtful) AS trusted,
    coalesce(sum(tiyn) FILTER (WHERE doubtful), 0)::bigint AS tiyn
  FROM (SELECT *, outcome = 'provisional' OR how IN ('teacher', 'paper') AS doubtful FROM told) AS marked
  GROUP BY school_id, phone) AS shares
WHERE trusted > 1 AND trusted * 1000 > served * %(provisional_cap_permille)s
"""
# A denial that was upheld is the best evidence there is: the meal counts here though it was taken back.
DENIED = """
SELECT m.school_id, min(m.day), max(m.day), count(*), %(denials)s, sum(m.tiyn)::bigint, 'denied', NULL
FROM meals_dispute d JOIN meals_meal m ON m.event_id = d.meal_id JOIN roster_pupil p ON p.id = m.pupil_id
WHERE m.day BETWEEN %(first)s AND %(last)s AND d.state <> 'withdrawn' AND d.opened_by IN (
  SELECT 'person:' || g.guardian_id FROM people_guardianship g WHERE g.child_id = p.person_id)
GROUP BY m.school_id HAVING count(*) >= %(denials)s
"""
ONE_HAND = COUNTED + """
SELECT m.school_id, min(m.day), max(m.day), count(*), %(confirmations_by_one)s, sum(m.tiyn)::bigint,
  'confirmed:' || p.decided_by, NULL
FROM meals_provisional p JOIN counted m ON m.event_id = p.event_id WHERE p.state = 'confirmed'
GROUP BY m.school_id, p.decided_by HAVING count(*) >= %(confirmations_by_one)s
"""
QUESTIONS = (
    ("P1", CAPACITY), ("P2", TWO_SCHOOLS), ("P4", ABSENT), ("P4", ATTENDANCE), ("P5", CLOSED), ("P6", FLAT),
    ("P7", STRANGERS), ("P8", GROWTH), ("P9", FAST), ("P9", HOURS), ("P10", ON_TRUST), ("P12", DENIED),
    ("P12", ONE_HAND),
)  # fmt: skip
