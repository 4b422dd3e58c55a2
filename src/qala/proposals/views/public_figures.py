"""Figures for people: the value in words, its definition, both lists behind it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qala.proposals.queries.statistics import Figures, ways_in
from qala.proposals.rules.chains import LINKS
from qala.proposals.rules.statistics import Figure, Standing
from qala.ui.templatetags.ui import number, percent

CHAIN_WORDS = {
    "case": gettext_lazy("Sent; nobody decided to do it"),
    "decision": gettext_lazy("Decided to do it"),
    "works": gettext_lazy("Works ordered"),
    "claim": gettext_lazy("Said to be done, with evidence"),
    "confirmation": gettext_lazy("Confirmed by somebody else"),
}
CHIP_WORDS: dict[str, Any] = {
    "late": gettext_lazy("Answered late or still unanswered past the day"),
    "redirected": gettext_lazy("Handed on to others"),
    "claimed": gettext_lazy("Ever said to be done"),
    "answered": gettext_lazy("Appeals with an answer"),
    "place": gettext_lazy("One place only"),
    **{f"chain:{link}": CHAIN_WORDS[link] for link in LINKS},
}
MEANINGS = {
    "confirmed_of_all": gettext_lazy(
        "Of everything residents sent, this share was done and confirmed by somebody other than the one who did it. "
        "Cases without an answer count against the city."
    ),
    "confirmed_of_claimed": gettext_lazy(
        "Executors said “done” so many times; so many of these were confirmed by another person. "
        "The difference is what still has to be looked at."
    ),
    "redirected": gettext_lazy(
        "Cases passed to another body, or through more than one department. Nobody likes to be sent from door to door."
    ),
    "overdue_appeals": gettext_lazy(
        "Official appeals answered after their last day, or unanswered past it. Signals have a promise, not a "
        "legal term, and are not counted here."
    ),
    "median_answer_days": gettext_lazy(
        "Half of the answered appeals got their first answer within so many working days. "
        "Unanswered appeals have no time yet: they are named beside."
    ),
    "p90_answer_days": gettext_lazy(
        "Nine of ten answered appeals got their first answer within so many working days."
    ),
    "born_from_residents": gettext_lazy(
        "Cases with the whole chain: a decision, a works order with a day and money, evidence, and a second person's "
        "confirmation. Where no separate decision was signed, the works order itself is the decision."
    ),
}

# The same words as the definitions carry for programs, here for people.
FORMULAS = {
    "confirmed_of_all": gettext_lazy(
        "confirmed ÷ all cases of the period; open and silent cases count in the denominator"
    ),
    "confirmed_of_claimed": gettext_lazy("confirmed ÷ cases ever claimed as fixed"),
    "redirected": gettext_lazy(
        "cases forwarded to another body, or given to more than one department ÷ all cases"
    ),
    "overdue_appeals": gettext_lazy("appeals answered late, or unanswered past the last day ÷ all appeals"),
    "median_answer_days": gettext_lazy(
        "median of working days from registration to the first answer, answered appeals only"
    ),
    "p90_answer_days": gettext_lazy(
        "nearest-rank 90th percentile of working days to the first answer, answered appeals only"
    ),
    "born_from_residents": gettext_lazy(
        "cases with decision, works order and confirmation by a second person ÷ all cases"
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Face:
    """A figure ready for a page."""

    slug: str
    title: Any
    value: str
    unit: str
    of: str
    figure: Figure
    meaning: Any
    formula: Any
    definition: str
    numerator: str
    denominator: str
    status: str
    caution: str


def face_of(figure: Figure, told: Figures) -> Face:
    """Value, parts and ways in of one figure."""
    slug = figure.definition.slug
    lists = ways_in(told)[slug]
    is_days = slug.endswith("_days")
    query = told.scope.asked().address().partition("?")[2]
    return Face(
        slug=slug,
        title=figure.definition.title,
        value=_value(figure, is_days=is_days),
        unit=_("working days") if is_days and figure.value is not None else "",
        of=_of(figure, is_days=is_days),
        figure=figure,
        meaning=MEANINGS[slug],
        formula=FORMULAS[slug],
        definition=reverse("proposals:definition", args=[slug]) + (f"?{query}" if query else ""),
        numerator=lists["numerator"].address(),
        denominator=lists["denominator"].address(),
        status="final" if told.scope.is_over else "preliminary",
        caution=_caution(figure),
    )


def _value(figure: Figure, *, is_days: bool) -> str:
    if figure.value is None:
        return "—"
    return number(figure.value) if is_days else percent(figure.value, 1 if 0 < figure.value < 0.1 else 0)


def _of(figure: Figure, *, is_days: bool) -> str:
    counts = {"part": number(figure.numerator), "all": number(figure.denominator)}
    if is_days:
        return _("%(part)s answered of %(all)s appeals") % counts
    return _("%(part)s of %(all)s") % counts


def _caution(figure: Figure) -> str:
    if figure.standing is Standing.SMALL_NUMBERS:
        return _("Few cases: a share of so few says little.")
    if figure.standing is Standing.NOTHING_TO_COUNT:
        return _("Nothing to count yet.")
    return ""


