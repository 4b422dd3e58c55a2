"""What a resident sees of Signalen's workflow, as paths in ours (names of states: Amsterdam/signals, workflow.py).

`SEEN` gives for each of their states the points of ours that stand for it. A point is one of our states, `withdrawn`
(explained by withdrawal), or a state followed by `+asked` or `+replied`: waiting for the author is a pause beside it.
States a resident never learns of stand in `UNSEEN` with the reason; a path through them counts as one visible step.
"""

from collections import deque

from qala.proposals.rules.process import WORKFLOW

OPEN = ("received", "triaged", "assigned", "in_work", "planned")

SEEN = {
    "GEMELD": ("received", "triaged"),  # reported
    "AFWACHTING": ("assigned",),  # waiting to be dealt with
    "BEHANDELING": ("in_work",),  # being dealt with
    "INGEPLAND": ("planned",),
    "AFGEHANDELD": ("explained", "refused", "confirmed"),  # dealt with
    "GEANNULEERD": ("withdrawn",),  # cancelled
    "VERZOEK_TOT_HEROPENEN": ("triaged", "in_work"),  # a contest needs nobody's permission: it reopens at once
    "HEROPEND": ("triaged", "in_work"),  # reopened
    "DOORGEZET_NAAR_EXTERN": ("forwarded",),  # passed to an outside body
    "VERZOEK_TOT_AFHANDELING": ("fixed_claimed",),  # the executor asks to close
    "REACTIE_GEVRAAGD": tuple(f"{state}+asked" for state in OPEN),  # the author is asked
    "REACTIE_ONTVANGEN": tuple(f"{state}+replied" for state in OPEN),  # the author replied
}

UNSEEN = {
    "LEEG": "the empty state before a case exists",
    "TE_VERZENDEN": "outbox: waiting to be sent to another system",
    "VERZONDEN": "outbox: sent",
    "VERZENDEN_MISLUKT": "outbox: sending failed, tried again",
    "AFGEHANDELD_EXTERN": "outbox: the other system's answer, before a person here has looked at it",
    "ON_HOLD": "cannot be reached from the start (historical)",
    "GESPLITST": "a link of ours; cannot be reached from the start (historical)",
}


def visible_edges(theirs):
    """Their steps between seen states, with what happens out of sight in between left out."""
    for state in SEEN:
        waiting, met = deque(theirs[state]), set()
        while waiting:
            after = waiting.popleft()
            if after in met:
                continue
            met.add(after)
            if after in SEEN:
                yield state, after
            else:
                waiting.extend(theirs[after])


def steps_from(point):
    """Our lawful steps from a point: verbs of the table, and asking the author while the case is open."""
    state, _, pause = point.partition("+")
    state = "explained" if state == "withdrawn" else state
    for verb in WORKFLOW.verbs(state):
        yield verb, "withdrawn" if verb == "withdraw" else WORKFLOW.after(state, verb)
    if state in OPEN:
        yield "ask", f"{state}+asked"
    if pause == "asked":
        yield "reply", f"{state}+replied"


def path(start, goals):
    """The shortest row of steps from a point to one of the goals; None where there is none."""
    waiting, met = deque([(start, ())]), {start}
    while waiting:
        point, done = waiting.popleft()
        if point in goals or (not done and point.partition("+")[0] in goals):
            return done
        for verb, after in steps_from(point):
            if after not in met:
                met.add(after)
                waiting.append((after, (*done, verb)))
    return None
