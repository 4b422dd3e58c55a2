"""Outside files of cases: another city's Open311 export, line by line."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path

from django.utils.translation import gettext as _

from qala.kernel.actors import Actor
from qala.kernel.refusals import Refusal
from qala.proposals.actions.imports import take_over
from qala.proposals.models import Arrival, Category, Proposal
from qala.proposals.rules.georeport.answers import read_xml
from qala.proposals.rules.georeport.imports import Foreign, foreign
from qala.proposals.rules.georeport.mending import Line, hours_are_lost, mend_all

LARGEST = 200 * 1024 * 1024


@dataclass(frozen=True)
class Export:
    """A file that was read: each line sound, mended or refused."""

    lines: list[Line]
    hours_lost: bool = False

    @property
    def sound(self) -> list[Line]:
        return [line for line in self.lines if line.request]

    @property
    def refused(self) -> list[Line]:
        return [line for line in self.lines if line.refused]

    @property
    def mended(self) -> Counter[str]:
        """How often each rule mended a line that was taken."""
        return Counter(rule.value for line in self.sound for rule in line.mended)


@dataclass(frozen=True)
class Loaded:
    """What a load brought: new cases, and how many of the file were here before."""

    cases: list[Proposal] = field(default_factory=list)
    known: int = 0


def read_export(path: Path, zone: tzinfo) -> Export:
    """Read a JSON or XML list of requests. Refused as a whole: no file, no such list, nothing in it."""
    try:
        if path.stat().st_size > LARGEST:
            raise Refusal(_("This file is larger than 200 MB. Split it."), code="too-large")
        content = path.read_bytes()
    except OSError as trouble:
        raise Refusal(_("The file cannot be read: %(why)s") % {"why": trouble.strerror}, code="unreadable") from trouble
    rows = _rows(content)
    return Export(list(mend_all(rows, zone)), hours_are_lost(rows))


def _rows(content: bytes) -> list[object]:
    try:
        is_xml = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"
        tree = read_xml(content) if is_xml else json.loads(content)
    except (ValueError, RecursionError) as trouble:
        raise Refusal(_("The file is neither JSON nor XML of Open311."), code="not-open311") from trouble
    if not isinstance(tree, list) or not tree:
        raise Refusal(_("The file holds no list of requests."), code="not-open311")
    return tree


def read_categories(path: Path | None) -> dict[str, str]:
    """Their codes to our slugs, from a JSON object; without a file only equal codes match."""
    slugs = set(Category.objects.values_list("slug", flat=True))
    same = {slug: slug for slug in slugs}
    if path is None:
        return same
    try:
        told = json.loads(path.read_bytes())
    except (OSError, ValueError) as trouble:
        raise Refusal(_("The file of categories is no JSON object."), code="categories") from trouble
    if not isinstance(told, dict) or not set(map(str, told.values())) <= slugs:
        raise Refusal(_("The file of categories names a category that is not ours."), code="categories")
    return same | {str(code): str(slug) for code, slug in told.items()}


def cases_of(export: Export, categories: Mapping[str, str]) -> list[Foreign]:
    """The sound lines as cases."""
    return [foreign(line.request, categories) for line in export.lines if line.request]


def load_export(
    *, by: Actor, export: Export, origin: str, categories: Mapping[str, str], language: str = "en"
) -> Loaded:
    """Take the sound lines in; those that came before stay as they are."""
    cases = cases_of(export, categories)
    if not cases:
        raise Refusal(_("The file is refused: no line of it can be taken."), code="nothing-sound")
    taken = take_over(by=by, origin=origin, cases=cases, language=language)
    return Loaded(taken, len(cases) - len(taken))


def known_count(origin: str, cases: list[Foreign]) -> int:
    """How many of these are here already, for a dry run."""
    return Arrival.objects.filter(origin=origin, their_number__in=[case.their_number for case in cases]).count()
