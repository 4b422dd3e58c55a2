"""The city of a file of stories: a database of its own, seeded once, and granian before it."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings

from qala.config.database.clones import Clones
from qala.config.database.urls import address_of
from qala.config.serving import granian
from qala.config.testing import migrate, migrations_digest, point_to
from qala.meals import keys

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN_S = 60


@dataclass(frozen=True)
class City:
    """Where it answers, what it wrote to its log, and the way into its database."""

    root: str
    log: Path
    name: str
    outside: str
    blocker: object

    @contextlib.contextmanager
    def inside(self) -> Iterator[None]:
        """Stand in its database with the ORM, and leave it again."""
        with self.blocker.unblock():
            point_to(self.name)
            try:
                yield
            finally:
                point_to(self.outside)


@contextlib.contextmanager
def living_city(var: Path, blocker, seed, worker: str) -> Iterator[City]:
    """A clone filled by `seed` and served on a free port of loopback, until the stories end.

    `var` holds what `dress` laid there.
    """
    owner = address_of(settings.DATABASES["owner"])
    clones = Clones(owner, migrations_digest(), f"{worker}_{os.getpid()}_journeys")
    with blocker.unblock():
        clones.open(migrate)
    port = free_port()
    city = City(f"http://127.0.0.1:{port}", var / "server.log", clones.name, settings.DATABASES["default"]["NAME"], blocker)
    try:
        with city.inside():
            seed()
        with served(city, var, port):
            yield city
    finally:
        clones.close()


@contextlib.contextmanager
def served(city: City, var: Path, port: int) -> Iterator[None]:
    """granian with the demo's settings, as `make demo` starts it, with one worker."""
    with city.log.open("w") as log:
        command = granian(host="127.0.0.1", port=port, workers=1)
        server = subprocess.Popen(command, env=environment_of(city, var), cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
        try:
            wait_for(city, server)
            yield
        finally:
            # Nothing is worth waiting for: its database goes next.
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def dress(var: Path) -> Path:
    """Styles, scripts and fonts, collected into a folder that every city of this session links to."""
    if (settings.VAR / "assets").is_dir():
        (var / "assets").symlink_to(settings.VAR / "assets")
    collect = [str(Path(sys.executable).parent / "qala"), "collectstatic", "--noinput", "-v0"]
    subprocess.run(collect, env=surroundings(var), cwd=ROOT, check=True, timeout=120)
    return var


def surroundings(var: Path) -> dict[str, str]:
    """What any program of a journey's city is told: its settings, its code, its folder, the secret."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.journeys.settings",
        "PYTHONPATH": f"{ROOT}/src:{ROOT}",
        "QALA_VAR": str(var),
        "QALA_SECRET": settings.SECRET_KEY,
    }


def environment_of(city: City, var: Path) -> dict[str, str]:
    """The same secrets, so that codes made here open there; the clone as its database; a folder of its own."""
    keys.points()  # makes the file where there is none
    return {
        **surroundings(var),
        "QALA_CODE_KEY_FILE": str(settings.CODE_KEY_FILE),
        "QALA_URL": city.root,
        "DATABASE_URL": replace(address_of(settings.DATABASES["default"]), database=city.name).url,
        "DATABASE_OWNER_URL": replace(address_of(settings.DATABASES["owner"]), database=city.name).url,
    }


def wait_for(city: City, server: subprocess.Popen) -> None:
    """Until it answers; a server that fell says why."""
    until = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{city.root}/offline/", timeout=5):
            return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"The city did not open its doors:\n{city.log.read_text()[-4000:]}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
