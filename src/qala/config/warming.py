"""What a web worker reads before its first visitor comes."""

import contextlib
import gc
from importlib import import_module

from django.conf import settings

#: A request makes some thousand objects and drops them; Python would look through the newest seven hundred each time.
RARELY = (20_000, 20, 20)


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


def settle() -> None:
    """What is here now lives as long as the worker: the collector of garbage need not walk it amid a request."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*RARELY)
