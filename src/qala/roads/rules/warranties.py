"""Guarantees: their days come from the act, and a repair under one is a claim, not a payment."""

from datetime import date

from qala.kernel.workflow import Workflow
from qala.roads.rules.work_words import WARRANTY_WORDS

WARRANTY = Workflow(
    "warranty",
    rows=[
        ("running", "claim", "claimed"),
        ("claimed", "fix", "fixed"),
        ("fixed", "resume", "running"),
        ("claimed", "dispute", "disputed"),
        ("disputed", "uphold", "claimed"),
        ("disputed", "dismiss", "running"),
        ("running", "fall_due", "survey_due"),
        ("survey_due", "claim", "claimed"),
        ("claimed", "claim", "claimed"),
        ("disputed", "claim", "disputed"),
        ("survey_due", "release", "released"),
    ],
    start="running",
    words=WARRANTY_WORDS,
)


def last_day(act_on: date, years: int) -> date:
    """The last day of a guarantee; 29 February gives 28 February, as PostgreSQL adds years."""
    try:
        return act_on.replace(year=act_on.year + years)
    except ValueError:
        return date(act_on.year + years, 2, 28)
