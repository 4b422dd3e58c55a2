"""Turns a category, a style and a place into what a resident wrote."""

from functools import cache
from random import Random

from qala.demo.city.lexicon import rows
from qala.demo.city.shapes import PersonPlan
from qala.demo.city.spelling import chat_latin, mistyped, without_special_letters
from qala.demo.city.spots import Spot, slots

STYLES = ("kk", "ru", "mixed", "kk_plain", "kk_latin", "en")
LANGUAGE_OF = {"kk": "kk", "ru": "ru", "mixed": "kk", "kk_plain": "kk", "kk_latin": "kk", "en": "en"}
# How people who speak a language write it, in parts of a hundred.
_WRITING = {
    "kk": {"kk": 60, "kk_plain": 14, "kk_latin": 9, "mixed": 17},
    "ru": {"ru": 90, "mixed": 10},
    "en": {"en": 1},
}
_MINUTES = ("00", "10", "15", "20", "30", "40", "45")
_FILES = ("voices_roads", "voices_networks", "voices_yards")


@cache
def base_texts(category: str, style: str) -> tuple[str, ...]:
    """Give the hand-written texts of a category in a style; texts without special letters come from Kazakh ones."""
    wanted = {"kk_plain": ("kk",), "kk_latin": ("kk_latin", "kk")}.get(style, (style,))
    return tuple(
        text
        for name in _FILES
        for row_category, row_style, text in rows(name)
        if row_category == category and row_style in wanted
    )


def draw_style(language: str, random: Random) -> str:
    """Draw how somebody who speaks this language writes today."""
    weights = _WRITING[language]
    return random.choices(list(weights), weights=list(weights.values()))[0]


@cache
def _phrases(language: str, where: str) -> tuple[str, ...]:
    return tuple(text for lang, place, text in rows("phrases") if (lang, place) == (language, where))


def _dressed(text: str, language: str, random: Random, *, lead_is_name: bool) -> str:
    """Put a greeting before and a wish after, as about every other message has."""
    for where, likely in (("before", 0.28), ("after", 0.3)):
        if random.random() < likely:
            phrase = random.choice(_phrases(language, where))
            if phrase.endswith(",") and not lead_is_name:
                text = text[:1].lower() + text[1:]
            text = f"{phrase} {text}" if where == "before" else f"{text} {phrase}"
    return text


def _signed(text: str, style: str, author: PersonPlan | None, random: Random) -> str:
    """A few leave a phone number or their number in the text: the public copy must hide it."""
    if author is None or random.random() > 0.03:
        return text
    if author.phone and random.random() < 0.6:
        return f"{text} {author.phone}"
    label = {"kk": "ЖСН", "kk_plain": "ЖСН", "kk_latin": "JSN", "en": "IIN"}.get(style, "ИИН")
    return f"{text} {label} {author.iin}"


def write(category: str, style: str, spot: Spot, author: PersonPlan | None, random: Random) -> str:
    """Write one message: base text, place, greeting, script and slips."""
    language = LANGUAGE_OF[style]
    base = random.choice(base_texts(category, style))
    words = slots(spot, language)
    words |= {
        "n": str(random.randint(5, 19)),
        "days": str(random.randint(5, 14)),
        "time": f"{random.randint(6, 23)}:{random.choice(_MINUTES)}",
        "morning": f"{random.randint(6, 9)}:{random.choice(_MINUTES)}",
        "evening": f"{random.randint(19, 23)}:{random.choice(_MINUTES)}",
    }
    text = base.format_map(words)
    text = text[:1].upper() + text[1:]
    text = _dressed(text, language, random, lead_is_name=base.startswith("{"))
    if style == "kk_plain":
        text = without_special_letters(text)
    if style == "kk_latin":
        text = chat_latin(text)
    if random.random() < 0.24:
        text = mistyped(text, random)
    return _signed(text, style, author, random)
