"""Questions are asked once, explained by the school and answered by the department. None refuses food or accuses."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import now
from qala.kernel.refusals import Refusal, require
from qala.meals.models import Flag, FlaggedMeal
from qala.meals.policies import is_department, may_explain, may_keep_money
from qala.meals.queries.flags import Found, questions
from qala.meals.queries.flags.late import unasked
from qala.meals.queries.flags.resigned import Unsound, asked_of, unsound
from qala.people.rules import clean_text

ANSWERS = ("explained", "error", "fraud")


@transaction.atomic
def raise_flags(*, by: Actor, month: date) -> int:
    """Ask every question of a month. Asked again it only adds what is new; an answered question stays answered.

    Meals that come after the answer are asked about anew.
    """
    require(may_keep_money(by))
    found = questions(month)
    raised = _ask(found)
    record(by, "meals.flags.raised", f"meals.month:{month:%Y-%m}", raised=raised, found=len(found))
    return raised


@transaction.atomic
def recheck_signatures(*, by: Actor, since: date | None = None, newest: int | None = None) -> list[Unsound]:
    """Read stored presses again; what its terminal did not sign, or a row that says something else, is asked about."""
    require(may_keep_money(by))
    found = list(unsound(since, newest))
    raised = _ask(asked_of(found))
    record(by, "meals.signatures.rechecked", "meals.serviceevent:all", raised=raised, found=len(found))
    return found


def _ask(found: Sequence[Found]) -> int:
    """Write questions down, once each; the meals they name wait while they are open."""
    before = Flag.objects.count()
    told = unasked(found)
    Flag.objects.bulk_create(
        (
            Flag(
                rule=one.rule, school_id=one.school, day=one.day, until_on=one.until_on, count=one.count,
                threshold=one.threshold, tiyn=one.tiyn, about=one.about, raised_at=now(),
            )
            for one in told
        ),
        ignore_conflicts=True,
    )  # fmt: skip
    asked = {
        (flag.rule, flag.school_id, flag.day, flag.about): flag
        for flag in Flag.objects.filter(answered_at=None, school__in={one.school for one in told})
    }
    flags = ((asked.get((one.rule, one.school, one.day, one.about)), one) for one in told if one.meals)
    FlaggedMeal.objects.bulk_create(
        (FlaggedMeal(flag=flag, meal_id=meal) for flag, one in flags if flag for meal in one.meals),
        ignore_conflicts=True,
    )
    return Flag.objects.count() - before


@transaction.atomic
def explain(*, by: Actor, flag: Flag, explanation: str) -> Flag:
    """The school says why its numbers are so. The question stays open until the department answers."""
    require(may_explain(by, flag.school))
    if flag.answered_at is not None:
        raise Refusal(_("This question is answered already."), code="answered", status=409)
    flag.explanation = clean_text(explanation)[:500]
    flag.save(update_fields=["explanation"])
    record(by, "meals.flag.explained", flag)
    return flag


@transaction.atomic
def answer(*, by: Actor, flag: Flag, verdict: str, explanation: str = "") -> Flag:
    """Answer a question: explained, an error, or fraud. A written reason stands beside it.

    Explained, its lines wait no longer. After the others they wait until they are taken back, or until another officer
    finds an explanation after all.
    """
    require(is_department(by))
    if verdict not in ANSWERS:
        raise Refusal(_("An answer is one of: explained, error, fraud."), code="unknown_answer")
    if flag.answer and (flag.answer == "explained" or verdict != "explained"):
        raise Refusal(_("This question is answered already."), code="answered", status=409)
    if flag.answered_by == by.actor_key:
        raise Refusal(_("Who answered a question does not change the answer."), code="same_person")
    flag.explanation = clean_text(explanation)[:500] or flag.explanation
    if not flag.explanation:
        raise Refusal(_("Say why."), code="reason_missing")
    flag.answer, flag.answered_at, flag.answered_by = verdict, flag.answered_at or now(), by.actor_key
    flag.save(update_fields=["answer", "answered_at", "answered_by", "explanation"])
    record(by, "meals.flag.answered", flag, rule=flag.rule, verdict=verdict)
    return flag
