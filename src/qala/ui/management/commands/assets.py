from typing import Any

from django.core.management.base import BaseCommand

from qala.ui.assets import collect_assets


class Command(BaseCommand):
    help = "Fetch the font and the browser scripts that others wrote, by package-lock.json, into var/assets/vendor."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        collected = collect_assets(say=self.stderr.write)
        self.stdout.write(f"{len(collected.files)} files in vendor/")
        if collected.note or collected.missing:
            self.stderr.write(f"{collected.note} (missing: {', '.join(collected.missing) or 'none'})")
            self.stderr.write("Pages use the system's fonts and show tables for maps.")
