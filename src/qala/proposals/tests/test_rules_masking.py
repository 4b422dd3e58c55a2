"""The public copy: what points at a person is hidden, what points at a place stays."""

import csv
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qala.proposals.rules.masking import HIDDEN_WORDS, Hidden, mask, passes_luhn
from qala.proposals.tests.shared import shared_file

CARD = "4111111111111111"


@pytest.mark.parametrize(
    ("text", "public", "kind"),
    [
        ("ИИН 660726259909 қарап беріңіз", "ИИН ••• қарап беріңіз", "iin"),
        ("ЖСН 660726 259909.", "ЖСН •••.", "iin"),
        ("иин 660-726-259-909", "иин •••", "iin"),
        ("٦٦٠٧٢٦٢٥٩٩٠٩", "•••", "iin"),
        ("6607\u200b2625\u200b9909", "•••", "iin"),
        (f"карта {CARD}", "карта •••", "card"),
        ("карта 4111 1111 1111 1111, спасибо", "карта •••, спасибо", "card"),
        ("счёт 41111111111111112", "счёт •••", "number"),
        ("Звоните +7 701 123-45-67!", "Звоните •••!", "phone"),
        ("8(725) 253 12 45", "•••", "phone"),
        ("87011234567 Айгүл", "••• Айгүл", "phone"),
        ("менің нөмірім 701 123 45 67", "менің нөмірім •••", "phone"),
        ("тел. 53-12-45", "тел. •••", "phone"),
        ("+998 90 123 45 67", "•••", "phone"),
        ("пишите aigul.s@mail.kz", "пишите •••", "email"),
        ("telegram @aigul_s", "telegram •••", "handle"),
        ("ул. Тауке хана 12, кв. 45", "ул. Тауке хана 12, кв. •••", "flat"),
        ("Тәуке хан 12, 45-пәтер", "Тәуке хан 12, •••-пәтер", "flat"),
        ("үй 5, пәтер 12а", "үй 5, пәтер •••", "flat"),
        ("house 5, apt 7", "house 5, apt •••", "flat"),
        ("дом 5, 12-кв", "дом 5, •••-кв", "flat"),
        ("в 12 квартире шум", "в ••• квартире шум", "flat"),
        ("машина 123 ABC 17 на тротуаре", "машина ••• на тротуаре", "plate"),
        ("машина 123АВС17", "машина •••", "plate"),
        ("стоит 077abx17", "стоит •••", "plate"),
        ("старый номер X 123 ABN", "старый номер •••", "plate"),
        ("Меня зовут Айгуль Серикова, нет света", "Меня зовут •••, нет света", "name"),
        ("меня зовут марат", "меня зовут •••", "name"),
        ("Менің атым Ержан, жарық жоқ", "Менің атым •••, жарық жоқ", "name"),
        ("My name is Dana Omarova.", "My name is •••.", "name"),
        ("сосед Иванов Иван Иванович шумит", "сосед ••• шумит", "name"),
        ("жалоба на Марию Петровну", "жалоба на •••", "name"),
        ("көршім Серік Болатұлы айқайлайды", "көршім ••• айқайлайды", "name"),
        ("Айгүл Сейітқызының үйі", "••• үйі", "name"),
        ("Я, Ахметов Ерлан, прошу", "Я, •••, прошу", "name"),
        ("ИВАНОВ ИВАН ИВАНОВИЧ", "•••", "name"),
        ("дворник Иванов И.И. не убирает", "дворник ••• не убирает", "name"),
        ("ФИО: Ахметова Дана Маратовна", "ФИО: •••", "name"),
    ],
)  # fmt: skip
def test_what_points_at_a_person_is_hidden(text, public, kind):
    masked = mask(text)
    assert masked.text == public
    assert masked.kinds == (Hidden(kind),)


@pytest.mark.parametrize(
    "text",
    [
        "Тәуке хан көшесі 12, 5 кв. м асфальт керек",
        "на ул. Д.А. Кунаева темно",
        "Д.А. Қонаев көшесінде жарық жоқ",
        "улица имени Петра Петровича",
        "на 2024, 2025 и 2026 годы выделено 500 000 000 тенге",
        "бюджет 100 000 000 000 тенге",
        "75 000 000 000 тг бөлінді",
        "маршрут 10, остановка 5, дом 120",
        "20 пәтерлі үй, 12 квартир без воды",
        "Ұлы Жібек жолы базары",
        "Автобус 2026-11-23 08:15 келмеді",
        "Шымкент қ., Абай ауданы",
        "остановка «Мамыр», 3 микрорайон",
        "Плохо. А. Потом ещё хуже",
    ],
)
def test_what_points_at_a_place_or_a_sum_stays(text):
    assert mask(text).text == text


def test_spans_point_into_the_original():
    text = "Меня зовут Айгуль, тел 87011234567, кв. 7"
    masked = mask(text)
    assert [(text[s.start : s.end], s.kind) for s in masked.spans] == [
        ("Айгуль", Hidden.NAME),
        ("87011234567", Hidden.PHONE),
        ("7", Hidden.FLAT),
    ]


def test_an_officer_may_hide_more_by_hand():
    text = "Бұл көрші Жанар ғой"
    masked = mask(text, by_hand=[(10, 15), (-5, 3), (90, 99), (7, 7)])
    assert masked.text == "Бұл көрші ••• ғой"
    assert masked.kinds == (Hidden.BY_HAND,)


def test_no_number_of_the_vector_file_stays_readable():
    rows = list(csv.DictReader(shared_file("kz/iin-bin-vectors.csv").read_text("utf-8").splitlines()))
    twelve = [row["number"] for row in rows if re.fullmatch(r"\d{12}", row["number"])]
    assert len(twelve) > 100
    for number in twelve:
        assert mask(f"мой номер {number}, спасибо").text == "мой номер •••, спасибо"


def test_luhn():
    assert passes_luhn(CARD)
    assert not passes_luhn(CARD[:-1] + "2")


def test_every_kind_has_words():
    assert set(HIDDEN_WORDS) == set(Hidden)
    assert all(text.kk and text.ru and text.en for text in HIDDEN_WORDS.values())


PIECES = st.sampled_from(
    [*"0123456789 -+.,()@•", "\u200b", "٣", "кв. ", "пәтер ", "тел ", "Иван ", "Иванович ", "улица ", "көшесі ",
     "меня зовут ", "ФИО ", "И.", "123ABC17", "a@b.kz", "8701", "660726259909", " тг", "\n", "Я, ", "қызы "]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=25).map("".join))


@given(text=TEXTS)
def test_masking_twice_is_masking_once_and_leaves_no_long_run(text):
    masked = mask(text)
    again = mask(masked.text)
    assert again.text == masked.text
    assert again.spans == ()
    assert not re.search(r"\d{12}", masked.text)
    assert all(0 <= span.start < span.end <= len(text) for span in masked.spans)
    assert all(left.end <= right.start for left, right in zip(masked.spans, masked.spans[1:], strict=False))


@given(before=TEXTS, digits=st.text("0123456789", min_size=12, max_size=40), after=TEXTS)
def test_a_run_of_digits_is_hidden_wherever_it_stands(before, digits, after):
    assert not re.search(r"\d{12}", mask(before + digits + after).text)


@pytest.mark.parametrize("piece", ["a", "1 ", "A", "Аа ", "Я, Аа ", "a.", "(", "+7 ", "@", "кв ", "\u200b1", "меня  "])
def test_hostile_text_costs_no_more_than_its_length(piece):
    started = time.process_time()  # what this process worked, however busy the machine is
    mask(piece * (4000 // len(piece)))
    assert time.process_time() - started < 2
