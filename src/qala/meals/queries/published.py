"""What everybody may read of a month of meals: sums by school and supplier, and who was left out. One statement each.

No child's row leaves this module: children are only counted, and what is small stands withheld (`rules/withholding`).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from qala.kernel.clock import today
from qala.ledger.queries.crowds import told_whole, untold
from qala.meals.models import Contract, Service
from qala.meals.queries.settings import setting
from qala.meals.rules.months import last_of, month_after
from qala.meals.rules.withholding import NOBODY, Ages, Group, Named, Publication, as_sealed, publication
from qala.people.models import Organisation

#: What the log may have sealed. A meal is counted after its draw, so the books are asked about the latest ones only.
TOLD = """(m.counted_at < %(told)s
  OR (SELECT d.recorded_at FROM ledger_transfer d WHERE d.key = m.draw) < %(told)s)"""
SERVED = f"""
SELECT supplier.slug, school.slug, m.day, m.band, m.tiyn, count(*), count(DISTINCT m.pupil_id),
       CASE WHEN count(DISTINCT m.pupil_id) < %(least)s THEN array_agg(DISTINCT m.pupil_id) END
FROM meals_meal m
JOIN meals_contract c ON c.id = m.contract_id JOIN people_organisation supplier ON supplier.id = c.supplier_id
JOIN roster_school s ON s.id = m.school_id JOIN people_organisation school ON school.id = s.organisation_id
WHERE m.day >= %(first)s AND m.day < %(until)s
  AND {TOLD} AND NOT EXISTS (SELECT 1 FROM meals_reversal r WHERE r.meal_id = m.event_id)
  AND (%(school)s::text IS NULL OR school.slug = %(school)s)
GROUP BY 1, 2, 3, 4, 5 ORDER BY 2, 3, 4, 1, 5
"""  # noqa: S608 - both are ours
UNPAID = f"""
SELECT supplier.slug, school.slug, m.tiyn, count(*), count(DISTINCT m.pupil_id),
       CASE WHEN count(DISTINCT m.pupil_id) < %(least)s THEN array_agg(DISTINCT m.pupil_id) END
FROM meals_meal m
JOIN meals_contract c ON c.id = m.contract_id JOIN people_organisation supplier ON supplier.id = c.supplier_id
JOIN roster_school s ON s.id = m.school_id JOIN people_organisation school ON school.id = s.organisation_id
WHERE m.day >= %(first)s AND m.day < %(until)s
  AND {TOLD} AND NOT EXISTS (SELECT 1 FROM meals_reversal r WHERE r.meal_id = m.event_id)
  AND NOT EXISTS (SELECT 1 FROM meals_paidline l JOIN meals_payment p ON p.id = l.payment_id
                  WHERE l.meal_id = m.event_id AND p.paid_at IS NOT NULL)
GROUP BY 1, 2, 3
"""  # noqa: S608 - likewise
RETURNED = """
SELECT supplier.slug, school.slug, h.tiyn, count(*), sum(h.tiyn), bool_and(h.closed_at IS NOT NULL),
       count(DISTINCT v.pupil_id),
       CASE WHEN count(DISTINCT v.pupil_id) < %(least)s THEN array_agg(DISTINCT v.pupil_id) END
FROM meals_monthhold h JOIN meals_voucher v ON v.id = h.voucher_id
JOIN meals_contract c ON c.id = h.contract_id JOIN people_organisation supplier ON supplier.id = c.supplier_id
JOIN roster_school s ON s.id = v.school_id JOIN people_organisation school ON school.id = s.organisation_id
WHERE h.month = %(first)s AND (%(school)s::text IS NULL OR school.slug = %(school)s)
GROUP BY 1, 2, 3
"""
LEFT_OUT = f"""
WITH entitled AS (
  SELECT e.pupil_id, c.school_id, NOT bool_or(c.grade BETWEEN 1 AND %(grade)s) AS older
  FROM roster_enrolment e JOIN roster_schoolclass c ON c.id = e.school_class_id
  WHERE e.from_on <= %(on)s AND e.until_on > %(on)s AND (c.grade BETWEEN 1 AND %(grade)s OR EXISTS (
    SELECT 1 FROM meals_proof p WHERE p.pupil_id = e.pupil_id AND p.from_on <= %(on)s
      AND (p.until_on IS NULL OR p.until_on > %(on)s)))
  GROUP BY 1, 2),
listed AS (
  SELECT l.pupil_id, t.school_id, l.basis <> 'grade' AS older
  FROM meals_listline l JOIN meals_entitlementlist t ON t.id = l.list_id
  WHERE t.month = %(first)s AND t.state = 'in_force' AND l.removed_because = ''),
fed AS (
  SELECT DISTINCT m.pupil_id, m.school_id FROM meals_meal m
  WHERE m.day >= %(first)s AND m.day < %(until)s
    AND {TOLD} AND NOT EXISTS (SELECT 1 FROM meals_reversal r WHERE r.meal_id = m.event_id))
SELECT o.slug, coalesce(entitled.older, listed.older), count(entitled.pupil_id), count(listed.pupil_id),
       count(*) FILTER (WHERE entitled.pupil_id IS NOT NULL AND listed.pupil_id IS NULL),
       count(*) FILTER (WHERE listed.pupil_id IS NOT NULL AND fed.pupil_id IS NULL)
FROM entitled FULL JOIN listed USING (pupil_id, school_id) LEFT JOIN fed USING (pupil_id, school_id)
JOIN roster_school s ON s.id = school_id JOIN people_organisation o ON o.id = s.organisation_id
GROUP BY 1, 2
"""  # noqa: S608 - likewise; a plate on trust is no meal before somebody looked
PRESSES = """
SELECT o.slug, count(*), count(*) FILTER (WHERE e.outcome = 'provisional'), count(*) FILTER (WHERE e.how = 'paper')
FROM meals_serviceevent e JOIN roster_school s ON s.id = e.school_id
JOIN people_organisation o ON o.id = s.organisation_id
WHERE e.day >= %(first)s AND e.day < %(until)s AND e.outcome <> 'unclaimed' AND e.received_at < %(told)s
GROUP BY 1
"""
FLAGS = """
SELECT o.slug, count(*), count(*) FILTER (WHERE f.answer = ''), count(*) FILTER (WHERE f.answer = 'explained')
FROM meals_flag f JOIN roster_school s ON s.id = f.school_id JOIN people_organisation o ON o.id = s.organisation_id
WHERE f.day >= %(first)s AND f.day < %(until)s GROUP BY 1
"""


@dataclass(frozen=True)
class LeftOut:
    """Children of a school who should eat free and do not: of the free grades, and older ones, who have a category."""

    entitled: Ages = NOBODY
    listed: Ages = NOBODY
    unlisted: Ages = NOBODY
    unserved: Ages = NOBODY


@dataclass(frozen=True)
class Counted:
    """Questions and presses of a school's month."""

    presses: int = 0
    provisional: int = 0
    flags: int = 0
    flags_open: int = 0
    flags_explained: int = 0
    paper: int = 0

    @property
    def paper_share(self) -> float | None:
        return self.paper / self.presses if self.presses else None

    @property
    def provisional_share(self) -> float | None:
        return self.provisional / self.presses if self.presses else None


def rows(statement: str, month: date, **facts: Any) -> list[tuple[Any, ...]]:
    """The rows of one of the statements above for a month."""
    asked = {"first": month, "until": month_after(month), "school": None} | facts
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return list(cursor.fetchall())


def served(month: date, told: datetime, least: int, school: str | None = None) -> list[Group]:
    """Meals that count, by supplier, school, day and band. `told`: of those written before (`told_before`)."""
    found = rows(SERVED, month, told=told, least=least, school=school)
    return [
        Group((supplier, place, day.isoformat()), band, price, meals, children, frozenset(who or ()))
        for supplier, place, day, band, price, meals, children, who in found
    ]


def published(groups: Iterable[Group], month: date, told: datetime) -> Publication:
    """What may be told of the served meals of a month: what the log names."""
    named: dict[Named, int] = defaultdict(int)
    for header, price, count in told_whole("meal", month, told):
        named[str(header["school"]), str(header["day"]), str(header["band"]), price] += count
    return as_sealed(groups, named, is_priced=not untold("meal", month, told)[0])


def unpaid(month: date, told: datetime, least: int) -> Publication:
    """Meals that are not paid yet, by supplier and school: small ones would tell a dispute of a few."""
    groups = [
        Group((supplier, place), "", price, meals, children, frozenset(who or ()))
        for supplier, place, price, meals, children, who in rows(UNPAID, month, told=told, least=least)
    ]
    return publication(groups, least, 31 * max(1, Service.objects.count()))


def held(
    month: date, least: int, school: str | None = None
) -> tuple[Publication, set[tuple[str, ...]]]:
    """Money that was held, by supplier and school, and the nodes whose month is closed, so that the rest returned."""
    groups: list[Group] = []
    closed: set[tuple[str, ...]] = set()
    running: set[tuple[str, ...]] = set()
    found = rows(RETURNED, month, least=least, school=school)
    for supplier, place, price, count, _tiyn, is_closed, children, who in found:
        groups.append(Group((supplier, place), "", price, count, children, frozenset(who or ())))
        (closed if is_closed else running).update([(supplier, place), (supplier,), ()])
    return publication(groups, least), closed - running


def left_out(month: date, told: datetime) -> dict[str, LeftOut]:
    """Who is entitled, listed, and without a meal that counts before `told`: as of today, or of the month's end."""
    on = max(month, min(today(), last_of(month)))
    found = rows(LEFT_OUT, month, told=told, on=on, grade=setting("last_free_grade", on))
    counts: dict[str, list[list[int]]] = defaultdict(lambda: [[0, 0] for _ in range(4)])
    for slug, is_older, *row in found:
        for pair, count in zip(counts[slug], row, strict=True):
            pair[is_older] = count
    return {slug: LeftOut(*(Ages(*pair) for pair in pairs)) for slug, pairs in counts.items()}


def counted(month: date, before: datetime) -> dict[str, Counted]:
    """Presses that came before, provisional ones among them, and flags by school."""
    told: dict[str, list[int]] = defaultdict(lambda: [0] * 6)
    for slug, presses, provisional, paper in rows(PRESSES, month, told=before):
        told[slug][:2], told[slug][5] = [presses, provisional], paper
    for slug, flags, waiting, explained in rows(FLAGS, month):
        told[slug][2:5] = [flags, waiting, explained]
    return {slug: Counted(*counts) for slug, counts in told.items()}


def names(slugs: Iterable[str]) -> dict[str, str]:
    """Names of schools and suppliers in the reader's language."""
    return {row.slug: str(row.name) for row in Organisation.objects.filter(slug__in=set(slugs))}


def suppliers_at(month: date) -> dict[str, str]:
    """Who cooks at a school in a month (the latest, where it changed)."""
    kitchens = (
        Contract.objects.filter(kitchens__from_on__lte=last_of(month), kitchens__until_on__gte=month)
        .order_by("kitchens__from_on")
        .values_list("kitchens__school__organisation__slug", "supplier__slug")
    )
    return dict(kitchens)
