"""The road passport: its steps, what it must say, how long it holds."""

from datetime import date

from qala.kernel.workflow import Workflow

WORKFLOW = Workflow(
    name="roads.passport",
    start="draft",
    rows=[
        ("draft", "survey", "surveyed"),
        ("surveyed", "check", "checked"),
        ("surveyed", "send_back", "draft"),
        ("checked", "approve", "approved"),
        ("checked", "send_back", "draft"),
        ("approved", "supersede", "superseded"),
    ],
)
VALID_YEARS = 5  # [set] where no dated row of the city says otherwise
ACCOUNT_WITHIN_DAYS = 365  # technical accounting within a year of the acceptance act


def year_after(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def valid_until(approved_on: date, works_since: date | None, years: int = VALID_YEARS) -> date:
    """The last day on which an approved passport still holds: until the next works, or so many years."""
    at_most = year_after(approved_on, years)
    return min(at_most, works_since) if works_since is not None and works_since > approved_on else at_most


def is_overdue(act_on: date | None, approved_on: date | None, today: date, within: int = ACCOUNT_WITHIN_DAYS) -> bool:
    """Whether more than a year passed after an acceptance act without a passport that knows of it."""
    if act_on is None or (approved_on is not None and approved_on >= act_on):
        return False
    return (today - act_on).days > within
