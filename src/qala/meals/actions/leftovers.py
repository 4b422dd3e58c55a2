"""What came back from the tables is weighed by the canteen; a mistake is weighed again, and both stay."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now, today
from qala.kernel.refusals import Refusal, require
from qala.meals.models import Leftover, Service
from qala.meals.policies import may_weigh
from qala.meals.queries.settings import offline_window
from qala.people.refusing import unstorable
from qala.roster.models import School
from qala.roster.queries import is_open

HEAVIEST = 2_000_000  # grams: two tonnes come back from no school


@transaction.atomic
def weigh(*, by: Actor, school: School, day: date, service: Service, grams: int) -> Leftover:
    """Write down what came back from the tables of a service, in grams. Again: the newest weighing holds."""
    require(may_weigh(by, school))
    if not today() - offline_window() <= day <= today() or not is_open(school, day):
        raise Refusal(_("Leftovers are weighed on a school day, within the days a sheet may come."), code="day")
    if not 0 <= grams <= HEAVIEST:
        raise Refusal(_("Look at the scales again."), code="weight")
    before = Leftover.objects.filter(school=school, day=day, service=service).count()
    row = Leftover(
        school=school, day=day, service=service, version=before + 1, grams=grams, weighed_by=by.actor_key, at=now()
    )
    with unstorable("one_weighing_per_service_and_version", _("Somebody weighed just now. Look again."), "weighed"):
        row.save(force_insert=True)
    record(by, "meals.leftover.weighed", row, school=school.slug, day=day, grams=grams, version=row.version)
    return row
