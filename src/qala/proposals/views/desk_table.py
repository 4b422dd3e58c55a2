"""Every verb of the desk in one table: the steps of the process, then the papers around them."""

from qala.proposals.views.desk_answers import ANSWERS
from qala.proposals.views.desk_family import FAMILY
from qala.proposals.views.desk_public import SHOWING
from qala.proposals.views.desk_steps import STEPS
from qala.proposals.views.desk_verb import DeskVerb

VERBS: dict[str, DeskVerb] = {verb.slug: verb for verb in (*STEPS, *ANSWERS, *SHOWING, *FAMILY)}
