"""What time it is in the city. All instants are stored in UTC and shown in the city's zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

CITY = ZoneInfo(getattr(settings, "TIME_ZONE", "Asia/Almaty")) if settings.configured else ZoneInfo("Asia/Almaty")


def now() -> datetime:
    """This instant, aware, in UTC."""
    return timezone.now()


def local(instant: datetime) -> datetime:
    """The instant on the city's clock (Asia/Almaty was +06 until 1 March 2024, +05 since)."""
    return instant.astimezone(CITY)


def today() -> date:
    """The calendar day in the city."""
    return local(now()).date()
