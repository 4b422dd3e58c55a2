"""Days of the week as rows of a table name them. Monday is 0."""

from collections.abc import Iterable

from qala.kernel.translated import Translated

WEEKDAYS = (
    Translated(kk="дүйсенбі", ru="понедельник", en="Monday"),
    Translated(kk="сейсенбі", ru="вторник", en="Tuesday"),
    Translated(kk="сәрсенбі", ru="среда", en="Wednesday"),
    Translated(kk="бейсенбі", ru="четверг", en="Thursday"),
    Translated(kk="жұма", ru="пятница", en="Friday"),
    Translated(kk="сенбі", ru="суббота", en="Saturday"),
    Translated(kk="жексенбі", ru="воскресенье", en="Sunday"),
)


def runs(days: Iterable[int]) -> list[tuple[int, int]]:
    """Days in a row as (first, last): 0, 1, 2, 5 is (0, 2), (5, 5)."""
    found: list[tuple[int, int]] = []
    for day in sorted(set(days)):
        if found and found[-1][1] == day - 1:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
