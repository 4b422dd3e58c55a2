"""How people really write Kazakh: in Latin letters, without the special letters, with slips of the thumb."""

from random import Random

# The Latin of messengers, not the official alphabet: one sound, the nearest key.
_LATIN = dict(
    zip(
        "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
        ("a", "a", "b", "v", "g", "g", "d", "e", "e", "zh", "z", "i", "i", "k", "k", "l", "m", "n", "n", "o", "o",
         "p", "r", "s", "t", "u", "u", "u", "f", "kh", "h", "ts", "ch", "sh", "sh", "", "y", "i", "", "e", "yu", "ya"),
        strict=True,
    )
)  # fmt: skip
_CHAT = _LATIN | {"ж": "j", "х": "h", "қ": "q", "ғ": "g", "ш": "sh", "ы": "y", "й": "i", "я": "ia", "ә": "a", "ң": "n"}
_PLAIN = str.maketrans("әғқңөұүһіӘҒҚҢӨҰҮҺІ", "агкноуухиАГКНОУУХИ")
KAZAKH_LETTERS = frozenset("әғқңөұүһіӘҒҚҢӨҰҮҺІ")
_NEAR = {
    "а": "вп", "о": "лр", "е": "нк", "и": "мт", "т": "иь", "н": "ге", "р": "по", "с": "чм", "л": "од", "д": "лж",
    "к": "уе", "м": "си", "у": "цк", "ы": "вф", "i": "uo", "a": "sq", "e": "wr", "o": "ip", "t": "ry", "n": "bm",
}  # fmt: skip


def _mapped(text: str, table: dict[str, str]) -> str:
    letters = []
    for letter in text:
        latin = table.get(letter.lower())
        if latin is None:
            letters.append(letter)
        else:
            letters.append(latin.capitalize() if letter.isupper() else latin)
    return "".join(letters)


def to_latin(text: str) -> str:
    """Write a Cyrillic name in Latin letters, as a passport roughly does."""
    return _mapped(text, _LATIN)


def chat_latin(text: str) -> str:
    """Write Kazakh the way a phone without a Kazakh keyboard does: «жарық жоқ» → “jaryq joq”."""
    return _mapped(text, _CHAT)


def without_special_letters(text: str) -> str:
    """Write Kazakh with Russian letters only: «қар күрелмеген» → «кар курелмеген»."""
    return text.translate(_PLAIN)


def mistyped(text: str, random: Random) -> str:
    """Make one to three slips: a neighbour key, a doubled, lost or swapped letter, a lost capital or full stop."""
    for _ in range(random.choice((1, 1, 2, 3))):
        spots = [i for i in range(1, len(text) - 1) if text[i].isalpha() and text[i - 1].isalpha()]
        if not spots:
            return text
        at, slip = random.choice(spots), random.randrange(6)
        here = text[at]
        if slip == 0 and here.lower() in _NEAR:
            text = text[:at] + random.choice(_NEAR[here.lower()]) + text[at + 1 :]
        elif slip == 1:
            text = text[:at] + here + text[at:]
        elif slip == 2:
            text = text[:at] + text[at + 1 :]
        elif slip == 3:
            text = text[: at - 1] + here + text[at - 1] + text[at + 1 :]
        elif slip == 4:
            text = text[:1].lower() + text[1:]
        else:
            text = text.rstrip(".")
    return text
