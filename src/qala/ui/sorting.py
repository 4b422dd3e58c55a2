"""The Kazakh alphabet's own order. The database's build has no ICU, so pages sort names by this key."""

from unicodedata import normalize

ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"

_PLACES = {letter: place for place, letter in enumerate(ALPHABET)}
# Latin letters keep their own order after the Kazakh ones; digits and signs come before every letter.
_AFTER = len(ALPHABET)


def kazakh_key(text: str) -> tuple[tuple[int, int], ...]:
    """A key for `sorted`: Kazakh alphabetical order without regard to case, numbers before letters.

    Whole numbers compare by value, so that «9-мектеп» stands before «10-мектеп».
    """
    key: list[tuple[int, int]] = []
    digits = ""
    for letter in normalize("NFC", text).casefold():
        if letter.isdecimal():
            digits += letter
            continue
        if digits:
            key.append((1, int(digits)))
            digits = ""
        key.append(_place(letter))
    if digits:
        key.append((1, int(digits)))
    return tuple(key)


def _place(letter: str) -> tuple[int, int]:
    if letter in _PLACES:
        return (2, _PLACES[letter])
    if letter.isalpha():
        return (2, _AFTER + ord(letter))
    return (0, ord(letter))
