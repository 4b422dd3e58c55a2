"""Serve the city: web server and jobs, until stopped."""

import os
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from qala.config.database import ensure_running, keep_awake
from qala.config.modules import DEMO
from qala.config.serving import granian, jobs, run_together


class Command(BaseCommand):
    help = "Serve the city on HOST:PORT with its jobs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--workers", type=int, default=int(os.environ.get("WORKERS", "2")))
        parser.add_argument("--no-jobs", action="store_true")
        parser.add_argument("--certificate", type=Path, help="PEM file; with --key the city speaks HTTPS itself")
        parser.add_argument("--key", type=Path)

    def handle(  # noqa: PLR0913 - the options above
        self,
        *args: object,
        host: str,
        port: int,
        workers: int,
        no_jobs: bool = False,
        certificate: Path | None = None,
        key: Path | None = None,
        **options: object,
    ) -> None:
        if apps.is_installed(DEMO):
            from qala.demo.seal import insist_on_seal

            insist_on_seal()
        if not os.environ.get("DATABASE_URL", "").strip():
            keep_awake(ensure_running(settings.VAR))
        pair = (certificate, key) if certificate and key else None
        web = granian(host=host, port=port, workers=workers, certificate=pair)
        self.stdout.write(f"{'https' if pair else 'http'}://{host}:{port}/")
        self.stdout.flush()
        raise SystemExit(run_together([web] if no_jobs else [web, jobs()]))
