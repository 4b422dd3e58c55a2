"""The country's common calendar, and where the rows that SQL reads differ from it."""

from datetime import date

from qala.kernel.queries import calendar_with
from qala.meals.models import PublicDay


def country_days() -> dict[date, bool]:
    """Days that are free or worked against the week, as the `holidays` package says today. Whether people work."""
    calendar = calendar_with(())
    return dict.fromkeys(calendar.free, False) | dict.fromkeys(calendar.working, True)


def written_days() -> dict[date, bool | None]:
    """What the newest rows say."""
    return dict(PublicDay.objects.order_by("pk").values_list("day", "is_working"))


def changed_days() -> dict[date, bool | None]:
    """Days whose row must be written anew; None where a day is an ordinary one again."""
    common, written = country_days(), written_days()
    told: dict[date, bool | None] = {day: None for day, is_working in written.items() if is_working is not None}
    told |= common
    return {day: is_working for day, is_working in told.items() if written.get(day) is not is_working}
