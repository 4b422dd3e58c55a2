"""What a web worker reads before its first visitor comes."""

import contextlib
from importlib import import_module

from django.conf import settings


def warm_up() -> None:
    """Read all pages, the working days, and what each part's card names.

    Read during a storm they cost a worker its first ten seconds.
    """
    from django.db import DatabaseError

    from qala.kernel.cards import collect
    from qala.kernel.queries import city_calendar

    import_module(settings.ROOT_URLCONF)
    for card in collect():
        card.call("warm_up")
    with contextlib.suppress(DatabaseError):
        city_calendar()
