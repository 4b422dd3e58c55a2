"""Works and digs of the invented city: what each is for and how far it has come. One of every state, and a few more."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WorksPlan:
    """Works: why, upper layers and base in cm, how far along `COURSE`, what becomes of their guarantee."""

    why: str
    reach: str
    top_cm: int = 5
    base_cm: int = 0
    guarantee: str = ""


@dataclass(frozen=True, slots=True)
class DigPlan:
    """A dig: what for, m², how far along `DUG`, whether it is an emergency, over which works (by place in `WORKS`)."""

    purpose: str
    reach: str
    area_m2: int = 12
    emergency: bool = False
    over: int | None = None


@dataclass(frozen=True, slots=True)
class PastPlan:
    """Works of earlier years by their paper act: why, how many days ago, years of guarantee, what became of it."""

    why: str
    days_ago: int
    years: int
    guarantee: str


PAST = (
    PastPlan("Мектеп алдындағы көше, жаңа төсем", 500, 3, "running"),
    PastPlan("Улица у парка, выравнивающий слой", 1_130, 3, "running"),
    PastPlan("Базар маңындағы көше, төсем ауыстыру", 1_500, 4, "survey_due"),
    PastPlan("Проспект, средний ремонт", 1_700, 3, "released"),
)
"""The term of the second is over, and nobody has gone to look yet."""
COURSE = ("need", "candidate", "programmed", "designed", "tendered", "contracted", "in_work", "accepted")
WORKS = (
    WorksPlan("Төсемде торлы жарықтар, қыста су кіреді", "need"),
    WorksPlan("Колея у остановки, автобусы объезжают", "need", 8),
    WorksPlan("Қиыршық төсем шаң, екі мектепке барар жол", "candidate", 10, 15),
    WorksPlan("Покрытие 1998 года, заплата на заплате", "programmed", 10),
    WorksPlan("Сүт базарына апаратын жол шөккен", "designed", 12, 20),
    WorksPlan("Разрушены кромки, вода стоит у домов", "tendered", 6),
    WorksPlan("Аурухана алдындағы шұңқырлар", "contracted", 5),
    WorksPlan("Новый слой на подъезде к школе", "in_work", 5),
    WorksPlan("Төсем ауыстыру, материал сынағы өтпеді", "failed", 8),
    WorksPlan("Қиылыс, бәрі дайын, қабылдауды күтіп тұр", "proven", 5),
    WorksPlan("Ремонт ждёт замены водопровода", "suspended", 8),
    WorksPlan("Даңғылдың бір бөлігі, жаңа төсем", "accepted", 10, 0, "running"),
    WorksPlan("Переулок у рынка, новый слой", "accepted", 5, 0, "claimed"),
    WorksPlan("Көпірге шығар жол", "accepted", 6, 0, "fixed"),
    WorksPlan("Улица у вокзала, новое покрытие", "accepted", 12, 20, "disputed"),
    WorksPlan("Осы жылы қаражат бөлінбеді", "cancelled", 5),
)
DUG = (
    "requested",
    "conflict_checked",
    "permitted",
    "opened",
    "backfilled",
    "temporary_cover",
    "permanent_cover",
    "inspected",
)
DIGS = (
    DigPlan("Су құбырына қосылу", "requested"),
    DigPlan("Замена участка канализации", "requested", 64),
    DigPlan("Жаңа үйге су тарту", "conflict_checked", 18, over=11),
    DigPlan("Ввод водопровода в детский сад", "permitted"),
    DigPlan("Ескі құбырды ауыстыру", "opened", 30),
    DigPlan("Подключение дома", "backfilled"),
    DigPlan("Су өлшеуіш құдығы", "temporary_cover"),
    DigPlan("Перенос колодца", "permanent_cover"),
    DigPlan("Өрт гидрантын қосу", "inspected"),
    DigPlan("Подключение отложено заявителем", "withdrawn"),
    DigPlan("Құбыр жарылды", "emergency", 9, emergency=True, over=11),
)
REASON = "Үйлер сусыз қалады. Дома останутся без воды."
