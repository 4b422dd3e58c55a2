"""The whole way once, with programs of their own: a worker that seals, a witness, a reader with a copied folder."""

import json
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from qala.journal.models import Leaf
from qala.journal.sealing.claims import waiting
from qala.journal.sealing.folder import Folder
from qala.journal.tests.witness import Witness
from qala.meals.actions.serving import receive
from qala.meals.queries.sealed import totals
from qala.meals.tests.eating import end_the_day
from qala.meals.tests.factories import FRIDAY, NOVEMBER, THURSDAY, meal_school

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
QALA = Path(sys.executable).with_name("qala")
PATIENCE_S = 150


@pytest.fixture
def place(database_environment, tmp_path, settings):
    """A log of its own, and the environment of every program that works on it."""
    tmp_path.chmod(0o755)
    found = {"LOG_DIR": tmp_path / "log", "LOG_KEY_FILE": tmp_path / "keys" / "log.key", "LOG_WITNESSES_FILE": tmp_path / "seen"}
    for name, path in found.items():
        setattr(settings, name, path)
    told = {f"QALA_{name}": str(path) for name, path in found.items()}
    return os.environ | database_environment | told | {"DJANGO_SETTINGS_MODULE": "qala.config.settings.test"}


def qala(place, *told):
    command = [QALA, *map(str, told)]
    done = subprocess.run(command, env=place, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def working(place, log):
    """The worker, as the city starts it."""
    with log.open("wb") as told:
        worker = subprocess.Popen([QALA, "jobs"], env=place, stdout=told, stderr=told)
        try:
            yield worker
        finally:
            worker.terminate()
            worker.wait(60)


def until_sealed(worker, log):
    """Wait for the worker, never longer than a sick machine needs; how many leaves are published then."""
    until = time.monotonic() + PATIENCE_S
    while waiting()[0] or Folder(django_settings.LOG_DIR).size() < Leaf.objects.count():
        assert worker.poll() is None, log.read_text()
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.5)
    return Folder(django_settings.LOG_DIR).size()


def lunch(school, day):
    receive(by=school.terminal, signed=[school.line.press(one, day=day) for one in school.pupils])
    end_the_day()


@contextmanager
def served(folder):
    """The published folder behind a plain web server, as production has one in front."""
    handler = partial(SimpleHTTPRequestHandler, directory=folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        work = threading.Thread(target=server.serve_forever, daemon=True)
        work.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            work.join()


def test_what_a_worker_seals_a_stranger_proves(place, tmp_path):
    log, school = tmp_path / "worker.log", meal_school(12)
    school.line = school.phone
    key = tmp_path / "key"
    key.write_text(qala(place, "log", "key"))
    with working(place, log) as worker:
        lunch(school, THURSDAY)
        early = until_sealed(worker, log)
        earlier = tmp_path / "kept-by-a-newspaper"
        earlier.write_text(qala(place, "log", "checkpoint"))
        lunch(school, FRIDAY)
        late = until_sealed(worker, log)
    assert late > early > 12
    witness = Witness("maslikhat.kz", Folder(django_settings.LOG_DIR).keys())
    django_settings.LOG_WITNESSES_FILE.write_text(f"{witness.key}\n")
    cosigned = tmp_path / "cosigned"
    cosigned.write_text(witness.cosign(django_settings.LOG_DIR))
    assert "maslikhat.kz cosigned" in qala(place, "log", "cosign", cosigned)
    published = tmp_path / "totals.json"
    published.write_text(json.dumps(totals(NOVEMBER)))

    mirror = tmp_path / "stranger" / "mirror"
    shutil.copytree(Path(django_settings.ROOT) / "src" / "qala_verify", tmp_path / "stranger" / "qala_verify")
    with served(django_settings.LOG_DIR) as address:
        done = verify(tmp_path, "fetch", address, mirror)
    assert done.returncode == 0, done.stdout + done.stderr
    trusted = ("--key", key, "--since", earlier, "--witness", str(witness.key), "--need", "1")
    done = verify(tmp_path, "log", *trusted, mirror)
    assert done.returncode == 0, done.stdout + done.stderr
    for said in (f"The log holds {late} records", f"The first {early} records", "signed by", "The witness maslikhat.kz cosigned the first", "Sound."):
        assert said in done.stdout
    done = verify(tmp_path, "meals", *trusted, "--month", "2026-11", "--totals", published, mirror)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2026-11: 24 sealed meals, " in done.stdout
    for file in of_each_kind(mirror):
        with flipped(mirror / file):
            done = verify(tmp_path, "log", *trusted, mirror)
            assert (done.returncode, f"{file}: " in done.stdout) == (1, True), (file, done.stdout, done.stderr)


def verify(tmp_path, *told):
    """As the page for journalists says: the folder beside us, plain Python, no site packages."""
    command = [sys.executable, "-S", "-m", "qala_verify", *map(str, told)]
    bare = {"PATH": os.environ["PATH"], "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, cwd=tmp_path / "stranger", env=bare, capture_output=True, text=True, check=False, timeout=120)


def of_each_kind(mirror):
    """One published file of each kind: checkpoint, keys, a kept checkpoint, entries, hashes."""
    files = sorted(path.relative_to(mirror) for path in mirror.rglob("*") if path.is_file())
    found = {file.parts[:2] if len(file.parts) > 1 else file.parts: file.as_posix() for file in files}
    kept = {kind[0]: file for kind, file in found.items() if kind[0] != "tile"} | {
        "/".join(kind): file for kind, file in found.items() if kind[0] == "tile"
    }
    assert {"checkpoint", "keys", "cosigned", "checkpoints", "tile/0", "tile/entries"} <= kept.keys()
    return kept.values()


@contextmanager
def flipped(file):
    content = file.read_bytes()
    at = random.Random(file.name).randrange(len(content))
    file.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
    yield
    file.write_bytes(content)
