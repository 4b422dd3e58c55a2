"""Drawn pictures of cases and of finished works, stored as the house stores them: the newest ones only.

Originals of older cases would have been forgotten by now, and a small city starts in a minute.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from hashlib import sha256

from qala.demo.city.days import NOW
from qala.demo.city.pictures import SIZE, Picture, kind_for, picture
from qala.demo.city.shapes import CityPlan, StepPlan, VoicePlan
from qala.demo.fill.ground import LOADER
from qala.proposals import picture_files
from qala.proposals.actions.history import load_photos
from qala.proposals.models import Photo, Proposal
from qala.proposals.rules.pictures import Box, covered, prepared

NEWEST = {"small": 120, "city": 600}
_EVIDENCE_SINCE = timedelta(days=60)
_ALT = {
    "kk": {"pothole": "Жолдағы шұңқыр", "pavement": "Сынған тротуар", "lamp": "Көшедегі шам бағаны",
           "rubbish": "Қоқыс үйіндісі", "swing": "Ойын алаңы", "tree": "Ағаш", "puddle": "Су жиналған жер",
           "stop": "Автобус аялдамасы", "cars": "Тұрған көліктер", "street": "Көше көрінісі"},
    "ru": {"pothole": "Яма на дороге", "pavement": "Разбитый тротуар", "lamp": "Уличный фонарь",
           "rubbish": "Куча мусора", "swing": "Детская площадка", "tree": "Дерево", "puddle": "Лужа",
           "stop": "Автобусная остановка", "cars": "Стоящие машины", "street": "Вид улицы"},
    "en": {"pothole": "A hole in the road", "pavement": "A broken pavement", "lamp": "A street lamp",
           "rubbish": "A heap of rubbish", "swing": "A playground", "tree": "A tree", "puddle": "A puddle",
           "stop": "A bus stop", "cars": "Parked cars", "street": "A street"},
}  # fmt: skip


class Album:
    """Which pictures this city has, drawn when they are asked for."""

    def __init__(self, plan: CityPlan) -> None:
        self.plan = plan
        self.evidence_files = 0
        self.pictures = 0

    def __len__(self) -> int:
        return self.pictures + self.evidence_files

    def evidence(self, voice: VoicePlan, step: StepPlan) -> str:
        """A path below MEDIA_ROOT for works claimed lately; earlier ones are shown by their act."""
        if step.at < NOW - _EVIDENCE_SINCE or voice.same_as or voice.incident or voice.number % 2:
            return ""
        self.evidence_files += 1
        drawn = picture(
            kind_for(voice.category), voice.number, point=voice.point, taken_at=step.at, seed=self.plan.seed, after=True
        )
        return picture_files.keep("evidence", [prepared(drawn.jpeg).jpeg])

    def newest(self, told: Sequence[VoicePlan]) -> list[VoicePlan]:
        """The latest voices that came with a picture."""
        found = [voice for voice in told if voice.photo][-NEWEST[self.plan.scale] :]
        self.pictures = len(found)
        return found

    def photo(self, voice: VoicePlan, case: Proposal) -> Photo:
        """One picture, prepared; covered and public where an officer has looked."""
        drawn = picture(
            voice.photo, voice.number, point=voice.point, taken_at=voice.submitted_at, seed=self.plan.seed
        )
        ready = prepared(drawn.jpeg)
        seen = next((step for step in voice.steps if step.verb == "photo_review"), None)
        boxes = boxes_of(drawn)
        photo = Photo(
            proposal=case,
            digest=sha256(drawn.jpeg).hexdigest(),
            upright=picture_files.keep("upright", [ready.jpeg]),
            width=ready.width,
            height=ready.height,
            fingerprint=ready.fingerprint,
            taken_longitude=ready.position.longitude if ready.position else None,
            taken_latitude=ready.position.latitude if ready.position else None,
            received_at=voice.submitted_at,
            state=Photo.State.UPRIGHT,
        )
        if seen is not None:
            photo.state, photo.reviewed_at = Photo.State.SHOWN, seen.at
            photo.covered = [box.row for box in boxes]
            photo.public = picture_files.keep("public", [covered(ready.jpeg, boxes)])
            photo.alt = _ALT[voice.language][voice.photo]
        return photo


def boxes_of(drawn: Picture) -> list[Box]:
    """Faces and plates as an officer would cover them: fractions of the picture, a little wider."""
    wide, high = SIZE
    return [
        Box.of((left / wide - 0.01, top / high - 0.01, (right - left) / wide + 0.02, (bottom - top) / high + 0.02))
        for left, top, right, bottom in (*drawn.faces, *drawn.plates)
    ]


def hang_pictures(album: Album, told: Sequence[VoicePlan], cases: Mapping[int, Proposal]) -> None:
    """Draw and store the newest pictures."""
    load_photos(by=LOADER, photos=[album.photo(voice, cases[voice.number]) for voice in album.newest(told)])
