"""What a register stands on, from CSV: schools, school years, cards of pupils.

Each row is taken or refused by itself, what is known stays, and a file with nothing good in it, or with more than one
bad row in twenty, changes nothing at all.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from qala.kernel.actors import Actor
from qala.kernel.refusals import Refusal
from qala.kernel.translated import Translated
from qala.roster.actions import found_school, issue_cards, open_year
from qala.roster.loaders.tables import Row, day_of, rows_of, text_of
from qala.roster.models import Pupil, PupilCard, School, SchoolYear
from qala.roster.models.pupils import CARD_CODE
from qala.roster.rules.reading import Refused

SCHOOLS = ("slug", "kk", "ru", "en", "kind", "places", "number", "bin", "shifts", "days_a_week", "from", "key")
YEARS = ("year", "first", "last", "terms", "source")
CARDS = ("pupil_key", "card")


@dataclass
class Taken:
    """How many rows were new, how many known already, and which were refused."""

    new: int = 0
    same: int = 0
    refused: list[Refused] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        good = self.new + self.same
        return not good or len(self.refused) * 20 > good + len(self.refused)

    def refuse(self, row: Row, code: str, about: str) -> None:
        self.refused.append(Refused(row.file, row.line, code, about))


@transaction.atomic
def take_schools(*, by: Actor, octets: bytes, name: str) -> Taken:
    """Found every school of a file that the city does not have by its short name."""
    known = set(School.objects.values_list("organisation__slug", flat=True))
    needed = frozenset({"slug", "kk", "ru", "kind", "places", "from"})
    return _each(octets, name, SCHOOLS, needed, known, lambda row: _found(by, row))


def _found(by: Actor, row: Row) -> None:
    names = Translated(kk=row.get("kk"), ru=row.get("ru"), en=row.get("en"))
    found_school(
        by=by, slug=row.get("slug"), names=names, from_on=_day(row.get("from")), kind=row.get("kind"),
        design_capacity=int(row.get("places")), number=row.get("number"), bin=row.get("bin"),
        shifts=int(row.get("shifts") or 1), days_a_week=int(row.get("days_a_week") or 5), source_id=row.get("key"),
    )  # fmt: skip


@transaction.atomic
def take_years(*, by: Actor, octets: bytes, name: str) -> Taken:
    """Lay out every school year of a file that the city does not have by its name."""
    known = set(SchoolYear.objects.values_list("slug", flat=True))
    return _each(octets, name, YEARS, frozenset(YEARS), known, lambda row: _opened(by, row))


def _opened(by: Actor, row: Row) -> None:
    """Terms are written `2026-09-01..2026-10-25 2026-11-03..2026-12-28`."""
    terms = [tuple(map(_day, term.split(".."))) for term in row.get("terms").split()]
    open_year(
        by=by, slug=row.get("year"), first_on=_day(row.get("first")), last_on=_day(row.get("last")),
        terms=[(first, last) for first, last in terms], source=row.get("source"),
    )  # fmt: skip


def _each(  # noqa: PLR0913, PLR0917 - a file, its columns, what is known, and what to make of a row
    octets: bytes,
    name: str,
    columns: tuple[str, ...],
    needed: frozenset[str],
    known: set[str],
    take: Callable[[Row], None],
) -> Taken:
    taken, first = Taken(), columns[0]
    for row in rows_of(text_of(octets, name), name, {one: one for one in columns}, needed):
        key = row.get(first)
        if key in known:
            taken.same += 1
            continue
        try:
            with transaction.atomic():
                take(row)
        except Refusal as refused:
            taken.refuse(row, refused.code, f"{key}: {refused.reason}")
        except ValueError:
            taken.refuse(row, "unreadable_number", key)
        else:
            known.add(key)
            taken.new += 1
    if taken.is_refused:
        transaction.set_rollback(True)
    return taken


def _day(text: str) -> date:
    day = day_of(text)
    if day is None:
        raise Refusal(text, code="unreadable_day")
    return day


@transaction.atomic
def take_cards(*, by: Actor, octets: bytes, name: str, on: date) -> Taken:
    """Give out every card of a file to the pupil whose key stands beside it. Who carries another keeps that one."""
    taken, new = Taken(), []
    pupils = dict(Pupil.objects.exclude(source_id="").values_list("source_id", "pk"))
    owners = dict(PupilCard.objects.values_list("code", "pupil"))
    carrying = set(PupilCard.objects.filter(withdrawn_on=None).values_list("pupil", flat=True))
    for row in rows_of(text_of(octets, name), name, {one: one for one in CARDS}, frozenset(CARDS)):
        pupil, code = pupils.get(row.get("pupil_key")), row.get("card")
        if pupil is not None and owners.get(code) == pupil and pupil in carrying:
            taken.same += 1
        elif fault := _fault(pupil, code, owners, carrying):
            taken.refuse(row, fault, row.get("pupil_key"))
        else:
            assert pupil is not None
            new.append((pupil, code))
            owners[code] = pupil
            carrying.add(pupil)
    taken.new = len(new)
    if new and not taken.is_refused:
        issue_cards(by=by, cards=new, on=on)
    return taken


def _fault(pupil: int | None, code: str, owners: dict[str, int], carrying: set[int]) -> str:
    if pupil is None:
        return "unknown_pupil_key"
    if not CARD_CODE.fullmatch(code):
        return "wrong_card_code"
    if code in owners:
        return "card_taken"
    return "has_card" if pupil in carrying else ""
