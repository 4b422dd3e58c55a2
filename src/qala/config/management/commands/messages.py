"""`qala messages [part …] [--check]`: bring the catalogues in line with the sources."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from qala.config import messages


class Command(BaseCommand):
    help = "Collect the texts to translate into each part's locale/, and compile them"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("parts", nargs="*", help="names of parts; all where none is named")
        parser.add_argument("--check", action="store_true", help="change nothing; fail where a text is missing")

    def handle(self, *args: Any, parts: list[str], check: bool, **options: Any) -> None:
        folders = [part for part in messages.parts() if not parts or part.name in parts]
        if check:
            self._check(folders)
            return
        for part in folders:
            for language in messages.LANGUAGES:
                missing = messages.update(part, language)
                if missing:
                    self.stdout.write(f"{part.name}/{language}: {missing} to translate")
        self.stdout.write(f"{messages.compile_all()} catalogues compiled")

    def _check(self, folders: list[Any]) -> None:
        said = [
            line for part in folders for language in messages.LANGUAGES for line in messages.complaints(part, language)
        ]
        for line in said:
            self.stderr.write(line)
        if said:
            raise CommandError(f"{len(said)} texts need a translator.")
