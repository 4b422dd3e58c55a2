"""A planned voice as a story for the loader of `proposals`: keys for indexes, words for slots."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from qala.demo.city.days import NOW
from qala.demo.city.departments import owner_of
from qala.demo.city.shapes import CityPlan, StepPlan, VoicePlan
from qala.demo.city.staff import all_posted, posted
from qala.demo.fill.crowd import Crowd
from qala.demo.fill.ground import Ground
from qala.demo.fill.photos import Album
from qala.demo.fill.sheets import sheet_of
from qala.demo.fill.wording import Wording
from qala.proposals.models import Placard
from qala.proposals.rules.history import Story, Told

_SPACE = uuid5(NAMESPACE_URL, "urn:qala:demo")
_ALONE = frozenset({"photo_review"})
_PUBLISHED_OF_TEN = 8


class Teller:
    """Turns voices into stories. Stands on the rows that are there already."""

    def __init__(  # noqa: PLR0913 - the ground a story stands on
        self,
        plan: CityPlan,
        *,
        ground: Ground,
        crowd: Crowd,
        placards: dict[str, Placard],
        album: Album,
        said: Sequence[VoicePlan],
    ) -> None:
        self.plan, self.ground, self.crowd, self.placards, self.album = plan, ground, crowd, placards, album
        self.wording = Wording(plan)
        self.stops = {route.number: route.stops[0] for route in plan.routes if route.stops}
        self.points = {place.key: place.point for place in plan.landmarks}
        self.middles = {place.district: place.point for place in plan.landmarks}
        self.voices = {voice.number: voice for voice in said}
        self.storms: dict[str, int] = {}
        for voice in said:
            if voice.incident:
                self.storms.setdefault(voice.incident, voice.number)

    def uid(self, number: int) -> UUID:
        """The same voice has the same key in every demo of this size."""
        return uuid5(_SPACE, f"{self.plan.scale}/{number}")

    def story(self, voice: VoicePlan) -> Story:
        """Everything that was said and done, with who did it."""
        shares = self._shares_order_of(voice)
        # Only an appeal has a legal term; a signal that hangs on one keeps its own promise.
        left_out = _ALONE | {"extend"} if voice.track == "signal" else _ALONE
        steps = [self._told(voice, step) for step in voice.steps if step.verb not in left_out]
        if shares is not None:
            steps = [told for told in steps if told.verb != "order_works"]
        return Story(
            uid=self.uid(voice.number),
            sheet=sheet_of(voice, self.crowd, self.ground, self.placards),
            steps=tuple(sorted((*steps, *self._besides(voice, shares)), key=lambda told: told.at)),
            author=self.crowd.key(voice.author),
            twin_of=self.uid(voice.same_as) if voice.same_as else None,
            shares_order_of=self.uid(shares) if shares else None,
            incident=voice.incident,
        )

    def _shares_order_of(self, voice: VoicePlan) -> int | None:
        """A twin is mended under the order of the first case, a storm under one order."""
        if voice.same_as:
            return voice.same_as
        first = self.storms.get(voice.incident)
        return first if first != voice.number else None

    def _told(self, voice: VoicePlan, step: StepPlan) -> Told:
        verb = {"link_duplicate": "link"}.get(step.verb, step.verb)
        person = step.person
        if person is None:
            body = step.organisation or owner_of(voice.category, voice.district)
            found = posted(step.role, body)
            person = found if found is not None else posted("signer", "akimat")
        return Told(verb, step.at, self.crowd.key(person), step.role, self._facts(voice, step))

    def _facts(self, voice: VoicePlan, step: StepPlan) -> dict[str, object]:
        facts = self.wording.facts(step, voice.language)
        if step.verb == "assign":
            facts |= {"department": step.organisation or self.wording.default_of(voice.category)}
            facts |= {"reason": self.wording.by_hand(voice.language)}
        if step.verb == "order_works":
            facts |= {"executor": step.organisation or self.wording.default_of(voice.category)}
        if step.verb in ("plan", "redate"):
            facts |= {"place": voice.address_text or self.plan.name.get(voice.language)}
        if step.verb == "claim_fixed":
            facts |= self._where(voice) | {"picture": self.album.evidence(voice, step)}
        return facts

    def _where(self, voice: VoicePlan) -> dict[str, object]:
        """Where the evidence was made: at the case, where the bus was met, or at a place of the district."""
        point = voice.point or self.middles.get(voice.district)
        if voice.point is None and voice.placard:
            placard = self.placards[voice.placard]
            point = self.points.get(self.stops.get(placard.route, ""), point)
        return {"longitude": point[0], "latitude": point[1]} if point else {}

    def _besides(self, voice: VoicePlan, shares: int | None) -> Iterator[Told]:
        """What the plan leaves to the house: an appeal's text is read before it is shown, works are taken over."""
        sheet_waits = voice.track == "appeal" or self._at_school(voice)
        triage = next((step for step in voice.steps if step.verb == "triage"), None)
        if sheet_waits and triage and voice.number % 10 < _PUBLISHED_OF_TEN:
            seen = triage.at + timedelta(seconds=50)
            yield replace(self._told(voice, triage), verb="publish", at=seen, facts={})
        last = voice.steps[-1] if voice.steps else None
        if last and last.verb == "confirm" and last.role == "resident" and shares is None:
            at = last.at + timedelta(days=3)
            inspector = all_posted("inspector")[voice.number % 5]
            if at < NOW:
                yield Told("accept_works", at, self.crowd.key(inspector), "inspector")

    def _at_school(self, voice: VoicePlan) -> bool:
        return bool(voice.placard) and self.placards[voice.placard].kind == "school"
