"""Guessing codes is slow, and never blocked: a few answers at a time wait a second before they say no."""

import threading
import time

SECONDS = 1.0
AT_ONCE = 2  # more guessers than this are answered at once: honest people need the other threads

_waiting = threading.BoundedSemaphore(AT_ONCE)


def slowly(*, guessing: bool) -> None:
    """Wait before a failing answer to a device that typed many codes that are none."""
    if guessing and _waiting.acquire(blocking=False):
        try:
            time.sleep(SECONDS)
        finally:
            _waiting.release()
