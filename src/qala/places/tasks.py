"""Background work of places."""

from procrastinate.contrib.django import app

from qala.places.tiles import TilesNotMade
from qala.places.tiles import build_tiles as build


@app.periodic(cron="40 21 * * *")  # 02:40 in the city
@app.task(name="places.build_tiles", queueing_lock="places.build_tiles", pass_context=False)
def build_tiles(timestamp: int = 0) -> str:  # noqa: ARG001 - the scheduler tells the time
    """Draw the map's tiles anew; an empty city simply has none yet."""
    try:
        return str(build())
    except TilesNotMade as trouble:
        return str(trouble)
