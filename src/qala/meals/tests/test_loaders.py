"""Proofs from a register's file: each bad line is refused by number and reason, the rest is taken once."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from qala.kernel.refusals import Refusal
from qala.meals.loaders import read_proofs
from qala.meals.models import Proof
from qala.roster.tests.factories import PupilFactory

pytestmark = pytest.mark.django_db
HEAD = "pupil,basis,from_on,until_on,register\n"


@pytest.fixture
def pupil():
    return PupilFactory(source_id="NEDB-1")


def written(tmp_path: Path, text: str, head: str = HEAD) -> Path:
    path = tmp_path / "proofs.csv"
    path.write_text(head + text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("NEDB-2,orphan,2026-09-01,,e-Halyk", "unknown_pupil"),
        ("NEDB-1,rich,2026-09-01,,e-Halyk", "unknown_basis"),
        ("NEDB-1,grade,2026-09-01,,e-Halyk", "unknown_basis"),
        ("NEDB-1,orphan,yesterday,,e-Halyk", "from_on_is_no_day"),
        ("NEDB-1,orphan,2026-09-01,2026-13-01,e-Halyk", "until_on_is_no_day"),
        ("NEDB-1,orphan,2026-09-01,2026-08-01,e-Halyk", "ends_before_it_begins"),
        ("NEDB-1,orphan,2026-09-01,,", "register_missing"),
        ("NEDB-1,orphan", "wrong_columns"),
        ("NEDB-1,orphan,2026-09-01,,e-Halyk,more", "wrong_columns"),
    ],
)
def test_a_bad_line_is_refused_by_its_number(tmp_path, pupil, line, why):
    found = read_proofs(written(tmp_path, line + "\n"))
    assert [(one.number, one.why) for one in found.refused] == [(2, why)]
    assert not found.sound


def test_a_file_is_taken_once(tmp_path, pupil):
    path = written(tmp_path, f"NEDB-1,orphan,2026-09-01,,e-Halyk\n{pupil.key},assistance,2026-09-01,2027-01-01,AСП\n")
    for expected in ("2 new, 0 known", "0 new, 2 known"):
        out = StringIO()
        call_command("load_meals", "proofs", str(path), stdout=out)
        assert expected in out.getvalue()
    assert set(Proof.objects.values_list("basis", flat=True)) == {"orphan", "assistance"}


def test_a_wrong_file_is_refused_whole(tmp_path, pupil):
    with pytest.raises(Refusal):
        read_proofs(written(tmp_path, "", head="child,why\n"))
    with pytest.raises(CommandError):
        call_command("load_meals", "proofs", str(written(tmp_path, "x,y,z,,q\n")), stdout=StringIO())
    assert not Proof.objects.exists()
