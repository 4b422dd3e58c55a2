"""From a row of the outbox to the words that leave: in full by e-mail and post, number, state and link elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from qala.kernel.clock import local
from qala.proposals.letters import sealed
from qala.proposals.letters.passages import passage
from qala.proposals.letters.words import CONTEST, FROM, IN_ANOTHER_LANGUAGE, SHORT_CODE, SHORT_CONFIRM, STOP, WORDS
from qala.proposals.models import Letter, Meeting, Proposal, Subscription
from qala.proposals.rules.slots import filled
from qala.proposals.rules.words import STATE_WORDS
from qala.ui import speech

#: Letters that go to an address nobody has confirmed yet: there are no news to stop.
UNASKED = ("confirm_address", "one_time_code")


@dataclass(frozen=True)
class Message:
    """What an adapter sends. `reference` is the same in every try."""

    way: str
    address: str
    language: str
    subject: str
    text: str
    reference: str
    unsubscribe: str = ""


def compose(letter: Letter) -> Message:
    """The words of a letter in its reader's language."""
    known = WORDS[letter.template]
    slots = slots_of(letter)
    follower = follower_of(letter)
    stop = sealed.end_address(follower.pk) if follower and letter.template not in UNASKED else ""
    is_full = letter.way in (Letter.Way.EMAIL, Letter.Way.POST)
    return Message(
        way=letter.way,
        address=letter.address,
        language=letter.language,
        subject=filled(known.subject.get(letter.language), slots),
        text=_in_full(letter, slots, stop) if is_full else _in_short(letter, slots),
        reference=f"qala-letter-{letter.pk}",
        unsubscribe=stop,
    )


def follower_of(letter: Letter) -> Subscription | None:
    """The living subscription this letter goes to."""
    if letter.proposal_id is None:
        return None
    found = Subscription.objects.filter(
        proposal=letter.proposal_id, way=letter.way, address=letter.address, ended_at=None
    )
    return found.first()


def slots_of(letter: Letter) -> dict[str, str]:
    """Everything a text may name, as words."""
    words = {name: str(value) for name, value in letter.slots.items()}
    words["city"] = str(settings.CITY_NAME.get(letter.language, ""))
    if letter.proposal is not None:
        words |= _of_case(letter.proposal, letter)
    if "meeting" in letter.slots:
        words |= _of_meeting(letter)
    if letter.template == "confirm_address":
        words["link"] = sealed.confirm_address(int(letter.slots["subscription"]))
    return words


def _of_case(case: Proposal, letter: Letter) -> dict[str, str]:
    language, forwarded = letter.language, case.decisions.filter(kind="redirected").last()
    state = STATE_WORDS.get(str(letter.slots.get("state") or case.state))
    return {
        "number": case.number,
        "state": state.get(language) if state else "",
        "link": case_address(case),
        "due": speech.day_words(case.due_on, language) if case.due_on else "—",
        "promised": speech.day_words(case.promised_on, language) if case.promised_on else "—",
        "department": case.department.names.get(language) if case.department else "—",
        "addressee": forwarded.forwarded_to if forwarded else "—",
        "parts": _parts_of(case) if letter.template == "split" else "—",
    }


def _parts_of(case: Proposal) -> str:
    """The numbers of the cases one message was split into."""
    parts = Proposal.objects.filter(links__target=case, links__kind="split", links__undone_at=None).order_by("pk")
    return ", ".join(part.number for part in parts) or "—"


def _of_meeting(letter: Letter) -> dict[str, str]:
    meeting = Meeting.objects.filter(pk=letter.slots["meeting"]).first()
    if meeting is None:
        return {}
    return {
        "meeting": meeting.title.get(letter.language),
        "where": meeting.place.get(letter.language),
        "when": speech.moment_words(local(meeting.starts_at), letter.language),
        "link": sealed.seat_address(int(letter.slots["seat"]), mailed=True),
    }


def case_address(case: Proposal) -> str:
    """The public page of a case. Never the talon's address: that one is its author's alone."""
    try:
        path = reverse("proposals:case", args=[case.number])
    except NoReverseMatch:
        path = f"/proposals/{case.number}/"
    return settings.PUBLIC_URL.rstrip("/") + path


def _in_short(letter: Letter, slots: Mapping[str, str]) -> str:
    """Telegram and SMS: number, state and link, nothing of anybody's words."""
    if letter.template == "one_time_code":
        return filled(SHORT_CODE.get(letter.language), slots)
    if letter.template == "confirm_address":
        return filled(SHORT_CONFIRM.get(letter.language), slots)
    if "meeting" in letter.slots or letter.template == "notice":
        return filled(WORDS[letter.template].subject.get(letter.language) + ". {link}", slots)
    sign = "No. " if letter.language == "en" else "№"
    return filled(sign + "{number}: {state}. {link}", slots)


def _in_full(letter: Letter, slots: Mapping[str, str], stop: str) -> str:
    known, language = WORDS[letter.template], letter.language
    paragraphs = [filled(known.body.get(language), slots)]
    quoted = passage(letter, known.carries) if known.carries else None
    if quoted is not None:
        if quoted.language != language:
            paragraphs.append(IN_ANOTHER_LANGUAGE.get(language))
        paragraphs.append("\n".join(f"> {line}" for line in quoted.text.splitlines()))
    if known.offers_contest:
        paragraphs.append(CONTEST.get(language))
    if letter.template != "one_time_code":
        paragraphs.append(slots.get("link", ""))
    ending = filled(FROM.get(language), slots)
    paragraphs.append(f"{ending}\n{STOP.get(language)}: {stop}" if stop else ending)
    return "\n\n".join(part for part in paragraphs if part)
