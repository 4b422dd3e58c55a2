# ruff: noqa: E501 - a table of columns in three languages
"""Open data: every case the public may see, row by row, without a word that is not public already.

The schema is the one source: columns, types, meanings and the page that documents them are read from `FIELDS`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from qala.kernel.clock import local
from qala.kernel.translated import Translated
from qala.proposals.models import Channel, Proposal, Topic, Track, Visibility
from qala.proposals.queries import outcomes
from qala.proposals.queries.listing import supports_count
from qala.proposals.rules.outcomes import Outcome
from qala.proposals.rules.process import WORKFLOW

LICENCE = {"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}
CHUNK = 2_000
PLACES = 4  # decimals of a degree: about ten metres, so that no door is pointed at


@dataclass(frozen=True)
class Field:
    """One column: its name, its type in Table Schema, what it means, how it is read from a case."""

    name: str
    type: str
    meaning: Translated
    value: Callable[[Any], Any]
    enum: tuple[str, ...] = ()
    required: bool = False

    def as_schema(self) -> dict[str, Any]:
        """The field as Table Schema writes it."""
        told: dict[str, Any] = {"name": self.name, "type": self.type, "description": self.meaning.in_language()}
        constraints: dict[str, Any] = {}
        if self.required:
            constraints["required"] = True
        if self.enum:
            constraints["enum"] = list(self.enum)
        if self.name == "number":
            constraints |= {"unique": True, "pattern": r"\d{2}-\d{6,}"}
        return told | ({"constraints": constraints} if constraints else {})


def _day(name: str) -> Callable[[Any], str | None]:
    def read(case: Any) -> str | None:
        at = getattr(case, name)
        return local(at).date().isoformat() if at else None

    return read


def _on(name: str) -> Callable[[Any], str | None]:
    return lambda case: day.isoformat() if (day := getattr(case, name)) else None


def _degrees(name: str) -> Callable[[Any], float | None]:
    return lambda case: None if (told := getattr(case, name)) is None else round(told, PLACES)


def _text(case: Any) -> str | None:
    is_open = case.visibility == Visibility.PUBLIC and case.erased_at is None
    return case.statement.public_text if is_open and hasattr(case, "statement") else None


def _w(kk: str, ru: str, en: str) -> Translated:
    return Translated(kk, ru, en)


FIELDS = (
    Field("number", "string", _w("Талон нөмірі", "Номер талона", "Number of the talon"), lambda c: c.number, required=True),
    Field("received_on", "date", _w("Түскен күні", "День получения", "Day of receipt"), _day("received_at"), required=True),
    Field("registered_on", "date", _w("Тіркелген күні", "День регистрации", "Day of registration"), _on("registered_on"), required=True),
    Field("track", "string", _w("Белгі не ресми өтініш", "Сигнал или официальное обращение", "Signal, or official appeal"), lambda c: c.track, tuple(Track.values), required=True),
    Field("channel", "string", _w("Қалай түсті", "Как пришло", "How it came"), lambda c: c.channel, tuple(Channel.values), required=True),
    Field("language", "string", _w("Мәтін тілі", "Язык текста", "Language of the text"), lambda c: c.language, ("kk", "ru", "en")),
    Field("category", "string", _w("Санаты", "Категория", "Category"), lambda c: c.category_id),
    Field("topic", "string", _w("Тақырыбы", "Тема", "Topic"), lambda c: c.category.topic if c.category else None, tuple(Topic.values)),
    Field("district", "string", _w("Аудан, КАТО коды", "Район, код КАТО", "District, code of KATO"), lambda c: c.district_id),
    Field("street", "integer", _w("Көше, тізілімдегі кілті", "Улица, ключ в реестре", "Street, its key in the register"), lambda c: c.street_id),
    Field("landmark", "integer", _w("Нысан, тізілімдегі кілті", "Объект, ключ в реестре", "Landmark, its key in the register"), lambda c: c.landmark_id),
    Field("longitude", "number", _w("Бойлық, он метрге дейін дөңгелектелген", "Долгота, округлена до десяти метров", "Longitude, rounded to ten metres"), _degrees("longitude")),
    Field("latitude", "number", _w("Ендік, он метрге дейін дөңгелектелген", "Широта, округлена до десяти метров", "Latitude, rounded to ten metres"), _degrees("latitude")),
    Field("state", "string", _w("Қай сатыда", "Состояние", "Where it stands"), lambda c: c.state, tuple(WORKFLOW.states), required=True),
    Field("outcome", "string", _w("Нәтижесі, әр істе біреу ғана", "Итог, у каждого дела один", "What came of it, one for each case"), lambda c: c.outcome, tuple(one.value for one in Outcome), required=True),
    Field("department", "string", _w("Жауапты бөлім", "Ответственный отдел", "Department in charge"), lambda c: c.department.slug if c.department else None),
    Field("hops", "integer", _w("Неше рет берілді", "Сколько раз передавали", "How often it was handed on"), lambda c: c.hops, required=True),
    Field("due_on", "date", _w("Жауаптың соңғы күні", "Последний день ответа", "Last day for an answer"), _on("due_on")),
    Field("promised_on", "date", _w("Уәде етілген күн", "Обещанный день", "Promised day"), _on("promised_on")),
    Field("answered_on", "date", _w("Алғашқы жауап", "Первый ответ", "First answer"), _day("answered_at")),
    Field("claimed_on", "date", _w("«Бітті» деген күн", "Заявлено как сделанное", "Claimed as done"), _day("claimed_at")),
    Field("confirmed_on", "date", _w("Басқа адам растаған күн", "Подтверждено другим человеком", "Confirmed by somebody else"), _day("confirmed_at")),
    Field("supports", "integer", _w("«Мен де» дегендер", "Сколько сказали «и я»", "How many said “me too”"), lambda c: c.voices, required=True),
    Field("text", "string", _w("Көпшілікке ашық, жеке деректер жасырылған мәтін", "Открытый текст, личное скрыто", "Public words, private ones masked"), _text),
)  # fmt: skip
NAMES = tuple(field.name for field in FIELDS)


def rows_of(cases: QuerySet[Proposal]) -> Iterator[dict[str, Any]]:
    """Rows of these cases in constant memory: a cursor on the server, a chunk at a time."""
    read = cases.select_related("category", "department", "statement").annotate(
        outcome=outcomes.outcome_word(), voices=supports_count()
    )
    for case in read.iterator(CHUNK):
        yield {field.name: field.value(case) for field in FIELDS}


def table_schema() -> dict[str, Any]:
    """The columns as a Table Schema (specs.frictionlessdata.io)."""
    return {"fields": [field.as_schema() for field in FIELDS], "primaryKey": "number", "missingValues": [""]}


def package(base: str, title: str) -> dict[str, Any]:
    """The descriptor of the data package; `base` is the address of its folder."""
    resource = {"profile": "tabular-data-resource", "encoding": "utf-8", "schema": f"{base}schema.json"}
    return {
        "profile": "data-package",
        "name": "qala-proposals",
        "title": title,
        "licenses": [LICENCE],
        "resources": [
            resource | {"name": "cases", "path": f"{base}cases.csv", "format": "csv", "mediatype": "text/csv"},
            resource | {"name": "cases-json", "path": f"{base}cases.json", "format": "json", "mediatype": "application/json"},
        ],
    }
