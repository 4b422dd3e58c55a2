"""A clock that waits for the author, said to the database: the twin of the paused phase of `rules.clock`."""

from django.db.models import DateField, Exists, OuterRef, Q, Subquery
from django.db.models.functions import TruncDate

from qala.kernel.clock import CITY
from qala.proposals.models import Norm, Pause
from qala.proposals.rules.norms import ANSWER


def term_waits() -> Q:
    """Cases with an open question that stops the term: the norm says so, and the last day had not yet come."""
    registered = OuterRef("proposal__registered_on")
    norm = (
        Norm.objects.filter(slug=ANSWER, kind="", track=OuterRef("proposal__track"), from_on__lte=registered)
        .filter(Q(until_on=None) | Q(until_on__gte=registered))
        .order_by("-from_on")
    )
    open_questions = Pause.objects.filter(proposal=OuterRef("pk"), answered_at=None).alias(
        asked_on=TruncDate("asked_at", tzinfo=CITY, output_field=DateField()),
        stops=Subquery(norm.values("pause_stops")[:1]),
    )
    return Q(Exists(open_questions.filter(asked_on__lt=OuterRef("due_on"), stops=True)))
