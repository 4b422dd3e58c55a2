"""An adopted programme is found again in the published log, by its document alone; another document is not."""

import pytest
from django.test import Client
from django.urls import reverse

from qala.journal.sealing.folder import Folder
from qala.journal.sealing.sequencer import seal
from qala.journal.tests.conftest import folder
from qala.people.tests.factories import AppointmentFactory
from qala.planning.actions import adopt
from qala.planning.queries import document_of
from qala.roads.tests.test_programme import asked, engineer, solved, street
from qala_verify.__main__ import main

__all__ = ["engineer", "folder", "street"]
pytestmark = pytest.mark.django_db


def sealed(folder, tmp_path):
    """Seal what waits; gives the options that name the published log and its key."""
    seal()
    file = tmp_path / "key"
    file.write_text("".join(f"{one}\n" for one in Folder.keys(folder)))
    return ["--log", str(folder.root), "--key", str(file)]


def adopted(engineer, **terms):
    plan = solved(engineer, asked(**terms))
    return adopt(by=AppointmentFactory(role="road_director").person, plan=plan, reason="The council agreed.")


def kept(plan, tmp_path):
    file = tmp_path / f"programme-{plan.pk}.json"
    file.write_bytes(document_of(plan))
    return file


def test_the_adoption_of_a_document_is_found_in_the_published_log(street, engineer, folder, tmp_path, capsys):
    plan = adopted(engineer)
    file = tmp_path / "programme.json"
    file.write_bytes(Client().get(reverse("roads:programme_document", args=[plan.pk])).content)
    assert main(["plan", str(file), *sealed(folder, tmp_path)]) == 0
    said = capsys.readouterr().out
    assert plan.sha256 in said
    assert "The adoption of this very document stands in the log" in said
    assert "The checkpoint is signed by" in said
    assert "Other documents" not in said
    assert "meal" not in said
    later = adopted(engineer, money=50_000_000_00)
    log = sealed(folder, tmp_path)
    assert main(["plan", str(file), *log]) == 0
    assert "Other documents were adopted too" in capsys.readouterr().out
    assert main(["plan", str(kept(later, tmp_path)), *log]) == 0


def test_a_document_that_nobody_adopted_is_not_found(street, engineer, folder, tmp_path, capsys):
    adopted(engineer)
    draft = solved(engineer, asked(money=50_000_000_00))
    log = sealed(folder, tmp_path)
    file = kept(draft, tmp_path)
    assert main(["plan", str(file)]) == 0, "sound in itself"
    assert "Whether this document was adopted was not checked" in capsys.readouterr().out
    assert main(["plan", str(file), *log]) == 1
    assert "The log holds no adoption of this document" in capsys.readouterr().out


def test_a_log_that_is_damaged_or_lacks_its_witness_proves_no_adoption(street, engineer, folder, tmp_path, capsys):
    plan = adopted(engineer)
    log = sealed(folder, tmp_path)
    file = str(kept(plan, tmp_path))
    assert main(["plan", file, *log]) == 0
    assert main(["plan", file, *log, "--need", "1"]) == 1, "a witness was asked for, and none signed"
    for bundle in (folder.root / "tile" / "entries").rglob("*"):
        if bundle.is_file():
            bundle.write_bytes(bundle.read_bytes()[:-1])
    capsys.readouterr()
    assert main(["plan", file, *log]) == 1
    assert "Not sound" in capsys.readouterr().out
