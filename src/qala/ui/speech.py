"""Dates, numbers and deadlines as people say them in Kazakh, Russian and English. Pure: no Django, no clock."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

THIN = "\u202f"  # narrow space that does not break: between thousands
NBSP = "\u00a0"

Clock = Literal["running", "paused", "met", "missed"]

MONTHS = {
    "kk": [
        "қаңтар",
        "ақпан",
        "наурыз",
        "сәуір",
        "мамыр",
        "маусым",
        "шілде",
        "тамыз",
        "қыркүйек",
        "қазан",
        "қараша",
        "желтоқсан",
    ],
    "ru": [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
# A month alone stands in the nominative.
MONTHS_ALONE_RU = [
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
]
# «… дейін» asks for the dative.
MONTHS_UNTIL_KK = [
    "қаңтарға",
    "ақпанға",
    "наурызға",
    "сәуірге",
    "мамырға",
    "маусымға",
    "шілдеге",
    "тамызға",
    "қыркүйекке",
    "қазанға",
    "қарашаға",
    "желтоқсанға",
]
WEEKDAYS = {
    "kk": ["дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі", "жексенбі"],
    "ru": ["понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
WEEKDAYS_UNTIL_RU = ["понедельника", "вторника", "среды", "четверга", "пятницы", "субботы", "воскресенья"]


def language_of(code: str) -> str:
    """One of kk, ru, en; anything else reads Kazakh."""
    short = code[:2]
    return short if short in MONTHS else "kk"


def day_words(day: date, language: str, *, year: bool = True) -> str:
    """«2026 ж. 23 қараша», «23 ноября 2026 г.», "23 November 2026"."""
    language = language_of(language)
    words = f"{day.day}{NBSP}{MONTHS[language][day.month - 1]}"
    if not year:
        return words
    if language == "kk":
        return f"{day.year}{NBSP}ж. {words}"
    return f"{words} {day.year}{NBSP}г." if language == "ru" else f"{words} {day.year}"


def month_words(day: date, language: str) -> str:
    """«2026 ж. қараша», «ноябрь 2026 г.», "November 2026"."""
    language = language_of(language)
    if language == "kk":
        return f"{day.year}{NBSP}ж. {MONTHS['kk'][day.month - 1]}"
    if language == "ru":
        return f"{MONTHS_ALONE_RU[day.month - 1]} {day.year}{NBSP}г."
    return f"{MONTHS['en'][day.month - 1]} {day.year}"


def moment_words(moment: datetime, language: str) -> str:
    """The day and the minute on the city's clock, as given."""
    return f"{day_words(moment.date(), language)}, {moment:%H:%M}"


def until_words(day: date, language: str, *, today: date) -> str:
    """«жұма, 5 желтоқсанға дейін», «до пятницы, 5 декабря», "until Friday 5 December"."""
    language = language_of(language)
    year = day.year != today.year
    if language == "kk":
        words = f"{WEEKDAYS['kk'][day.weekday()]}, {day.day}{NBSP}{MONTHS_UNTIL_KK[day.month - 1]} дейін"
        return f"{day.year}{NBSP}ж. {words}" if year else words
    if language == "ru":
        return f"до {WEEKDAYS_UNTIL_RU[day.weekday()]}, {day_words(day, 'ru', year=year)}"
    return f"until {WEEKDAYS['en'][day.weekday()]} {day_words(day, 'en', year=year)}"


def plural(number: int, one: str, few: str, many: str) -> str:
    """The Russian form for a whole number: 1 день, 2 дня, 5 дней, 11 дней, 21 день."""
    number = abs(number)
    if number % 10 == 1 and number % 100 != 11:
        return one
    if number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14}:
        return few
    return many


@dataclass(frozen=True)
class Deadline:
    """A deadline ready for a page: the words, and how urgent it is."""

    words: str
    urgency: Literal["calm", "soon", "late", "met", "paused"]


SOON_DAYS = 3


def deadline(left: int, due: date, language: str, *, today: date, clock: Clock = "running") -> Deadline:
    """What is left of a legal term. `left` counts working days after today; 0 is the last day, below 0 is overdue."""
    language = language_of(language)
    until = until_words(due, language, today=today)
    if clock == "met":
        return Deadline(
            {"kk": "мерзімінде жауап берілді", "ru": "отвечено в срок", "en": "answered in time"}[language], "met"
        )
    if clock == "missed":
        late = {"kk": "мерзімінен кеш жауап берілді", "ru": "отвечено позже срока", "en": "answered late"}[language]
        return Deadline(late, "late")
    if clock == "paused":
        return Deadline(_paused(left, language), "paused")
    if left < 0:
        return Deadline(_overdue(-left, until, language), "late")
    if left == 0:
        last = {"kk": "бүгін соңғы күн", "ru": "сегодня последний день", "en": "today is the last day"}[language]
        return Deadline(last, "soon")
    return Deadline(f"{_left(left, language)}, {until}", "soon" if left <= SOON_DAYS else "calm")


def working_days(number: int, language: str) -> str:
    """«2 жұмыс күні», «2 рабочих дня», "2 working days"."""
    language = language_of(language)
    if language == "kk":
        return f"{number}{NBSP}жұмыс күні"
    if language == "ru":
        return f"{number}{NBSP}" + plural(number, "рабочий день", "рабочих дня", "рабочих дней")
    return f"{number}{NBSP}working {'day' if number == 1 else 'days'}"


def _left(number: int, language: str) -> str:
    days = working_days(number, language)
    if language == "kk":
        return f"{days} қалды"
    if language == "ru":
        return f"{plural(number, 'остался', 'осталось', 'осталось')} {days}"
    return f"{days} left"


def _overdue(number: int, until: str, language: str) -> str:
    days = working_days(number, language)
    if language == "kk":
        return f"мерзімі {days} бұрын өтті: {until} еді"
    if language == "ru":
        return f"просрочено на {days}: срок был {until}"
    return f"{days} overdue: it was due {until.replace('until ', 'on ')}"


def _paused(left: int, language: str) -> str:
    days = working_days(max(left, 0), language)
    return {
        "kk": f"мерзім тоқтатылды, {days} сақталды",
        "ru": f"срок приостановлен, в запасе {days}",
        "en": f"the clock is paused with {days} in hand",
    }[language]


def number_words(number: float | Decimal, language: str, places: int | None = None) -> str:
    """A number with thin spaces between thousands and the language's decimal sign; a real minus sign."""
    value = Decimal(str(number))
    text = f"{abs(value):,.{places}f}" if places is not None else f"{abs(value):,f}"
    whole, _, rest = text.partition(".")
    if places is None:
        rest = rest.rstrip("0")
    sign = "−" if value < 0 and text.strip("0,.") else ""
    point = "." if language_of(language) == "en" else ","
    return sign + whole.replace(",", THIN) + (point + rest if rest else "")


def percent_words(share: float | Decimal, language: str, places: int = 0) -> str:
    """A share of one as «87 %» (a thin space before the sign in Kazakh and Russian, none in English)."""
    number = number_words(Decimal(str(share)) * 100, language, places)
    return f"{number}%" if language_of(language) == "en" else f"{number}{THIN}%"


def size_words(size: int, language: str) -> str:
    """A file's size: «2,4 МБ», «340 кБ»."""
    language = language_of(language)
    units = ("kB", "MB") if language == "en" else ("кБ", "МБ")
    if size < 1_000_000:
        return f"{number_words(max(1, round(size / 1000)), language)}{NBSP}{units[0]}"
    return f"{number_words(Decimal(size) / 1_000_000, language, 1)}{NBSP}{units[1]}"
