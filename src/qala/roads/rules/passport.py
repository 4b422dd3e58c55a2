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


def valid_until(approved_on: date, unknown_act_on: date | None, years: int = VALID_YEARS) -> date:
    """The last day on which an approved passport holds: until the first works it does not know, or so many years."""
    at_most = year_after(approved_on, years)
    return min(at_most, unknown_act_on) if unknown_act_on is not None else at_most


def is_overdue(unknown_act_on: date | None, today: date, within: int = ACCOUNT_WITHIN_DAYS) -> bool:
    """Whether more than a year passed after the first acceptance act that no passport knows of."""
    return unknown_act_on is not None and (today - unknown_act_on).days > within
