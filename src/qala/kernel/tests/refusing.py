"""Refusals are judged by their code: their words are translated."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from qala.kernel.refusals import Refusal


@contextmanager
def refused(code: str) -> Iterator[pytest.ExceptionInfo[Refusal]]:
    """Something is refused for this reason and no other."""
    with pytest.raises(Refusal) as told:
        yield told
    assert told.value.code == code
    assert str(told.value.reason)
