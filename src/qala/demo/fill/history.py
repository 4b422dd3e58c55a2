"""Two years of voices, told in portions that never part a storm."""

from collections.abc import Callable, Iterator, Sequence
from uuid import UUID

from qala.demo.city.shapes import CityPlan, VoicePlan
from qala.demo.fill.crowd import Crowd
from qala.demo.fill.ground import LOADER, Ground
from qala.demo.fill.photos import Album
from qala.demo.fill.stories import Teller
from qala.proposals.actions.history import load_history
from qala.proposals.models import Placard, Proposal

PORTION = 2_500


def tell(  # noqa: PLR0913 - a story stands on everything that was laid before it
    said: Sequence[VoicePlan],
    *,
    plan: CityPlan,
    ground: Ground,
    crowd: Crowd,
    placards: dict[str, Placard],
    album: Album,
    say: Callable[[str], None],
) -> dict[int, Proposal]:
    """Load every voice; a story the house finds unlawful is a mistake of the plan and stops the filling."""
    teller = Teller(plan, ground=ground, crowd=crowd, placards=placards, album=album, said=said)
    cases: dict[UUID, Proposal] = {}
    for portion in portions(said):
        done = load_history(by=LOADER, stories=[teller.story(voice) for voice in portion])
        if done.refused:
            raise ValueError(f"{len(done.refused)} stories of the plan are unlawful, first {done.refused[:5]}")
        cases |= {case.uid: case for case in done.cases}
        if len(cases) < len(said):
            say(f"  {len(cases)} of {len(said)}")
    return {voice.number: cases[teller.uid(voice.number)] for voice in said}


def portions(said: Sequence[VoicePlan]) -> Iterator[Sequence[VoicePlan]]:
    """Cut the voices; whoever speaks of one incident stays together."""
    last = {voice.incident: index for index, voice in enumerate(said) if voice.incident}
    first: dict[str, int] = {}
    for index, voice in enumerate(said):
        if voice.incident:
            first.setdefault(voice.incident, index)
    start = 0
    while start < len(said):
        end = min(start + PORTION, len(said))
        while any(first[name] < end <= index for name, index in last.items()):
            end = max(index for name, index in last.items() if first[name] < end <= index) + 1
        yield said[start:end]
        start = end
