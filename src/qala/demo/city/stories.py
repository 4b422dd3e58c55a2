"""What happens to a case after it is sent: steps with moments, drawn so that the figures are not flattering.

A story is a list of steps from ``received``; each is a verb of the workflow (listening.md, section 4) or one of
``EVENTS``, which move nothing. A step that would lie after ``days.NOW`` has not happened yet: the case is open.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from qala.demo.city.days import NOW, office_days_later, office_time, wait
from qala.demo.city.departments import OUTSIDE, owner_of
from qala.demo.city.replies import GROUNDS, money_for, words
from qala.demo.city.shapes import StepPlan
from qala.demo.city.staff import all_posted, posted

EVENTS = frozenset(
    {"support", "ask", "answer", "extend", "photo_review", "link_duplicate", "join_incident", "answer_incident",
     "close_incident", "upgrade", "order_works"}
)
# How cases go, in parts of a thousand. "silent" is never touched again after it was given to a department.
SHARES = {
    "repaired": 215, "claimed": 95, "contested": 62, "planned": 60, "planned_done": 40, "redated": 24, "unfunded": 34,
    "explained": 142, "explained_contested": 26, "refused": 78, "refused_contested": 12, "forwarded": 60,
    "forwarded_late": 22, "came_back": 14, "football": 34, "silent": 56, "extended": 60, "asked": 20, "withdrawn": 12,
    "reopened": 8, "upgraded": 12,
}  # fmt: skip


@dataclass(slots=True)
class Tale:
    """A story being told: the clock of one case, its owner, and the steps so far."""

    random: Random
    at: datetime
    category: str
    district: str
    author: int | None
    office: str = ""
    steps: list[StepPlan] = field(default_factory=list)

    def step(self, verb: str, role: str, median_days: float, organisation: str = "", **facts: str | int) -> None:
        """Let time pass, then act: officials in office hours, residents whenever they like."""
        later = self.at + wait(median_days, self.random, 0.3 if verb == "extend" else 0.7)
        self.at = later if role == "resident" else office_time(later, self.random)
        body = organisation or self.office
        person = self.author if role == "resident" else self._official(role, body)
        self.steps.append(StepPlan(verb, self.at, role, body, person, dict(facts)))

    def _official(self, role: str, body: str) -> int | None:
        if role in ("inspector", "triage_officer", "photo_redactor", "operator"):
            return self.random.choice(all_posted(role))
        return posted(role, body)

    def said(self, verb: str, key: str = "*", **slots: str) -> dict[str, str]:
        return dict(zip(("kk", "ru", "en"), words(verb, key, self.random, **slots), strict=True))

    def day(self, office_days: int) -> str:
        return office_days_later(self.at, office_days).isoformat()


def triage(tale: Tale) -> None:
    tale.step("triage", "triage_officer", 0.35, "digital", category=tale.category)


def _assign(tale: Tale, office: str = "") -> None:
    tale.office = office or owner_of(tale.category, tale.district)
    tale.step("assign", "dispatcher", 0.4)


def works(tale: Tale, days: float = 4.0) -> None:
    due = tale.day(max(3, int(days * 3)))
    order = words("order", "*", tale.random)
    money = money_for(tale.category)
    tale.step("order_works", "dispatcher", 0.8, due_on=due, money_source=money, kk=order[0], ru=order[1], en=order[2])
    tale.step("start", "executor", 0.7)
    claim(tale, days)


def claim(tale: Tale, days: float) -> None:
    said = tale.said("claim_fixed", tale.category)
    act = f"A-{tale.random.randint(100, 9999)}"
    tale.step("claim_fixed", "executor", days, evidence="photo", act=act, **said)


def confirm(tale: Tale) -> None:
    """Residents confirm two of five, an inspector the rest after the resident's silence."""
    said = tale.said("confirm")
    if tale.author is not None and tale.random.random() < 0.45:
        tale.step("confirm", "resident", 1.5, **said)
    else:
        tale.step("confirm", "inspector", 5.0, "inspection", **said)


def contest(tale: Tale, after_days: float = 2.0) -> None:
    said = tale.said("contest")
    verb_by = "resident"
    if tale.steps[-1].verb == "claim_fixed" and (tale.author is None or tale.random.random() < 0.4):
        verb_by = "inspector"
    body = "inspection" if verb_by == "inspector" else ""
    tale.step("contest", verb_by, after_days, body, **said)


def _plan(tale: Tale, days: int = 60, *, funded: bool = True) -> None:
    due = tale.day(days)
    said = tale.said("plan" if funded else "unfunded", due=due, office=tale.office)
    money = money_for(tale.category) if funded else ""
    when = "due_on" if funded else "review_on"
    tale.step("plan", "signer", 5.0, owner=tale.office, money_source=money, **said, **{when: due})


def explain(tale: Tale) -> None:
    said = tale.said("explain", due=tale.day(9))
    tale.step("explain", "signer", 5.5, **said)


def refuse(tale: Tale) -> None:
    ground = tale.random.choice(GROUNDS)
    said = tale.said("refuse", ground)
    tale.step("refuse", "signer", 6.0, ground=ground, **said)


def _forward(tale: Tale, *, late: bool = False) -> None:
    to = OUTSIDE.get(tale.category, "housing_manager")
    number = f"{to[:3].upper()}-{tale.random.randint(1000, 9999)}"
    said = tale.said("forward", office=to, number=number)
    tale.step("forward", "signer", 6.0 if late else 0.4, to=to, their_number=number, **said)


def _give_back(tale: Tale) -> None:
    said = tale.said("give_back")
    tale.step("give_back", "dispatcher", 2.5, **said)


def repaired(tale: Tale) -> None:
    _assign(tale)
    works(tale)
    confirm(tale)


def claimed(tale: Tale) -> None:
    """Said to be done, and nobody has confirmed it."""
    _assign(tale)
    works(tale, 6)


def contested(tale: Tale) -> None:
    _assign(tale)
    works(tale)
    contest(tale)
    claim(tale, 6)
    if tale.random.random() < 0.7:
        confirm(tale)


def reopened(tale: Tale) -> None:
    """Confirmed by an inspector, contested by the author within the window, mended again."""
    _assign(tale)
    works(tale)
    said = tale.said("confirm")
    tale.step("confirm", "inspector", 3.0, "inspection", **said)
    tale.at += timedelta(days=3)
    contest(tale, 1.0)
    claim(tale, 7)
    confirm(tale)


def planned(tale: Tale) -> None:
    _assign(tale)
    _plan(tale, tale.random.randint(40, 170))


def planned_done(tale: Tale) -> None:
    _assign(tale)
    _plan(tale, 45)
    tale.at += timedelta(days=tale.random.randint(12, 50))
    works(tale, 9)
    confirm(tale)


def redated(tale: Tale) -> None:
    _assign(tale)
    _plan(tale, 40)
    tale.at += timedelta(days=tale.random.randint(30, 50))
    due = tale.day(60)
    said = tale.said("redate", due=due, office=tale.office)
    money = money_for(tale.category)
    tale.step("redate", "signer", 2.0, owner=tale.office, money_source=money, due_on=due, **said)
    if tale.random.random() < 0.4:
        tale.at += timedelta(days=25)
        works(tale, 9)
        confirm(tale)


def unfunded(tale: Tale) -> None:
    _assign(tale)
    _plan(tale, 120, funded=False)


def explained(tale: Tale) -> None:
    _assign(tale)
    explain(tale)


def explained_contested(tale: Tale) -> None:
    _assign(tale)
    explain(tale)
    contest(tale, 3)
    repaired(tale)


def refused(tale: Tale) -> None:
    _assign(tale)
    refuse(tale)


def refused_contested(tale: Tale) -> None:
    _assign(tale)
    refuse(tale)
    contest(tale, 4)
    _assign(tale)
    if tale.random.random() < 0.5:
        _plan(tale, 90)
    else:
        explain(tale)


def forwarded(tale: Tale) -> None:
    _forward(tale)


def forwarded_late(tale: Tale) -> None:
    """Forwarded after the three working days the law gives: a recorded breach."""
    _assign(tale)
    _forward(tale, late=True)


def came_back(tale: Tale) -> None:
    _forward(tale)
    said = tale.said("come_back")
    number = str(tale.steps[-1].facts["their_number"])
    tale.step("come_back", "dispatcher", 7.0, "digital", their_number=number, **said)
    repaired(tale)


def football(tale: Tale) -> None:
    """Passed round two to four offices before somebody works: hops are counted, the clock never restarts."""
    others = [tale.district, "urban_environment", "comfortable_environment", "housing"]
    for office in tale.random.sample(others, tale.random.randint(1, 3)):
        _assign(tale, office)
        _give_back(tale)
    _assign(tale)
    if tale.random.random() < 0.7:
        works(tale, 7)
        confirm(tale)


def silent(tale: Tale) -> None:
    """Given to a department, which never answers: overdue unless it is still young."""
    _assign(tale)


def extended(tale: Tale) -> None:
    _assign(tale)
    said = tale.said("extend")
    # Before the fifteen working days end, else the law does not allow it.
    until = tale.day(26)
    tale.step("extend", "signer", 2.5, until_on=until, notice="sent", **said)
    works(tale, 14)
    confirm(tale)


def asked(tale: Tale) -> None:
    _assign(tale)
    question, reply = tale.said("ask"), tale.said("answer")
    tale.step("ask", "dispatcher", 1.0, **question)
    if tale.random.random() < 0.75:
        tale.step("answer", "resident", 1.5, **reply)
        works(tale)
        confirm(tale)
    else:
        tale.at += timedelta(days=8)
        said = tale.said("refuse", "no_substance")
        tale.step("refuse", "signer", 2.0, ground="no_substance", **said)


def withdrawn(tale: Tale) -> None:
    said = tale.said("withdraw")
    tale.step("withdraw", "resident", 2.0, **said)


def upgraded(tale: Tale) -> None:
    """A signal becomes an appeal: the statutory clock starts, the first moment stays visible."""
    tale.step("upgrade", "resident", 2.0)
    repaired(tale)


STORIES: dict[str, Callable[[Tale], None]] = {
    story.__name__: story
    for story in (
        repaired, claimed, contested, planned, planned_done, redated, unfunded, explained, explained_contested, refused,
        refused_contested, forwarded, forwarded_late, came_back, football, silent, extended, asked, withdrawn, reopened,
        upgraded,
    )
}  # fmt: skip
# Only the author may do something in these, so they need one; an anonymous case is mended instead.
NEEDS_AUTHOR = frozenset({"explained_contested", "refused_contested", "reopened", "asked", "withdrawn", "upgraded"})


def draw_story(random: Random, category: str, track: str, author: int | None) -> str:
    """Draw how a case goes. Only networks and the like are forwarded, only signals upgraded, only appeals extended."""
    story = random.choices(list(SHARES), weights=list(SHARES.values()))[0]
    if story in NEEDS_AUTHOR and author is None:
        return "repaired"
    if (story == "upgraded" and track == "appeal") or (story == "extended" and track == "signal"):
        return "repaired"
    if story in ("forwarded", "forwarded_late", "came_back") and category not in OUTSIDE:
        return "explained" if random.random() < 0.6 else "repaired"
    return story


def supports(tale: Tale, residents: range, likely: float) -> list[StepPlan]:
    """Let other residents say "me too" in the days after."""
    if tale.random.random() > likely:
        return []
    found, at = [], tale.at
    for person in tale.random.sample(residents, 1 + min(24, int(tale.random.expovariate(0.45)))):
        at += wait(0.6, tale.random)
        if person != tale.author and at < NOW:
            found.append(StepPlan("support", at, "resident", "", person))
    return found
