"""Background work of roads."""

from procrastinate.contrib.django import app

from qala.kernel.actors import Job
from qala.kernel.clock import today
from qala.places.tiles import TilesNotMade
from qala.planning.models import Plan
from qala.roads.actions.drafting import carry_over
from qala.roads.actions.holdings import count_inventory
from qala.roads.actions.surveys import fit_wear
from qala.roads.programming import reckon
from qala.roads.queries.histories import unlearnt
from qala.roads.queries.inventory import newest_inventory
from qala.roads.queries.network import KIND
from qala.roads.tiles import build_tiles as build

FOLLOWING = Job("roads.following")
WEAR = Job("roads.wear")
COUNTING = Job("roads.counting")


@app.periodic(cron="50 21 * * *")  # 02:50 in the city, after the streets' own tiles
@app.task(name="roads.build_tiles", queueing_lock="roads.build_tiles", pass_context=False)
def build_tiles(timestamp: int = 0) -> str:  # noqa: ARG001 - the scheduler tells the time
    """Draw the register's tiles anew; a city without streets simply has none yet."""
    try:
        return str(build())
    except TilesNotMade as trouble:
        return str(trouble)


@app.periodic(cron="35 21 * * *")  # 02:35 in the city
@app.task(name="roads.follow_segments", queueing_lock="roads.follow_segments", pass_context=False)
def follow_segments(timestamp: int = 0) -> int:  # noqa: ARG001
    """Carry what still lies on ended segments, should an announcement have been missed."""
    return carry_over(by=FOLLOWING).added


@app.periodic(cron="20 22 * * *")  # 03:20 in the city
@app.task(name="roads.learn_wear", queueing_lock="roads.learn_wear", pass_context=False)
def learn_wear(timestamp: int = 0) -> int:  # noqa: ARG001
    """Learn wear anew where surveys or works since the last fit teach something else; nothing new, no new row."""
    return len([fit_wear(by=WEAR, procedure=procedure, on=today()) for procedure in unlearnt(today())])


@app.periodic(cron="40 22 * * *")  # 03:40 in the city
@app.task(name="roads.count_register", queueing_lock="roads.count_register", pass_context=False)
def count_register(timestamp: int = 0) -> bool:  # noqa: ARG001
    """Count the whole register, once; where it says what it said when it was last counted, that count stands."""
    before = newest_inventory()
    return count_inventory(by=COUNTING, unless_same=True) != before


@app.periodic(cron="* * * * *")
@app.task(name="roads.solve_programmes", queueing_lock="roads.solve_programmes", pass_context=False)
def solve_programmes(timestamp: int = 0) -> int:  # noqa: ARG001 - the scheduler tells the time
    """Solve what was asked for, one after another; cut off, it begins the unfinished one again."""
    waiting = list(Plan.objects.of(KIND).filter(state="asked").order_by("asked_at", "pk"))
    for plan in waiting:
        reckon(plan)
    return len(waiting)
