"""Where a case speaks from, in the reader's language; the author's own words stand beside, as they were typed."""

from dataclasses import dataclass

from qala.proposals.models import Placard, Proposal
from qala.proposals.rules.placards import KINDS
from qala.proposals.rules.place_words import beside


@dataclass(frozen=True)
class PlaceWords:
    """The register's name (street with house), the placard, and what was typed where it says something else."""

    known: str = ""
    placard: str = ""
    typed: str = ""

    @property
    def short(self) -> str:
        """One line: the best that is known."""
        return self.known or self.placard or self.typed


def place_words(case: Proposal) -> PlaceWords:
    """Read it from the case's rows (landmark, street, placard and statement are fetched by whoever lists many)."""
    statement = getattr(case, "statement", None)
    typed = statement.place_text if statement else ""
    known = [str(case.landmark)] if case.landmark else []
    if case.street:
        house = beside(typed, case.street.names)
        if not known or beside(known[0], case.street.names) is None:  # a house is named by its street already
            known.append(f"{case.street}, {house}" if house else str(case.street))
        typed = typed if house is None else ""
    if case.landmark and beside(typed, case.landmark.names) == "":
        typed = ""
    placard = case.placard
    if placard is not None and placard.vehicle and placard.vehicle in typed:
        typed = ""
    return PlaceWords(" · ".join(dict.fromkeys(known)), placard_words(placard) if placard else "", typed)


def placard_words(placard: Placard) -> str:
    """A bus by its route and number, the others by their kind and the number on the sheet."""
    kind = KINDS[placard.kind].title
    return f"{kind} {placard.route} · {placard.vehicle}" if placard.route else f"{kind} · № {placard.serial}"
