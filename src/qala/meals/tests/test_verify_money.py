"""From published files alone: what each month was paid for. One tiyn more, or another month's, is found and named."""

from uuid import uuid4

import pytest

from qala.journal.sealing.folder import Folder
from qala.journal.tests.conftest import folder
from qala.kernel.clock import now
from qala.ledger import book
from qala.meals.actions.disputes import decide, open_dispute
from qala.meals.actions.reversals import reverse
from qala.meals.models import Meal
from qala.meals.queries.accounts import of_contract
from qala.meals.tests.eating import end_the_day
from qala.meals.tests.factories import FRIDAY, JOB, PRICES, THURSDAY, YOUNG, department, meal_school
from qala.meals.tests.stories import approved, final, paid, serve
from qala.meals.tests.test_verify import seal_all, verify

__all__ = ["folder"]
pytestmark = pytest.mark.django_db
PRICE = PRICES[YOUNG]


def town_of(pupils):
    """Children eat on two days; the month becomes final and its invoice approved."""
    town = meal_school(pupils)
    serve(town, THURSDAY, FRIDAY)
    end_the_day()
    return town


def told(folder, tmp_path, month="2026-11"):
    seal_all()
    key = tmp_path / "key"
    key.write_text("".join(f"{one}\n" for one in Folder.keys(folder)))
    return verify("meals", folder.root, "--month", month, "--key", key)


def tenge(tiyn):
    return f"{tiyn // 100:,}.{tiyn % 100:02}".replace(",", " ")


def forge(town, tiyn, what):
    """Somebody who may write into the books pays the supplier past every rule of meals."""
    order = book.move(
        key=uuid4(), credit=of_contract(town.contract, "committed"), debit=of_contract(town.contract, "paid"),
        tiyn=tiyn, code="payment", happened_at=now(), header=what,
    )  # fmt: skip
    book.post(by=JOB, order=order)


def test_a_paid_month_of_a_crowd_is_proved_school_by_school(folder, tmp_path):
    town = town_of(12)
    final(town)
    paid(town, approved(town))
    done = told(folder, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Paid for this month: {tenge(24 * PRICE)} tenge. Not paid yet: 0.00 tenge." in done.stdout
    assert f"  {town.school.slug}: meals {tenge(24 * PRICE)}, paid {tenge(24 * PRICE)}, returned " in done.stdout
    forge(town, 1, {"for": f"2026-11/{town.school.slug}:1"})
    done = told(folder, tmp_path)
    assert done.returncode == 1
    assert f"2026-11/{town.school.slug}: {tenge(24 * PRICE + 1)} tenge paid" in done.stdout
    assert "0.01 tenge too much" in done.stdout
    assert "Sound." not in done.stdout


def test_a_payment_for_another_month_or_for_none_is_named(folder, tmp_path):
    town = town_of(12)
    final(town)
    paid(town, approved(town))
    forge(town, 5_000, {"for": "2026-09:5000"})
    done = told(folder, tmp_path)
    assert done.returncode == 1
    assert "2026-09: 50.00 tenge paid, but the meals come to 0.00 tenge" in done.stdout
    forge(town, 7_000, None)
    forge(town, 9_000, {"for": "2026-11:0"})
    done = told(folder, tmp_path)
    assert done.returncode == 1
    assert done.stdout.count("does not say, to the last tiyn,") == 2


def test_a_small_school_is_not_named_and_its_month_is_proved_in_the_sum(folder, tmp_path):
    small = town_of(3)
    large = town_of(12)
    for town in (small, large):
        final(town)
        paid(town, approved(town))
    done = told(folder, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert small.school.slug not in done.stdout
    assert f"Paid for this month: {tenge(30 * PRICE)} tenge." in done.stdout


def test_where_no_price_may_be_told_the_program_says_that_it_cannot_compare(folder, tmp_path):
    small = town_of(3)
    final(small)
    paid(small, approved(small))
    done = told(folder, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "what was paid cannot be compared" in done.stdout


def test_an_upheld_dispute_is_not_paid_and_does_not_name_the_school(folder, tmp_path):
    town = town_of(12)
    dispute = open_dispute(by=town.supplier(), meal=Meal.objects.first(), reason="error")
    decide(by=department(), dispute=dispute, upheld=True)
    final(town)
    paid(town, approved(town))
    done = told(folder, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Paid for this month: {tenge(23 * PRICE)} tenge. Not paid yet: 0.00 tenge." in done.stdout
    assert f"  {town.school.slug}: meals {tenge(24 * PRICE)}, paid –, returned " in done.stdout
    forge(town, PRICE, {"for": f"2026-11:{PRICE}"})
    done = told(folder, tmp_path)
    assert done.returncode == 1
    assert f"{tenge(PRICE)} tenge too much" in done.stdout


def test_a_paid_meal_taken_back_makes_no_honest_month_false(folder, tmp_path):
    town = town_of(12)
    final(town)
    paid(town, approved(town))
    reverse(by=department(), meal=Meal.objects.first(), reason="error")
    done = told(folder, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Taken back after it was paid: {tenge(PRICE)} tenge. Recovered of it: 0.00 tenge." in done.stdout
    forge(town, PRICE, {"for": f"2026-11:{2 * PRICE}", "recovered": f"2026-11:{PRICE}"})
    done = told(folder, tmp_path)
    assert done.returncode == 1, "money twice, also where it is called a recovery"
