"""Serve the city: web server and jobs, until stopped."""

import os

from django.apps import apps
from django.core.management.base import BaseCommand, CommandParser

from qala.config.modules import DEMO
from qala.config.serving import granian, jobs, run_together


class Command(BaseCommand):
    help = "Serve the city on HOST:PORT with its jobs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--workers", type=int, default=int(os.environ.get("WORKERS", "2")))
        parser.add_argument("--no-jobs", action="store_true")

    def handle(self, *args: object, **options: object) -> None:
        if apps.is_installed(DEMO):
            from qala.demo.seal import insist_on_seal

            insist_on_seal()
        web = granian(host=str(options["host"]), port=int(str(options["port"])), workers=int(str(options["workers"])))
        self.stdout.write(f"http://{options['host']}:{options['port']}/")
        self.stdout.flush()
        raise SystemExit(run_together([web] if options["no_jobs"] else [web, jobs()]))
