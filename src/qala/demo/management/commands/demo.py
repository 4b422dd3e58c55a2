"""`qala demo`: make the invented city if there is none, serve it, print where it is and whom to try."""

import io
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

import qala
from qala.demo.certificate import certificate_for
from qala.demo.city.voices import COUNTS
from qala.demo.fill import fill
from qala.demo.fill.city import IN_ONE_GO
from qala.demo.fill.city_meals import count_months, feed_city, weigh
from qala.demo.fill.months import ShortOfDisk, months_asked
from qala.demo.models import Seal
from qala.demo.seal import is_sealed, write_seal
from qala.demo.trying import trying_lines

_WITHIN_S = 90


class Command(BaseCommand):
    help = "Make the synthetic city and serve it (SCALE=small or city, MONTHS=1 to 9, HOST, PORT, TLS=1)."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", default=os.environ.get("SCALE", ""), choices=["", *COUNTS])
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--workers", type=int, default=int(os.environ.get("WORKERS", "2")))
        parser.add_argument("--tls", action="store_true", default=os.environ.get("TLS", "") == "1")
        parser.add_argument("--only-fill", action="store_true", help="make the city and stop")

    def handle(  # noqa: PLR0913 - the options above
        self,
        *args: object,
        scale: str,
        host: str,
        port: int,
        workers: int,
        tls: bool = False,
        only_fill: bool = False,
        **options: object,
    ) -> None:
        self._insist_on_port(host, port, only_fill=only_fill)
        self._say("Preparing the database")
        call_command("prepare", stdout=io.StringIO())
        self._move_in(scale)
        self._prepare_pages()
        if only_fill:
            return
        address = f"{'https' if tls else 'http'}://{'localhost' if host == '127.0.0.1' else host}:{port}"
        os.environ.setdefault("QALA_URL", address)
        os.environ.setdefault("QALA_HOSTS", ",".join(dict.fromkeys(["localhost", "127.0.0.1", "[::1]", host])))
        pair = certificate_for(Path(settings.VAR) / "tls", host) if tls else (None, None)
        threading.Thread(target=self._announce, args=(host, port, address), daemon=True).start()
        self._say("Opening the doors")
        _draw_map()
        call_command(
            "serve", host=host, port=port, workers=workers, certificate=pair[0], key=pair[1], stdout=io.StringIO()
        )

    def _insist_on_port(self, host: str, port: int, *, only_fill: bool) -> None:
        if only_fill:
            return
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as taken:
                why = f"Port {port} is not free ({taken.strerror}). Choose another: PORT={port + 1}"
                raise CommandError(why) from None

    def _move_in(self, scale: str) -> None:
        """Write the seal, fill the city; a city that is filled already is left alone."""
        if not is_sealed():
            write_seal(scale or "small")
        seal = Seal.objects.get()
        if scale and scale != seal.scale:
            raise CommandError(
                f"This database holds the {seal.scale} city. Give SCALE={scale} a folder of its own: QALA_VAR=…"
            )
        months = self._months(seal)
        if seal.filled_at is None:
            self._fill(seal.scale)
        if months:
            self._feed(months)

    def _fill(self, scale: str) -> None:
        began = time.monotonic()
        try:
            done = fill(scale, self._say)
        except KeyboardInterrupt:
            stays = "Nothing moved in" if scale in IN_ONE_GO else "Whole stages stay"
            raise CommandError(f"Stopped. {stays}; the same command goes on from here.") from None
        _analyse()
        told = ", ".join(f"{name} {seconds:.0f} s" for name, seconds in done.stages.items())
        self._say(f"The city has moved in, {time.monotonic() - began:.0f} s ({told})")

    def _months(self, seal: Seal) -> Sequence[date]:
        """The months of meals that a full-size city is asked for; refused at once where the disk is too small."""
        if seal.scale != "city":
            return ()
        try:
            months = months_asked()
            weigh(months, self._say, is_city_there=seal.filled_at is not None)
        except (ValueError, ShortOfDisk) as trouble:
            raise CommandError(str(trouble)) from None
        return months

    def _feed(self, months: Sequence[date]) -> None:
        began = time.monotonic()
        try:
            events = feed_city(months, self._say)
        except KeyboardInterrupt:
            raise CommandError("Stopped. What moved in stays; the same command goes on from here.") from None
        if events:
            _analyse()
            self._say(f"School meals: {events} presses at the counters, {time.monotonic() - began:.0f} s")
            count_months(months, self._say)

    def _prepare_pages(self) -> None:
        """Catalogues where they are missing, and static files for the server."""
        house = Path(qala.__path__[0])
        if any(not po.with_suffix(".mo").exists() for po in house.glob("*/locale/*/LC_MESSAGES/django.po")):
            subprocess.run([sys.executable, "-m", "qala.config.messages", "compile"], check=True, capture_output=True)
        call_command("collectstatic", interactive=False, verbosity=0)

    def _announce(self, host: str, port: int, address: str) -> None:
        """Print the address once somebody answers there."""
        reached = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - where to knock, not to listen
        until = time.monotonic() + _WITHIN_S
        while time.monotonic() < until:
            with suppress(OSError), socket.create_connection((reached, port), timeout=1):
                break
            time.sleep(0.1)
        for line in trying_lines(address):
            self.stdout.write(line)
        self.stdout.flush()

    def _say(self, line: str) -> None:
        self.stdout.write(f"· {line}")
        self.stdout.flush()


def _draw_map() -> None:
    """Leave the map to the job worker, so that the address need not wait for it."""
    for part in ("places", "roads"):
        if not (Path(settings.VAR) / "tiles" / f"{part}.pmtiles").exists():
            task = f"{part}.build_tiles"
            with suppress(AlreadyEnqueued):
                app.configure_task(task, queueing_lock=task).defer(timestamp=0)


def _analyse() -> None:
    """The planner of queries sees the new rows. Only the owner may; without one the database does it in its time."""
    from django.db import connections

    if "owner" in settings.DATABASES:
        with connections["owner"].cursor() as cursor:
            cursor.execute("ANALYZE")
