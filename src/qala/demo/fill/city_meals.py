"""Meals of the full-size city: a school's month is one portion, written whole or not at all.

Two or more workers take schools one after another. Stop it at any moment (Ctrl-C): the next run goes on with the
portions that are missing. Events are really signed and chained; they go in by the bulk door
(docs/decisions/demo-loads.md).
"""

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections, transaction

from qala.demo.city.frame import SEED, dice
from qala.demo.city.lunches import presses
from qala.demo.fill import former
from qala.demo.fill.city_kitchens import list_children, officer, sign_contracts, year_of
from qala.demo.fill.ground import LOADER
from qala.demo.fill.kitchens import at
from qala.demo.fill.lunches import Phone, cards_of, eaters_of, phone_of
from qala.demo.fill.months import YEAR_BEGINS, disk_for, insist_on_disk
from qala.demo.fill.settling import days_are_over
from qala.demo.models import Portion
from qala.kernel.clock import today
from qala.meals.actions.months import open_month
from qala.meals.actions.pictures import paint_month
from qala.meals.actions.serving import Loaded, load_queue
from qala.meals.queries.pictures import due
from qala.meals.queries.signed import Signed
from qala.meals.rules.months import last_of
from qala.roster.models import School
from qala.roster.queries import open_days

ILL = 0.03
#: Who signs a queue in this very process looks at one signature in so many; anyone may check all of them later.
CHECK_EACH = 50
Say = Callable[[str], None]
Told = tuple[str, date, int, float]


def missing(months: Sequence[date]) -> list[tuple[int, date]]:
    """Portions that have not moved in, by school."""
    there = set(Portion.objects.values_list("school", "month"))
    schools = School.objects.order_by("pk").values_list("pk", flat=True)
    return [(school, month) for school in schools for month in months if (school, month) not in there]


def weigh(months: Sequence[date], say: Say, *, is_city_there: bool, schools: int = 300) -> None:
    """Say what these months take of the disk, and refuse where it is not there."""
    count = School.objects.count() if is_city_there else schools
    every = count * len(months)
    lacking = len(missing(months)) if is_city_there else every
    need = disk_for(lacking, of=every, months=len(months), folder=Path(settings.VAR), is_city_there=is_city_there)
    say(f"Meals: {len(months)} months, {lacking} of {every} school-months to come, {need}")
    if lacking:
        insist_on_disk(need)


def feed_city(months: Sequence[date], say: Say, workers: int | None = None) -> int:
    """Bring in what is missing of these months; returns how many events came in."""
    lacking = missing(months)
    if not lacking:
        return 0
    began, years = time.monotonic(), {year_of(month) for month in months} | {YEAR_BEGINS.year}
    former.open_years(years)
    sign_contracts(SEED, years)
    schools = sorted({school for school, _month in lacking})
    events = done = 0
    for name, month, count, seconds in _told(schools, months, workers or max(2, os.cpu_count() or 2)):
        events, done = events + count, done + 1
        if done % 20 == 0 or done == len(lacking):
            past = time.monotonic() - began
            left = past / done * (len(lacking) - done)
            say(
                f"  {done} of {len(lacking)} school-months, {events} presses, {events / past:.0f} a second, "
                f"about {left / 60:.0f} min left ({name}, {month:%Y-%m}: {seconds:.1f} s)"
            )
    days_are_over()
    return events


def count_months(months: Sequence[date], say: Say) -> None:
    """Count what the pages of these months and of this one show, as a city's night does."""
    for month in due({*months, today().replace(day=1)}):
        say(f"Counting {month:%Y-%m} for everybody")
        paint_month(by=LOADER, month=month)


def _told(schools: Sequence[int], months: Sequence[date], workers: int) -> Iterator[Told]:
    """Share the schools out among processes of our own. One that is interrupted ends with its portion undone."""
    jobs = [(school, tuple(months)) for school in schools]
    if workers == 1:
        for job in jobs:
            yield from feed_school(job)
        return
    connections.close_all()
    with get_context("fork").Pool(min(workers, len(jobs)), initializer=_alone) as pool:
        for told in pool.imap_unordered(feed_school, jobs):
            yield from told
        pool.close()
        pool.join()


def _alone() -> None:
    """The parent hears Ctrl-C and ends its workers; whatever they were writing is rolled back."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for one in connections.settings.values():
        one.get("OPTIONS", {}).pop("pool", None)


def feed_school(job: tuple[int, tuple[date, ...]]) -> list[Told]:
    """Lists, vouchers, money and meals of one school, a transaction for each month."""
    pk, months = job
    school, keeper, found = School.objects.select_related("organisation").get(pk=pk), officer(), []
    former.teach(SEED, school, {year_of(month) for month in months})
    with transaction.atomic():
        list_children(SEED, school, [month for month in months if year_of(month) == former.YEAR], keeper)
        former.end_vouchers(school)
        listed = [*months, today().replace(day=1)]
        list_children(SEED, school, [month for month in listed if year_of(month) != former.YEAR], keeper)
    done = set(Portion.objects.filter(school=pk).values_list("month", flat=True))
    for month in sorted(set(months) - done):
        began = time.monotonic()
        loaded = serve_month(school, month, keeper)
        found.append((str(school), month, loaded.events, time.monotonic() - began))
    return found


def serve_month(school: School, month: date, keeper: Any) -> Loaded:
    """Hold the month's money, sign what the counter saw, load it, and write down that this portion is in.

    Holding locks the contract's money, and neighbours share a contract: it has a short transaction of its own.
    """
    open_month(by=keeper, school=school, month=month, at=at(month, 7))
    with transaction.atomic():
        phone = phone_of(SEED, school)
        loaded = load_queue(
            by=LOADER, terminal=phone.terminal, signed=list(_presses(school, month, phone)), check_each=CHECK_EACH
        )
        Portion.objects.create(school=school.pk, month=month, events=loaded.events, meals=loaded.meals)
    return loaded


def _presses(school: School, month: date, phone: Phone) -> Iterator[Signed]:
    eaters, cards = eaters_of(school, year_of(month)), cards_of(school)
    for day in open_days(school, month, min(last_of(month), today())):
        random = dice(SEED, "ill", school.pk, day.isoformat())
        ill = {pupil for pupil in eaters if random.random() < ILL}
        for told in presses(SEED, school.pk, day, eaters, ill):
            yield phone.press(told, cards.get(told.pupil or 0, ""))
