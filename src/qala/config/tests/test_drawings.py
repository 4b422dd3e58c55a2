"""The docs show processes as their tables are today."""

import io

import pytest
from django.core.management import CommandError, call_command

from qala.config import drawings


def test_the_pictures_in_the_docs_are_up_to_date():
    pictures = drawings.asked_for()
    assert drawings.DOCS / "images" / "workflow-proposal-en.svg" in pictures
    stale = [path.name for path, picture in pictures.items() if not path.exists() or path.read_text("utf-8") != picture]
    assert stale == [], "run: qala workflow --docs"


def test_a_page_that_asks_for_a_table_nobody_has_is_heard(tmp_path):
    (tmp_path / "page.md").write_text("![x](images/workflow-dragon-kk.svg)")
    with pytest.raises(KeyError, match="dragon"):
        drawings.asked_for(tmp_path)


def test_the_command_lists_prints_and_refuses():
    said = io.StringIO()
    call_command("workflow", stdout=said)
    assert "proposal: 27 steps" in said.getvalue()
    said = io.StringIO()
    call_command("workflow", "proposal", "--language", "ru", stdout=said)
    assert said.getvalue() == drawings.drawn(drawings.tables()["proposal"], "ru")
    assert "Назначить отдел" in said.getvalue()
    with pytest.raises(CommandError, match="No table is called dragon"):
        call_command("workflow", "dragon")
