"""The works order: a small object with an executor, a due day, a money source and evidence.

It may carry the opaque reference of another part's work. Money itself lives in other parts.
"""

from dataclasses import dataclass
from datetime import date

from qala.kernel.translated import Translated
from qala.kernel.workflow import Workflow

#: Works stand under cases that somebody answers for.
ORDERED_IN = ("assigned", "in_work", "planned")
WORKS_WORDS = {
    "ordered": Translated(kk="Тапсырылды", ru="Заказано", en="Ordered"),
    "in_work": Translated(kk="Орындалуда", ru="Выполняется", en="Being done"),
    "claimed": Translated(kk="Бітті дейді", ru="Заявлено как сделанное", en="Said to be done"),
    "accepted": Translated(kk="Қабылданды", ru="Принято", en="Accepted"),
    "returned": Translated(kk="Түзетуге қайтарылды", ru="Возвращено на доработку", en="Returned"),
    "cancelled": Translated(kk="Тоқтатылды", ru="Отменено", en="Cancelled"),
}

WORKS_VERBS = {
    "start": Translated(kk="Орындауға алу", ru="Взять в работу", en="Start the order"),
    "claim": Translated(kk="Бітті деп хабарлау", ru="Сообщить, что готово", en="Say it is ready"),
    "accept": Translated(kk="Жұмысты қабылдау", ru="Принять работу", en="Accept the works"),
    "return": Translated(kk="Түзетуге қайтару", ru="Вернуть на доработку", en="Send it back"),
    "cancel": Translated(kk="Тапсырысты тоқтату", ru="Отменить заказ", en="Cancel the order"),
}

WORKS = Workflow(
    "works_order",
    rows=[
        ("ordered", "start", "in_work"),
        ("ordered", "cancel", "cancelled"),
        ("in_work", "claim", "claimed"),
        ("in_work", "cancel", "cancelled"),
        ("claimed", "accept", "accepted"),
        ("claimed", "return", "returned"),
        ("returned", "claim", "claimed"),
        ("returned", "cancel", "cancelled"),
        ("accepted", "return", "returned"),
    ],
    start="ordered",
    words={**WORKS_WORDS, **WORKS_VERBS},
)


@dataclass(frozen=True)
class Promise:
    """What an accepted proposal must name: who, when, from which money; without money, the review day."""

    owner: str
    due_on: date | None
    money_source: str = ""
    review_on: date | None = None

    @property
    def is_funded(self) -> bool:
        return bool(self.money_source)

    def problems(self, today: date) -> tuple[str, ...]:
        """Slugs of what is missing; empty when the promise may be given."""
        found = []
        if not self.owner:
            found.append("owner_missing")
        if self.is_funded and self.due_on is None:
            found.append("date_missing")
        if self.due_on is not None and self.due_on < today:
            found.append("date_in_the_past")
        if not self.is_funded and self.review_on is None:
            found.append("review_date_missing")
        if self.review_on is not None and self.review_on < today:
            found.append("review_date_in_the_past")
        return tuple(found)


def may_claim(*, has_photo: bool, has_act: bool, place_known: bool) -> tuple[str, ...]:
    """What the executor still owes before saying "done": a photo or an act, and a place; empty when enough."""
    found = []
    if not (has_photo or has_act):
        found.append("evidence_missing")
    if not place_known:
        found.append("place_missing")
    return tuple(found)
