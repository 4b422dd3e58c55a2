"""``qala build_tiles``: make the map's PMTiles anew from the rows of today."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from qala.places.tiles import TilesNotMade, build_tiles


class Command(BaseCommand):
    help = "Make var/tiles/places.pmtiles from streets, districts and landmarks."

    def handle(self, *args: Any, **told: Any) -> None:
        try:
            path = build_tiles()
        except TilesNotMade as trouble:
            raise CommandError(str(trouble)) from trouble
        self.stdout.write(f"{path} ({path.stat().st_size // 1024} KiB)")
