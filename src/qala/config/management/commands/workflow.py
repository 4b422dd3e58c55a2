"""`qala workflow [name] [--language kk] [--docs]`: draw a process as it stands in its table."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from qala.config import drawings


class Command(BaseCommand):
    help = "Print the picture (SVG) of a workflow table, or draw those the docs link; without a name, list the tables"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", help="the name of a table")
        parser.add_argument("--language", choices=("kk", "ru", "en"), default="kk")
        parser.add_argument("--docs", action="store_true", help="draw every picture that a page of the docs links")

    def handle(self, *args: Any, name: str | None, language: str, docs: bool, **options: Any) -> None:
        if docs:
            for path, picture in drawings.asked_for().items():
                path.write_text(picture, "utf-8")
                self.stdout.write(f"docs/images/{path.name}")
            return
        tables = drawings.tables()
        if name is None:
            self.stdout.write("\n".join(f"{known}: {len(table.rows)} steps" for known, table in tables.items()))
        elif name in tables:
            self.stdout.write(drawings.drawn(tables[name], language), ending="")
        else:
            raise CommandError(f"No table is called {name}. There are: {', '.join(tables)}.")
