"""How old cases end: a city comes back to what it left lying, late and not always well; a few lie to this day."""

from datetime import date, datetime, time, timedelta
from random import Random

from qala.demo.city.days import CITY, NOW
from qala.demo.city.replies import money_for
from qala.demo.city.shapes import StepPlan
from qala.demo.city.stories import STORIES, Tale, claim, confirm, contest, explain, refuse, triage, works

LEFT_LYING = 0.07
"""So many of those without an end are never touched again: every city has such drawers (assumption)."""
_RETURNS_WITHIN = (25, 150)
"""Days after which somebody comes back to a case: a complaint, a round of checks (assumption)."""


def tell(story: str, tale: Tale) -> tuple[StepPlan, ...]:
    """Tell a story from receipt on, up to now."""
    triage(tale)
    STORIES[story](tale)
    # A draw of its own: an ending changes no other voice.
    tale.random = Random(f"{story} {tale.at.isoformat()} {tale.category}")  # noqa: S311 - a plan, not a secret
    _end(tale)
    return tuple(step for step in tale.steps if step.at < NOW)


def _end(tale: Tale) -> None:
    last = tale.steps[-1]
    ending = {"assign": _after_silence, "claim_fixed": _after_claim, "plan": _after_plan, "redate": _after_plan}
    if last.verb in ending and tale.random.random() > LEFT_LYING:
        ending[last.verb](tale)


def _after_silence(tale: Tale) -> None:
    """Found by a round of checks: mended at last, explained, or refused, always late."""
    _later(tale, *_RETURNS_WITHIN)
    drawn = tale.random.random()
    if drawn < 0.4:
        works(tale, 8)
        _after_claim(tale)
    elif drawn < 0.8:
        explain(tale)
    else:
        refuse(tale)


def _after_claim(tale: Tale) -> None:
    """An inspector comes: two of three claims hold, the others are mended again and seen again."""
    _later(tale, 12, 80)
    if tale.random.random() < 0.35:
        contest(tale, 2.0)
        claim(tale, 9)
    confirm(tale)


def _after_plan(tale: Tale) -> None:
    """The promised day comes: kept, kept late, moved, or taken back."""
    facts = tale.steps[-1].facts
    due = date.fromisoformat(str(facts.get("due_on") or facts["review_on"]))
    drawn = tale.random.random()
    if drawn < 0.5:
        _until(tale, due - timedelta(days=tale.random.randint(-9, 20)))
        works(tale, 6)
        _after_claim(tale)
    elif drawn < 0.75:
        _until(tale, due - timedelta(days=tale.random.randint(1, 6)))
        until = tale.day(tale.random.randint(40, 90))
        said = tale.said("redate", due=until, office=tale.office)
        money = money_for(tale.category)
        tale.step("redate", "signer", 0.5, owner=tale.office, money_source=money, due_on=until, **said)
        if tale.steps[-1].at < NOW:
            _after_plan(tale)
    else:
        _until(tale, due - timedelta(days=tale.random.randint(-15, 10)))
        refuse(tale)


def _later(tale: Tale, least: int, most: int) -> None:
    tale.at += timedelta(days=tale.random.randint(least, most))


def _until(tale: Tale, day: date) -> None:
    tale.at = max(tale.at + timedelta(days=1), datetime.combine(day, time(11), CITY).astimezone(tale.at.tzinfo))
