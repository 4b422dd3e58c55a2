"""How far the search for a plan is, for whoever reads its page: no change of the plan, so no line of the journal."""

from qala.planning.models import Plan
from qala.planning.rules.stages import Stage, Tell


class SetAsideError(Exception):
    """Whoever asked does not want the plan any more."""


def noting(plan: Plan) -> Tell:
    """Hears of stages and writes the last one beside the plan; ends the search of one that was set aside."""

    def note(stage: Stage) -> None:
        if not Plan.objects.filter(pk=plan.pk, state="asked").update(progress=stage.told()):
            raise SetAsideError

    return note
