"""What a resident handed in, on the same sheet every door fills."""

from qala.demo.city.shapes import CityPlan, PersonPlan, VoicePlan
from qala.demo.city.staff import all_posted
from qala.demo.fill.crowd import Crowd
from qala.demo.fill.ground import Ground
from qala.proposals.models import Placard
from qala.proposals.rules.sheet import AuthorSheet, Sheet

# How far an author is known, by the way the appeal came.
_KNOWN = {"site": "provider", "desk": "paper", "meeting": "paper", "phone": "unconfirmed", "placard": "one_time_code"}
_HELD = {3: "too_fast", 11: "device_budget"}


def sheet_of(voice: VoicePlan, crowd: Crowd, ground: Ground, placards: dict[str, Placard]) -> Sheet:
    """The sheet of a voice."""
    placard = placards.get(voice.placard)
    plan: CityPlan = crowd.plan
    author = plan.people[voice.author] if voice.author is not None else None
    return Sheet(
        text=voice.text,
        language=voice.language,
        track=voice.track,
        channel=voice.channel,
        category=voice.category if voice.steps else "",
        placard_id=placard.pk if placard else None,
        landmark_id=ground.landmarks.get(voice.landmark),
        street_id=ground.street_of(voice.segment),
        district_id=ground.districts.get(voice.district),
        longitude=voice.point[0] if voice.point else None,
        latitude=voice.point[1] if voice.point else None,
        place_text=_place(voice, placard),
        author=_author(voice, author, crowd) if author else AuthorSheet(),
        identity=_identity(voice),
        by_minor=placard is not None and placard.kind == "school",
        device=voice.device,
        held_for=_HELD.get(voice.number % 17, "") if not voice.steps else "",
        received_at=voice.submitted_at,
        accepted_by=_acceptor(voice, crowd),
    )


def _place(voice: VoicePlan, placard: Placard | None) -> str:
    if placard is not None and placard.kind == "bus":
        words = {"kk": f"№ {placard.route} автобус", "ru": f"автобус № {placard.route}", "en": f"bus {placard.route}"}
        return f"{words[voice.language]}, {placard.vehicle}"
    return voice.address_text


def _identity(voice: VoicePlan) -> str:
    if voice.author is None:
        return "anonymous"
    if voice.track != "appeal":
        return "unconfirmed"
    # One appeal in six waits for its author to confirm who they are: a flag, never a refusal.
    return "unconfirmed" if voice.number % 6 == 0 else _KNOWN.get(voice.channel, "unconfirmed")


def _author(voice: VoicePlan, person: PersonPlan, crowd: Crowd) -> AuthorSheet:
    appeal = voice.track == "appeal"
    return AuthorSheet(
        person_id=str(crowd.people[person.index].pk),
        name=person.full.get(person.language),
        iin=person.iin if appeal else "",
        postal_address=crowd.address(person) if appeal else "",
        phone=person.phone,
        email=person.email,
    )


def _acceptor(voice: VoicePlan, crowd: Crowd) -> str:
    """Who wrote it down, where somebody did."""
    role = {"phone": "operator", "desk": "triage_officer", "meeting": "protocol_controller"}.get(voice.channel)
    if role is None:
        return ""
    officials = all_posted(role)
    return crowd.key(officials[voice.number % len(officials)])
