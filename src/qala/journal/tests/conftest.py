"""A log of its own for each test that asks for one."""

import pytest

from qala.journal.sealing.folder import Folder


@pytest.fixture
def folder(settings, tmp_path, db):
    settings.LOG_DIR, settings.LOG_KEY_FILE = tmp_path / "log", tmp_path / "keys" / "log.key"
    settings.LOG_KEY_MADE_HERE, settings.LOG_ORIGIN = True, "test.kz/log"
    settings.LOG_WITNESSES_FILE = tmp_path / "witnesses"
    return Folder(settings.LOG_DIR)
