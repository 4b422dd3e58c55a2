from datetime import date, datetime
from decimal import Decimal

import pytest

from qala.ui import speech

TODAY = date(2026, 11, 23)


def plain(text):
    return text.replace(speech.NBSP, " ").replace(speech.THIN, " ")


@pytest.mark.parametrize(
    ("language", "words"),
    [("kk", "2026 ж. 23 қараша"), ("ru", "23 ноября 2026 г."), ("en", "23 November 2026")],
)
def test_a_day_is_said_as_people_say_it(language, words):
    assert plain(speech.day_words(TODAY, language)) == words


@pytest.mark.parametrize(
    ("language", "words"), [("kk", "2026 ж. қараша"), ("ru", "ноябрь 2026 г."), ("en", "November 2026")]
)
def test_a_month_alone_is_said_as_people_say_it(language, words):
    assert plain(speech.month_words(TODAY, language)) == words


@pytest.mark.parametrize(
    ("left", "due", "language", "words", "urgency"),
    [
        (2, date(2026, 12, 5), "en", "2 working days left, until Saturday 5 December", "soon"),
        (1, date(2026, 11, 24), "en", "1 working day left, until Tuesday 24 November", "soon"),
        (12, date(2026, 12, 9), "en", "12 working days left, until Wednesday 9 December", "calm"),
        (2, date(2026, 12, 4), "ru", "осталось 2 рабочих дня, до пятницы, 4 декабря", "soon"),
        (1, date(2026, 11, 24), "ru", "остался 1 рабочий день, до вторника, 24 ноября", "soon"),
        (5, date(2026, 11, 30), "ru", "осталось 5 рабочих дней, до понедельника, 30 ноября", "calm"),
        (21, date(2026, 12, 22), "ru", "остался 21 рабочий день, до вторника, 22 декабря", "calm"),
        (2, date(2026, 12, 4), "kk", "2 жұмыс күні қалды, жұма, 4 желтоқсанға дейін", "soon"),
        (20, date(2027, 1, 6), "kk", "20 жұмыс күні қалды, 2027 ж. сәрсенбі, 6 қаңтарға дейін", "calm"),
        (0, TODAY, "kk", "бүгін соңғы күн", "soon"),
        (0, TODAY, "ru", "сегодня последний день", "soon"),
        (-1, date(2026, 11, 20), "ru", "просрочено на 1 рабочий день: срок был до пятницы, 20 ноября", "late"),
        (-3, date(2026, 11, 18), "en", "3 working days overdue: it was due on Wednesday 18 November", "late"),
    ],
)
def test_a_deadline_counts_working_days(left, due, language, words, urgency):
    told = speech.deadline(left, due, language, today=TODAY)
    assert (plain(told.words), told.urgency) == (words, urgency)


@pytest.mark.parametrize("clock", ["paused", "met", "missed"])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_clock_that_does_not_run_says_so(clock, language):
    told = speech.deadline(4, date(2026, 12, 4), language, today=TODAY, clock=clock)
    assert told.urgency == {"paused": "paused", "met": "met", "missed": "late"}[clock]
    assert ("4" in told.words) == (clock == "paused")


def test_russian_has_three_forms():
    forms = [speech.plural(n, "день", "дня", "дней") for n in (0, 1, 2, 4, 5, 11, 12, 14, 21, 22, 25, 101, 111, 112)]
    assert forms == ["дней", "день", "дня", "дня", "дней", "дней", "дней", "дней", "день", "дня", "дней", "день", "дней", "дней"]


@pytest.mark.parametrize(
    ("value", "language", "words"),
    [
        (1986, "kk", "1 986"), (1234567.5, "ru", "1 234 567,5"), (1234567.5, "en", "1 234 567.5"),
        (Decimal("-0.50"), "kk", "−0,5"), (0, "ru", "0"), (100, "kk", "100"),
    ],
)
def test_numbers_keep_their_thousands_apart(value, language, words):
    assert plain(speech.number_words(value, language)) == words


def test_a_share_is_a_percentage():
    assert plain(speech.percent_words(0.964, "kk", 1)) == "96,4 %"
    assert speech.percent_words(0.964, "en", 1) == "96.4%"
    assert speech.percent_words(Decimal(1), "en") == "100%"


def test_a_size_is_read_at_a_glance():
    assert plain(speech.size_words(2_400_000, "ru")) == "2,4 МБ"
    assert plain(speech.size_words(340_000, "en")) == "340 kB"
    assert plain(speech.size_words(1, "kk")) == "1 кБ"


def test_the_months_until_which_one_waits_belong_to_their_months():
    for month, until in zip(speech.MONTHS["kk"], speech.MONTHS_UNTIL_KK, strict=True):
        assert until.startswith(month)


def test_a_moment_names_day_and_minute():
    assert plain(speech.moment_words(datetime(2026, 11, 23, 9, 5), "ru")) == "23 ноября 2026 г., 09:05"
