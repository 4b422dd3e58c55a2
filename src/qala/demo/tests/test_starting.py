"""What starts over which database: the demo over its own only, production never with the demo."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from qala.demo.seal import insist_on_seal, write_seal
from qala.people.tests.factories import PersonFactory

QALA = str(Path(sys.executable).parent / "qala")


def run(command, environment, **more):
    told = {**os.environ, **environment, **more}
    return subprocess.run(command, env=told, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.django_db
def test_a_database_with_people_is_somebody_s_city():
    PersonFactory()
    with pytest.raises(ImproperlyConfigured, match="holds people already"):
        write_seal("small")
    with pytest.raises(ImproperlyConfigured, match="holds no seal"):
        insist_on_seal()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("command", [[QALA, "serve", "--port", "1"], [sys.executable, "-c", "import qala.config.wsgi"]])
def test_the_server_refuses_to_start_over_somebody_s_city(database_environment, command):
    PersonFactory()
    answer = run(command, database_environment, DJANGO_SETTINGS_MODULE="qala.config.settings.demo")
    assert answer.returncode != 0
    assert "not the demo's: it holds no seal" in answer.stderr


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_demo_refuses_to_move_into_somebody_s_city(database_environment):
    PersonFactory()
    settings = "qala.config.settings.demo"
    answer = run([QALA, "demo", "--only-fill"], database_environment, DJANGO_SETTINGS_MODULE=settings)
    assert answer.returncode != 0
    assert "holds people already" in answer.stderr


@pytest.mark.slow
def test_production_does_not_install_the_demo(tmp_path):
    asked = "import django; django.setup(); from django.apps import apps; print(apps.is_installed('qala.demo'))"
    environment = {
        "DJANGO_SETTINGS_MODULE": "qala.config.settings.production",
        "QALA_VAR": str(tmp_path),
        "QALA_SECRET": "k" * 60,
        "QALA_PLACARD_KEYS": "p" * 60,
        "QALA_IDENTITY_KEYS": "i" * 60,
        "QALA_HOSTS": "qala.example",
        "QALA_URL": "https://qala.example",
        "DATABASE_URL": "postgresql://app:secret@127.0.0.1:1/qala",
    }
    answer = run([sys.executable, "-c", asked], environment)
    assert answer.stdout.strip() == "False", answer.stderr[-800:]
