"""What came of a case: decision kinds of the law, grounds of refusal, and the outcomes the public counts.

Outcomes are disjoint and cover every case, so published counts add up. In January–July 2020 the city reported
8,711 appeals of which 950 were satisfied and 8,491 "explained": more answers than appeals
(qazweek.kz, 13 Aug 2020).
"""

from dataclasses import dataclass
from enum import StrEnum

from qala.kernel.translated import Translated
from qala.proposals.rules.process import WORKFLOW


class DecisionKind(StrEnum):
    """Decisions the Code names (350-VI, art. 76; wording partly unverified)."""

    SATISFIED = "satisfied"
    PARTLY = "partly"
    REFUSED = "refused"
    EXPLAINED = "explained"
    REDIRECTED = "redirected"
    TERMINATED = "terminated"


class Outcome(StrEnum):
    """Where a case stands for the public; exactly one per case."""

    CONFIRMED = "confirmed"
    CLAIMED = "claimed"
    PLANNED = "planned"
    UNFUNDED = "unfunded"
    EXPLAINED = "explained"
    REFUSED = "refused"
    FORWARDED = "forwarded"
    WITHDRAWN = "withdrawn"
    OPEN = "open"


_BY_STATE = {
    "received": Outcome.OPEN,
    "triaged": Outcome.OPEN,
    "assigned": Outcome.OPEN,
    "in_work": Outcome.OPEN,
    "fixed_claimed": Outcome.CLAIMED,
    "confirmed": Outcome.CONFIRMED,
    "planned": Outcome.PLANNED,
    "explained": Outcome.EXPLAINED,
    "refused": Outcome.REFUSED,
    "forwarded": Outcome.FORWARDED,
}


def outcome_of(state: str, *, decision: str = "", funded: bool = True) -> Outcome:
    """The one public outcome of a case.

    ``decision`` is the kind of its last decision, ``funded`` whether a planned case has a money source.
    A withdrawn case stands in `explained` by the table but is counted on its own.
    """
    if state not in WORKFLOW.states:
        raise ValueError(f"no such state: {state}")
    if state == "explained" and decision == DecisionKind.TERMINATED:
        return Outcome.WITHDRAWN
    if state == "planned" and not funded:
        return Outcome.UNFUNDED
    return _BY_STATE[state]


@dataclass(frozen=True)
class Ground:
    """A ground of refusal: a slug to store, words to show, and how sure we are of its source."""

    slug: str
    title: Translated
    source: str = "assume"


REFUSAL_GROUNDS = (
    Ground(
        "against_law",
        Translated(
            kk="Ұсыныс заңға немесе нормаларға қайшы",
            ru="Предложение противоречит закону или нормам",
            en="The proposal is against the law or a binding standard",
        ),
    ),
    Ground(
        "against_plan",
        Translated(
            kk="Бұл жерге бекітілген бас жоспарда басқа нәрсе көзделген",
            ru="Утверждённый генплан предусматривает здесь другое",
            en="The approved city plan foresees something else here",
        ),
    ),
    Ground(
        "unsafe",
        Translated(
            kk="Орындалса, адамдарға қауіп төнеді",
            ru="Исполнение создаст опасность для людей",
            en="Doing it would put people in danger",
        ),
    ),
    Ground(
        "not_possible",
        Translated(
            kk="Техникалық тұрғыдан мүмкін емес",
            ru="Технически невозможно",
            en="It is technically impossible",
        ),
    ),
    Ground(
        "rights_of_others",
        Translated(
            kk="Жер немесе мүлік біреудің жеке меншігі, иесі келіспеді",
            ru="Земля или имущество принадлежит другому, владелец не согласен",
            en="The ground or thing belongs to someone else, who does not agree",
        ),
    ),
    Ground(
        "cost",
        Translated(
            kk="Шығыны пайдасынан анағұрлым көп, есебі қоса берілді",
            ru="Затраты намного больше пользы, расчёт приложен",
            en="It would cost far more than it gives; the sum is attached",
        ),
    ),
    Ground(
        "no_substance",
        Translated(
            kk="Мәтінде не сұралатыны айтылмаған, нақтылау сұрағына жауап келмеді",
            ru="В тексте нет просьбы, на уточняющий вопрос ответа не было",
            en="The text asks for nothing, and our question stayed unanswered",
        ),
        source="350-VI: an appeal without substance is not considered (wording unverified)",
    ),
    Ground(
        "decided_before",
        Translated(
            kk="Дәл осы мәселе бойынша шешім бар, жаңа дерек келтірілмеген",
            ru="По этому вопросу решение уже есть, новых фактов нет",
            en="The same matter is decided, and no new fact is given",
        ),
    ),
)

GROUND_SLUGS = frozenset(ground.slug for ground in REFUSAL_GROUNDS)
