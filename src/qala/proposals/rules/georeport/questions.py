"""What we ask beyond the description, by category: few questions, each of use to whoever drives out."""

from dataclasses import dataclass

from qala.kernel.translated import Translated
from qala.proposals.rules.georeport.nouns import Attribute, ServiceDefinition


@dataclass(frozen=True)
class Question:
    """One question with its answers, in three languages."""

    code: str
    words: Translated
    datatype: str = "string"
    required: bool = False
    values: tuple[tuple[str, Translated], ...] = ()


_HOW_MANY = (
    ("one", Translated(kk="Бір шам", ru="Один фонарь", en="One lamp")),
    ("some", Translated(kk="Бірнеше шам", ru="Несколько фонарей", en="Several lamps")),
    ("street", Translated(kk="Бүкіл көше", ru="Вся улица", en="The whole street")),
)
_YES_NO = (("yes", Translated(kk="Иә", ru="Да", en="Yes")), ("no", Translated(kk="Жоқ", ru="Нет", en="No")))
_OUTAGE = (
    ("flat", Translated(kk="Бір пәтер", ru="Одна квартира", en="One flat")),
    ("house", Translated(kk="Бүкіл үй", ru="Весь дом", en="The whole house")),
    ("block", Translated(kk="Бірнеше үй", ru="Несколько домов", en="Several houses")),
)
_WHAT_LIES = (
    ("household", Translated(kk="Тұрмыстық қоқыс", ru="Бытовой мусор", en="Household rubbish")),
    ("building", Translated(kk="Құрылыс қоқысы", ru="Строительный мусор", en="Building rubble")),
    ("tyres", Translated(kk="Дөңгелектер", ru="Покрышки", en="Tyres")),
    ("danger", Translated(kk="Қауіпті қалдық", ru="Опасные отходы", en="Dangerous waste")),
)

QUESTIONS: dict[str, tuple[Question, ...]] = {
    "bus_service": (
        Question("route", Translated(kk="Бағыт нөмірі", ru="Номер маршрута", en="Route number"), required=True),
        Question("at", Translated(kk="Қай кезде болды", ru="Когда это было", en="When it happened"), "datetime"),
    ),
    "street_light": (
        Question(
            "how_many",
            Translated(kk="Неше шам жанбайды", ru="Сколько не горит", en="How many are dark"),
            "singlevaluelist",
            values=_HOW_MANY,
        ),
    ),
    "water_supply": (
        Question("reach", Translated(kk="Кімде су жоқ", ru="У кого нет воды", en="Who has no water"),
                 "singlevaluelist", values=_OUTAGE),
    ),
    "electricity": (
        Question("reach", Translated(kk="Кімде жарық жоқ", ru="У кого нет света", en="Who has no power"),
                 "singlevaluelist", values=_OUTAGE),
    ),
    "stray_animals": (
        Question("attacked", Translated(kk="Біреуге шапты ма", ru="Нападали на людей", en="Did they attack anyone"),
                 "singlevaluelist", values=_YES_NO),
        Question("how_many", Translated(kk="Нешеу", ru="Сколько их", en="How many"), "number"),
    ),
    "dumping": (
        Question("what", Translated(kk="Не жатыр", ru="Что лежит", en="What lies there"),
                 "multivaluelist", values=_WHAT_LIES),
    ),
}  # fmt: skip


def definition_of(code: str, language: str) -> ServiceDefinition:
    """The questions of one service in one language."""
    asked = QUESTIONS.get(code, ())
    return ServiceDefinition(
        code,
        tuple(
            Attribute(
                code=one.code,
                datatype=one.datatype,
                required=one.required,
                order=place,
                description=one.words.get(language),
                values=tuple((key, name.get(language)) for key, name in one.values),
            )
            for place, one in enumerate(asked, start=1)
        ),
    )


def answered(code: str, given: dict[str, tuple[str, ...]], language: str) -> list[str]:
    """The answers as lines for the officer: «Бағыт нөмірі: 12». What nobody asked is left to the machine."""
    lines = []
    for one in QUESTIONS.get(code, ()):
        names = {key: name.get(language) for key, name in one.values}
        said = [names.get(value, value) for value in given.get(one.code, ())]
        if said:
            lines.append(f"{one.words.get(language)}: {', '.join(said)}")
    return lines
