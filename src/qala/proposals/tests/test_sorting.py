"""The index of spellings is sorted in calm, never in a storm."""

import pytest
from django.db import connection

from qala.kernel.clock import now
from qala.proposals import sorting
from qala.proposals.tests.factories import ProposalFactory

pytestmark = pytest.mark.django_db


def test_new_words_are_sorted_in_while_it_is_calm():
    ProposalFactory.create_batch(2)
    assert sorting.sort_spellings() > 0
    assert sorting.sort_spellings() == 0


def test_a_storm_is_let_pass(monkeypatch):
    ProposalFactory.create_batch(2, received_at=now())
    monkeypatch.setattr(sorting, "STORM_A_MINUTE", 2)
    assert sorting.sort_spellings() == 0
    monkeypatch.setattr(sorting, "STORM_A_MINUTE", 3)
    assert sorting.sort_spellings() > 0


def test_the_list_holds_a_storm():
    with connection.cursor() as cursor:
        cursor.execute("SELECT reloptions FROM pg_class WHERE relname = 'statements_by_spelling'")
        assert cursor.fetchone()[0] == ["gin_pending_list_limit=65536"]
