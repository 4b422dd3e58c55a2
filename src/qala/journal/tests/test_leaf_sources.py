"""A part above hands in leaves by its card: the journal imports nobody."""

import pytest
from django.db import connection

from qala.journal.models import Leaf
from qala.journal.receipts import receipts_of
from qala.journal.sealing import claims
from qala.journal.sealing.sequencer import seal
from qala.kernel import cards
from qala.kernel.translated import Translated
from qala_verify import log as checker
from qala_verify import meals
from qala_verify.receipt import judge, read_receipt

pytestmark = pytest.mark.django_db
TOY = 30_000


def of_meals(ids):
    """A toy part: a meal of one child each; the first belongs to a group too small to name."""
    for number in reversed(ids):
        named = {"school": "s1", "day": "2026-11-02", "band": "1-4"} if number > 1 else {}
        header = {"kind": "meal", "month": "2026-11", "tiyn": 90_000, **named}
        yield number, f"toy.voucher:{number}", header, {"child": f"toy.child:{number}", "day": "2026-11-02"}


@pytest.fixture
def toy(folder, monkeypatch):
    card = cards.Card("toy", Translated("T", "T", "T"), leaves={TOY: f"{__name__}.of_meals"})
    monkeypatch.setattr(claims, "leaf_sources", lambda: card.leaves)
    monkeypatch.setattr("qala.journal.leaves.leaf_sources", lambda: card.leaves)
    monkeypatch.setattr("qala.journal.leaves.import_string", lambda _dotted: of_meals)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO journal_unsealed (source, source_id) SELECT %s, generate_series(1, 12)", [TOY])
    return folder


def test_a_toy_parts_rows_are_sealed_recounted_and_opened(toy):
    assert seal().sealed == 12
    assert sorted(Leaf.objects.values_list("row", flat=True)) == list(range(1, 13))
    count = meals.recount(checker.entries(toy.root, 12), "2026-11")
    assert (count.meals, count.tiyn) == (12, 12 * 90_000)
    row = {"school": "s1", "day": "2026-11-02", "band": "1-4", "meals": 11, "tiyn": 11 * 90_000}
    totals = {"month": "2026-11", "meals": 12, "tiyn": 12 * 90_000, "rows": [row]}
    assert meals.differences(count, totals) == []
    assert meals.differences(count, totals | {"meals": 13}) == ["meals: 13 ≠ 12"]
    assert meals.differences(count, totals | {"rows": []}) != []
    for number, receipt in receipts_of(TOY, [1, 7, 12]).items():
        opened = read_receipt(receipt.content)
        assert opened.record["child"] == f"toy.child:{number}"
        assert judge(opened, []).included


def test_a_number_given_to_two_parts_is_a_mistake(monkeypatch):
    one = cards.Card("a", Translated("a", "a", "a"), leaves={9: "x"})
    monkeypatch.setattr(cards, "collect", lambda: (one, one))
    with pytest.raises(ValueError, match="belongs to two parts"):
        cards.leaf_sources.__wrapped__()


def test_a_row_that_cannot_be_written_down_waits_and_stops_no_other(toy, monkeypatch, caplog):
    def of_broken(ids):
        for number, subject, header, record in of_meals(ids):
            yield number, subject, header, record | ({"portion": float("nan")} if number == 5 else {})

    monkeypatch.setattr("qala.journal.leaves.import_string", lambda _dotted: of_broken)
    assert seal().sealed == 11
    assert claims.waiting()[0] == 1
    assert f"Row 5 of source {TOY} waits for the seal and cannot be written down" in caplog.text
