"""A million stored cases by set-based SQL, as the owner: indexes and foreign keys go first and come back after."""

import struct
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from django.db import connections
from figures import say
from ground import SOUTH, WEST, WIDE, Ground
from words import Text, Words, shaken, tails

from qala.proposals.understanding.embedding import NAME

TABLES = ("proposals_proposal", "proposals_statement", "proposals_step", "proposals_support", "proposals_meaning")
STORIES_EVERY = 10
"""One case in so many has its steps and its decision: those are the pages that are opened."""

_CASES = """
INSERT INTO proposals_proposal (id, uid, track, kind, channel, state, visibility, quarantined_for, language, identity,
  by_minor, hops, accepted_by, category_id, placard_id, landmark_id, district_id, longitude, latitude, received_at,
  registered_on, due_on, promised_on, department_id, triaged_at, answered_at, claimed_at, confirmed_at, closed_at)
SELECT g, gen_random_uuid(), CASE WHEN g %% 5 = 0 THEN 'appeal' ELSE 'signal' END, 'proposal',
  CASE WHEN at_spot THEN 'placard' ELSE 'site' END, state,
  CASE WHEN g %% 100 = 1 THEN 'hidden' WHEN g %% 17 = 0 THEN 'outline' ELSE 'public' END, '', t.language,
  CASE WHEN g %% 5 = 0 THEN 'unconfirmed' ELSE 'anonymous' END, false, 0, 'job:proposals.bench', t.category,
  CASE WHEN at_spot THEN s.placard END, CASE WHEN at_spot THEN s.landmark END, s.district,
  CASE WHEN s.landmark IS NOT NULL OR NOT at_spot THEN s.longitude + aside * (random() - 0.5) END,
  CASE WHEN s.landmark IS NOT NULL OR NOT at_spot THEN s.latitude + aside * (random() - 0.5) END,
  at, on_day, on_day + 21, on_day + 21,
  CASE WHEN state IN ('received', 'triaged') THEN NULL ELSE (%(departments)s)[1 + g %% 8] END,
  CASE WHEN state <> 'received' THEN at + interval '1 day' END,
  CASE WHEN state IN ('fixed_claimed', 'confirmed', 'explained') THEN at + interval '9 days' END,
  CASE WHEN state IN ('fixed_claimed', 'confirmed') THEN at + interval '9 days' END,
  CASE WHEN state = 'confirmed' THEN at + interval '11 days' END,
  CASE WHEN state IN ('confirmed', 'explained') THEN at + interval '11 days' END
FROM (
  SELECT g, at, (at AT TIME ZONE 'Asia/Almaty')::date AS on_day, luck < 0.7 AS at_spot, CASE WHEN luck < 0.7 THEN 0.0004 ELSE 0.004 END AS aside,
    1 + floor(%(texts)s * random())::int AS text_n, 1 + floor(%(spots)s * power(random(), 1.6))::int AS spot_n,
    CASE WHEN age < interval '2 days' THEN 'received'
         WHEN age < interval '30 days' THEN (ARRAY['received','triaged','assigned','in_work','in_work','confirmed'])[1 + floor(6 * random())::int]
         ELSE (ARRAY['in_work','explained','explained','confirmed','confirmed','confirmed','confirmed','fixed_claimed','confirmed','confirmed'])[1 + floor(10 * random())::int]
    END AS state
  FROM (
    SELECT g, now() - (%(cases)s - g + 1) * (interval '730 days' / %(cases)s) AS at,
      (%(cases)s - g + 1) * (interval '730 days' / %(cases)s) AS age, random() AS luck
    FROM generate_series(1, %(cases)s) AS g OFFSET 0
  ) AS days OFFSET 0
) AS drawn
JOIN bench_text t ON t.n = text_n JOIN bench_spot s ON s.n = spot_n
"""  # noqa: E501 - a table of shares reads best in one line
_STATEMENTS = """
INSERT INTO proposals_statement (proposal_id, text, public_text, place_text, spelling, embedded_at, suggested)
SELECT id, said, said, '', spelled, received_at, '[]' FROM (
  SELECT p.id, p.received_at, t.text || ' ' || e.text AS said, t.spelling || ' ' || e.spelling AS spelled
  FROM (
    SELECT id, received_at, category_id, language, 1 + floor(%(tails)s * random())::int AS tail_n,
      row_number() OVER (PARTITION BY category_id, language) AS k
    FROM proposals_proposal OFFSET 0
  ) AS p
  JOIN bench_text_of t ON t.category = p.category_id AND t.language = p.language AND t.k = p.k %% t.many
  JOIN bench_tail e ON e.n = tail_n
) AS rows
"""
_STEPS = """
INSERT INTO proposals_step (proposal_id, verb, before, after, at, by)
SELECT id, verb, before, after, least(received_at + late, now()), 'job:proposals.bench'
FROM proposals_proposal, (VALUES
  ('triage', 'received', 'triaged', interval '1 day', '{triaged,assigned,in_work,fixed_claimed,confirmed,explained}'::text[]),
  ('assign', 'triaged', 'assigned', interval '25 hours', '{assigned,in_work,fixed_claimed,confirmed}'),
  ('start', 'assigned', 'in_work', interval '3 days', '{in_work,fixed_claimed,confirmed}'),
  ('claim_fixed', 'in_work', 'fixed_claimed', interval '9 days', '{fixed_claimed,confirmed}'),
  ('confirm', 'fixed_claimed', 'confirmed', interval '11 days', '{confirmed}'),
  ('explain', 'triaged', 'explained', interval '9 days', '{explained}')
) AS told (verb, before, after, late, states)
WHERE id %% %(every)s = 0 AND state = ANY(states) ORDER BY id, late
"""  # noqa: E501
_DECISIONS = """
INSERT INTO proposals_decision (proposal_id, kind, ground, reason, translation, act_number, signed_by, signed_at,
  forwarded_to, their_number)
SELECT id, 'explained', '', '{"kk": "Жұмыс жоспары қаралды, жауап осы.", "ru": "План работ рассмотрен, ответ таков."}',
  '{}', 'B-' || id, 'job:proposals.bench', answered_at, '', ''
FROM proposals_proposal WHERE id %% %(every)s = 0 AND state = 'explained'
"""
_SUPPORTS = """
INSERT INTO proposals_support (proposal_id, device, at)
SELECT id, md5(id::text || n), received_at + n * interval '1 hour'
FROM proposals_proposal, generate_series(1, 3) AS n WHERE id %% 7 = 0 AND visibility <> 'hidden'
"""


def stored(cases: int, words: Words, ground: Ground) -> None:
    """Make the cases; the planner is told, the sequences follow."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET synchronous_commit = off; SET maintenance_work_mem = '768MB'; SET work_mem = '128MB'")
        cursor.execute("SET max_parallel_maintenance_workers = 2; SELECT setseed(0.42)")
        _small_tables(cursor, words.texts, ground)
        back = _bared(cursor)
        told = {
            "cases": cases, "texts": len(words.texts), "spots": len(ground.placards), "tails": len(tails()),
            "departments": [one.pk for one in ground.departments], "every": STORIES_EVERY,
        }  # fmt: skip
        for name, statement in (("cases", _CASES), ("words", _STATEMENTS), ("steps", _STEPS),
                                ("decisions", _DECISIONS), ("supports", _SUPPORTS)):  # fmt: skip
            cursor.execute(statement, told)
            say(f"{cursor.rowcount:,} {name}")
        for line in back:
            cursor.execute(line)
        say("indexes and keys are back")
        cursor.execute("SELECT setval(pg_get_serial_sequence('proposals_proposal', 'id'), %s)", [cases])
        cursor.execute("SET synchronous_commit = on")


def settled() -> None:
    """Statistics for the planner, visibility for index-only scans, and everything on the disk."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def _small_tables(cursor: Any, texts: Sequence[Text], ground: Ground) -> None:
    cursor.execute(
        "CREATE TEMP TABLE bench_text (n int PRIMARY KEY, text text, category text, language text, spelling text);"
        "CREATE TEMP TABLE bench_tail (n int PRIMARY KEY, text text, spelling text);"
        "CREATE TEMP TABLE bench_spot (n int PRIMARY KEY, placard bigint, landmark bigint, district text,"
        " longitude float8, latitude float8)"
    )
    rows = [(n, one.text, one.category, one.language, one.spelling) for n, one in enumerate(texts, 1)]
    _copied(cursor, "bench_text", rows)
    _copied(cursor, "bench_tail", [(n, one.text, one.spelling) for n, one in enumerate(tails(), 1)])
    _copied(cursor, "bench_spot", list(_spots(ground)))
    cursor.execute(
        "CREATE TEMP TABLE bench_text_of AS SELECT *, row_number() OVER w - 1 AS k,"
        " count(*) OVER (PARTITION BY category, language) AS many FROM bench_text"
        " WINDOW w AS (PARTITION BY category, language ORDER BY n);"
        "ANALYZE bench_text; ANALYZE bench_tail; ANALYZE bench_spot; ANALYZE bench_text_of"
    )


def _spots(ground: Ground) -> Iterator[tuple[Any, ...]]:
    middle = SOUTH + 0.07
    for n, one in enumerate(ground.placards, 1):
        place = one.landmark
        longitude, latitude = place.point if place else (WEST + WIDE * (n % 97) / 97, middle + 0.05 * (n % 13) / 13)
        yield n, one.pk, place.pk if place else None, place.district_id if place else None, longitude, latitude


def _copied(cursor: Any, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _bared(cursor: Any) -> list[str]:
    """Drop indexes, foreign keys and two checks of the past of the great tables; gives the lines that bring them back.

    Only every so-many-th of the million cases has its steps, and none a line in the journal: they would be refused.
    """
    cursor.execute(
        "SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),"
        " format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))"
        " FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s)",
        [list(TABLES)],
    )
    keys = cursor.fetchall()
    cursor.execute(
        "SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid::regclass::text = ANY(%s) AND NOT indisprimary AND indrelid::regclass::text <> ALL(%s)"
        " AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)",
        [list(TABLES), ["proposals_meaning", "proposals_step"]],  # a step looks for the one before it
    )
    indexes = cursor.fetchall()
    cursor.execute(
        "SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass), pg_get_triggerdef(oid) FROM pg_trigger"
        " WHERE tgname IN ('state_begins_with_steps', 'a_step_is_in_the_journal')"
    )
    births = cursor.fetchall()
    for drop, _add in (*births, *keys, *indexes):
        cursor.execute(drop)
    return [add for _drop, add in (*indexes, *keys, *births)]


def vectors(count: int, texts: Sequence[Text]) -> int:
    """Vectors for the newest cases, each near a really embedded text; then the index over them."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT to_regclass('proposals_meaning')")
        if cursor.fetchone()[0] is None:
            return 0
        cursor.execute("SELECT id, language FROM proposals_proposal ORDER BY id DESC LIMIT %s", [count])
        cases = cursor.fetchall()
        cursor.execute("DROP INDEX proposals_by_meaning")
        cursor.execute("SET maintenance_work_mem = '768MB'; SET synchronous_commit = off")
        columns = "proposal_id, language, vector, model"
        with cursor.copy(f"COPY proposals_meaning ({columns}) FROM STDIN (FORMAT binary)") as copy:
            copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
            for row in _near(cases, texts):
                copy.write(row)
            copy.write(b"\xff\xff")
        say(f"{len(cases):,} vectors; building their index")
        cursor.execute("CREATE INDEX proposals_by_meaning ON proposals_meaning USING hnsw (vector vector_cosine_ops)")
        cursor.execute("SET synchronous_commit = on")
    return len(cases)


def _near(cases: Sequence[tuple[int, str]], texts: Sequence[Text]) -> Iterator[bytes]:
    noise, model = np.random.default_rng(7), NAME.encode()
    real = [one.vector for one in texts if one.vector is not None]
    for pk, language in cases:
        moved = shaken(real[pk % len(real)], 0.35, noise)
        vector = struct.pack(">hh", len(moved), 0) + moved.astype(">f4").tobytes()
        parts = (struct.pack(">q", pk), language.encode(), vector, model)
        yield struct.pack(">h", 4) + b"".join(struct.pack(">i", len(part)) + part for part in parts)
