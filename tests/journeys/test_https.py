"""`TLS=1`: the city's server speaks HTTPS, and whoever trusts the folder's authority believes it; nobody else does."""

import ssl
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import suppress

import pytest

from qala.config.serving import granian
from qala.demo.certificate import AUTHORITY, certificate_for
from tests.journeys.serving import ROOT, environment_of, free_port

STARTS_WITHIN_S = 60


def test_who_trusts_the_authority_reaches_the_terminal(city, tmp_path):
    port = free_port()
    address = f"https://127.0.0.1:{port}/meals/terminal/"
    command = granian(host="127.0.0.1", port=port, workers=1, certificate=certificate_for(tmp_path, "127.0.0.1"))
    log = (tmp_path / "log").open("w")
    server = subprocess.Popen(command, env=environment_of(city, city.log.parent), cwd=ROOT, stdout=log, stderr=log)
    try:
        with reached(address, ssl.create_default_context(cafile=str(tmp_path / AUTHORITY))) as answer:
            assert answer.status == 200
        with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
            urllib.request.urlopen(address, timeout=5)
    finally:
        server.terminate()
        server.wait(20)
        log.close()


def reached(address, trusting):
    until = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until:
        with suppress(ConnectionError, urllib.error.URLError):
            return urllib.request.urlopen(address, timeout=5, context=trusting)
        time.sleep(0.3)
    raise AssertionError("nobody answered")
