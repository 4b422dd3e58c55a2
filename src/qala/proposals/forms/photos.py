"""What an officer says of a picture: boxes to cover, words for those who cannot see it, or why it is withheld."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qala.proposals.queries.photos import WITHHELD_FOR
from qala.proposals.rules.pictures import EVERYTHING, Box

SIDES = ("left", "top", "width", "height")
MOST_BOXES = 40
SPARE_ROWS = 3
ALT_MAX = 300


class CoverForm(forms.Form):
    """One picture's fate. Boxes come as rows of four numbers in percent; scripts fill the same fields by drawing."""

    alt = forms.CharField(
        required=False,
        max_length=ALT_MAX,
        label=gettext_lazy("What the photo shows"),
        help_text=gettext_lazy("One sentence for people who cannot see it. No names."),
    )
    why = forms.ChoiceField(
        required=False,
        choices=[("", gettext_lazy("Choose a reason")), *WITHHELD_FOR.items()],
        label=gettext_lazy("Why it is not shown"),
    )

    def __init__(self, *args: Any, needs_alt: bool = True, **named: Any) -> None:
        super().__init__(*args, **named)
        if not needs_alt:
            del self.fields["alt"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        verb = self.data.get("verb")
        told["boxes"] = [EVERYTHING] if verb == "cover_all" else [] if verb == "withhold" else self._boxes()
        return told

    def _boxes(self) -> list[Box]:
        boxes = []
        for place, row in enumerate(typed_rows(self.data), 1):
            try:
                boxes.append(Box.of([float(value.replace(",", ".")) / 100 for value in row]))
            except ValueError:
                wrong = _("Box %(place)d: write four numbers between 0 and 100, inside the photo.")
                self.add_error(None, wrong % {"place": place})
        if len(boxes) > MOST_BOXES:
            self.add_error(None, _("More than forty boxes: cover everything, or withhold the photo."))
        return boxes


def typed_rows(sent: Any) -> list[tuple[str, ...]]:
    """The rows of numbers as they were typed; empty rows are none."""
    columns = [sent.getlist(f"box_{side}") for side in SIDES] if isinstance(sent, QueryDict) else [[]] * len(SIDES)
    rows = zip(*columns, strict=False)
    return [tuple(value.strip()[:12] for value in row) for row in rows if any(value.strip() for value in row)]


def rows_to_fill(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """What stands in the fields: the rows there are, and some to fill."""
    return [*rows, *[("",) * len(SIDES)] * SPARE_ROWS]


def as_percents(boxes: list[Box]) -> list[tuple[str, ...]]:
    return [tuple(f"{100 * share:.1f}".removesuffix(".0") for share in box.row) for box in boxes]
