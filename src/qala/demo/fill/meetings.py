"""Open meetings with the akim, their seats, and the questions that became cases."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from qala.demo.city.days import NOW
from qala.demo.city.departments import topic_of
from qala.demo.city.endings import tell
from qala.demo.city.frame import dice
from qala.demo.city.meetings import meetings
from qala.demo.city.shapes import CityPlan, MeetingPlan, VoicePlan
from qala.demo.city.stories import Tale
from qala.demo.fill.crowd import Crowd
from qala.demo.fill.ground import LOADER, Ground
from qala.kernel.translated import Translated
from qala.proposals.actions.history import load_meetings
from qala.proposals.models import Meeting, Proposal, Registration

FIRST_NUMBER = 900_000
_SEATS = 60
_HOST = "Қала әкімі"
_LASTS = timedelta(hours=2)
_STORIES = ("repaired", "planned", "explained", "planned_done", "unfunded", "refused", "redated")
_TITLE = Translated(kk="Әкіммен ашық кездесу", ru="Открытая встреча с акимом", en="An open meeting with the akim")


@dataclass(frozen=True)
class Question:
    """Asked in the hall: a voice like any other, and the seat it was asked from."""

    voice: VoicePlan
    seat: Registration


@dataclass
class Asked:
    """What was asked at the meetings. Seats are written once their cases are."""

    plan: CityPlan
    meetings: list[Meeting] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def __iter__(self) -> Iterator[Question]:
        return iter(self.questions)

    def take_seats(self, cases: Mapping[int, Proposal]) -> None:
        """Write meetings and seats; each question's seat names its case."""
        for question in self.questions:
            question.seat.proposal = cases[question.voice.number]
        load_meetings(by=LOADER, meetings=self.meetings, seats=[question.seat for question in self.questions])


def hold(plan: CityPlan, ground: Ground, crowd: Crowd) -> Asked:
    """The meetings of the plan: past ones were held, the next ones have questions sent in beforehand."""
    asked, random = Asked(plan), dice(plan.seed, "questions")
    for held in meetings(plan):
        meeting = _meeting(held, ground)
        asked.meetings.append(meeting)
        for index, (who, category, language, text) in enumerate(held.questions):
            at = held.held_at + timedelta(minutes=10 + 9 * index)
            if at > NOW:
                at = NOW - timedelta(days=1 + 2 * index, hours=index)
            steps = tell(random.choice(_STORIES), Tale(random, at, category, held.district, who))
            number = FIRST_NUMBER + len(asked.questions)
            voice = VoicePlan(
                number, text, language, language, category, topic_of(category), "appeal", "meeting", at, held.district,
                "", "", "", None, "", who, "", "", "meeting", steps,
            )  # fmt: skip
            name = crowd.plan.people[who].full.get(language)
            asked.questions.append(Question(voice, _seat(voice, meeting, name)))
    return asked


def _meeting(held: MeetingPlan, ground: Ground) -> Meeting:
    past = held.held_at < NOW
    return Meeting(
        title=_TITLE,
        place=Translated(kk=held.place.kk, ru=held.place.ru, en=held.place.en),
        district_id=ground.districts[held.district],
        starts_at=held.held_at,
        ends_at=held.held_at + _LASTS,
        seats=_SEATS,
        host=_HOST,
        held_at=held.held_at + _LASTS if past else None,
    )


def _seat(voice: VoicePlan, meeting: Meeting, name: str) -> Registration:
    came = meeting.starts_at - timedelta(minutes=5) if meeting.held_at else None
    return Registration(
        meeting=meeting,
        uid=uuid5(NAMESPACE_URL, f"urn:qala:demo:seat:{voice.number}"),
        name=name,
        question=voice.text,
        language=voice.language,
        registered_at=min(voice.submitted_at, meeting.starts_at - timedelta(days=2)),
        came_at=came,
    )
