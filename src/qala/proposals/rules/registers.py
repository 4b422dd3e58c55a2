"""What a register of categories and ready texts may hold: bounds, steps that speak, places to fill."""

import re
from dataclasses import dataclass

from qala.kernel.translated import Translated

#: The category of everything that has none: never out of use.
CATCH_ALL = "other"
#: How far and how long back a twin is looked for (assumption: a street's end, a year).
RADIUS_M = range(10, 5_001)
DAYS_BACK = range(1, 366)
#: Steps in which an officer writes to the author and may begin with a ready text.
SPEAKING = ("plan", "redate", "explain", "refuse", "forward", "withdraw", "extend", "reply")
SLUG = re.compile(r"[a-z][a-z0-9_]{1,39}")
TEMPLATE_SLUG = re.compile(r"[a-z][a-z0-9-]{1,49}")
PHONE = re.compile(r"[0-9 +()-]{2,20}")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in braces: what is put there, and an invented example."""

    means: Translated
    example: Translated


def _same(text: str) -> Translated:
    return Translated(kk=text, ru=text, en=text)


SLOTS: dict[str, Slot] = {
    "number": Slot(
        Translated(kk="өтініштің нөмірі", ru="номер обращения", en="number of the case"), _same("26-004217")
    ),
    "place": Slot(
        Translated(kk="көше не орын", ru="улица или место", en="street or place"),
        Translated(kk="Тәуке хан даңғылы", ru="проспект Тауке хана", en="Tauke Khan Avenue"),
    ),
    "category": Slot(
        Translated(kk="санаты", ru="категория", en="category"),
        Translated(kk="Көше жарығы", ru="Уличное освещение", en="Street light"),
    ),
    "department": Slot(
        Translated(kk="жауапты бөлім", ru="ответственный отдел", en="department that answers"),
        Translated(kk="Жарық бөлімі", ru="Отдел освещения", en="Lighting department"),
    ),
    "day": Slot(
        Translated(kk="соңғы уәде күні", ru="последний обещанный день", en="day promised last"),
        Translated(kk="2026 ж. 23 қараша", ru="23 ноября 2026 г.", en="23 November 2026"),
    ),
    "money": Slot(
        Translated(kk="ақша көзі", ru="источник денег", en="where the money comes from"),
        Translated(
            kk="Қала бюджеті, 451 бағдарлама", ru="Бюджет города, программа 451", en="City budget, programme 451"
        ),
    ),
    "received": Slot(
        Translated(kk="тіркелген күні", ru="день регистрации", en="day it was registered"),
        Translated(kk="2026 ж. 9 қараша", ru="9 ноября 2026 г.", en="9 November 2026"),
    ),
}
