"""Bring the database up to date: migrate as the owner, then say what the application may do."""

import os

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from qala.config.database.fitness import require_fit
from qala.config.database.grants import grant_application
from qala.config.database.urls import database_urls


class Command(BaseCommand):
    help = (
        "Migrate as the owner and grant the application its rights (needs DATABASE_OWNER_URL or the embedded server)."
    )
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        if "owner" not in settings.DATABASES:
            raise CommandError("Set DATABASE_OWNER_URL: only the owner of the tables may change them.")
        require_fit(database_urls(os.environ, settings.VAR)[1] or "")
        call_command("migrate", database="owner", verbosity=0, interactive=False, skip_checks=True)
        grant_application(connections["owner"])
        self.stdout.write("The database is up to date.")
