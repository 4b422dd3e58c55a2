"""A small month, sealed and published: the public's program recounts it, and finds what was changed."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.urls import reverse

from qala.journal.sealing.folder import Folder
from qala.journal.sealing.sequencer import seal
from qala.journal.tests.conftest import folder
from qala.kernel.actors import Job
from qala.ledger import book
from qala.ledger.models import Transfer
from qala.meals.actions.reversals import reverse as take_back
from qala.meals.actions.serving import receive
from qala.meals.models import Meal
from qala.meals.queries.sealed import totals
from qala.meals.tests.eating import end_the_day
from qala.meals.tests.factories import FRIDAY, NOVEMBER, THURSDAY, department, meal_school

__all__ = ["folder"]
pytestmark = pytest.mark.django_db
NIGHT, OCTOBER, LATE_OCTOBER = Job("tests.night"), date(2026, 10, 1), date(2026, 10, 22)
SOURCE = Path(django_settings.ROOT) / "src"


def sealed_month():
    """Twelve children eat on Thursday, twelve and then three of another school on Friday; one meal is taken back."""
    large, small = meal_school(12), meal_school(3)
    phone, other = large.phone, small.phone
    for day in (THURSDAY, FRIDAY):
        receive(by=large.terminal, signed=[phone.press(one, day=day) for one in large.pupils])
    receive(by=small.terminal, signed=[other.press(one) for one in small.pupils])
    take_back(by=department(), meal=Meal.objects.filter(school=small.school).first(), reason="error")
    end_the_day()
    seal_all()
    return large


def seal_all():
    while seal().sealed:
        pass


def verify(*told):
    command = [sys.executable, "-I", "-S", "-c",
               f"import sys; sys.path.insert(0, {str(SOURCE)!r}); from qala_verify.__main__ import main; sys.exit(main())"]
    return subprocess.run([*command, *map(str, told)], capture_output=True, text=True, check=False, timeout=60,
                          env={"PATH": os.environ["PATH"], "PYTHONIOENCODING": "utf-8"})  # fmt: skip


def held_against(published, folder, tmp_path, month="2026-11"):
    key = tmp_path / "key"
    key.write_text("".join(f"{one}\n" for one in Folder.keys(folder)))
    return verify("meals", folder.root, "--month", month, "--key", key, "--totals", published)


def test_the_published_month_is_what_was_sealed(folder, tmp_path, client):
    large = sealed_month()
    published = tmp_path / "2026-11.json"
    published.write_bytes(client.get(reverse("meals:totals_json"), {"month": "2026-11"}).content)
    told = json.loads(published.read_bytes())
    assert (told["meals"], told["month"]) == (26, "2026-11")
    assert {(row["school"], row["meals"]) for row in told["rows"]} == {(large.school.slug, 12)}, "three are not named"
    done = held_against(published, folder, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    published.write_text(json.dumps(told | {"meals": 27}))
    done = held_against(published, folder, tmp_path)
    assert done.returncode == 1
    assert "27 ≠ 26" in done.stdout
    assert not {"Дұрыс.", "Верно.", "Sound."} & {*done.stdout.splitlines()}


def test_a_late_queue_makes_no_honest_month_false(folder, tmp_path):
    """Meals of days long over are recorded now: neither the log nor the totals tell them before this day is over."""
    large = sealed_month()
    late = meal_school(11)
    phone = late.phone
    receive(by=late.terminal, signed=[phone.press(one, day=THURSDAY) for one in late.pupils])
    take_back(by=department(), meal=Meal.objects.filter(school=late.school).first(), reason="error")
    take_back(by=department(), meal=Meal.objects.filter(school=large.school).first(), reason="error")
    seal_all()
    published = tmp_path / "2026-11.json"
    told = totals(NOVEMBER)
    published.write_text(json.dumps(told))
    done = held_against(published, folder, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert told["meals"] == 26 - 2, "of the eleven nothing is told, but that one was taken back"
    assert {row["school"] for row in told["rows"]} == {large.school.slug}
    end_the_day()
    seal_all()
    told = totals(NOVEMBER)
    published.write_text(json.dumps(told))
    done = held_against(published, folder, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert told["meals"] == 26 + 11 - 2


def test_what_comes_after_its_day_was_closed_counts_in_the_month_it_was_eaten(folder, tmp_path):
    """The books take it on the first open day, of another month; log and totals go by the day of the meal."""
    town = meal_school(23, month=OCTOBER)
    phone, published = town.phone, tmp_path / "2026-10.json"
    receive(by=town.terminal, signed=[phone.press(one, day=LATE_OCTOBER) for one in town.pupils[:12]])
    book.close_days(by=NIGHT, until=OCTOBER.replace(day=31))
    receive(by=town.terminal, signed=[phone.press(one, day=LATE_OCTOBER) for one in town.pupils[12:]])
    take_back(by=department(), meal=Meal.objects.last(), reason="error")
    assert Transfer.objects.filter(code="meal", day__month=11).count() == 11
    end_the_day()
    seal_all()
    told = totals(OCTOBER)
    published.write_text(json.dumps(told))
    done = held_against(published, folder, tmp_path, "2026-10")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (told["meals"], [row["meals"] for row in told["rows"]]) == (22, [23])
    assert totals(NOVEMBER)["meals"] == 0


def test_a_flipped_byte_of_the_month_is_named(folder, tmp_path):
    sealed_month()
    file = next(path for path in sorted(folder.root.rglob("*")) if path.is_file() and "entries" in path.parts)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(bytes(content))
    done = verify("log", folder.root)
    assert done.returncode == 1
    assert file.relative_to(folder.root).as_posix() in done.stdout


def test_totals_name_what_the_log_names():
    large = meal_school(11)
    phone = large.phone
    receive(by=large.terminal, signed=[phone.press(one) for one in large.pupils])
    end_the_day()
    told = totals(NOVEMBER)
    assert told["tiyn"] == sum(Transfer.objects.filter(code="meal").values_list("tiyn", flat=True))
    assert [row["meals"] for row in told["rows"]] == [11]
    nothing = {"meals": 0, "tiyn": 0, "without_price": 0, "rows": []}
    assert totals(NOVEMBER.replace(month=10)) == {"month": "2026-10"} | nothing
