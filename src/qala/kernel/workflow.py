"""Workflows are tables: ``(state, verb) -> state``. A page's buttons and the docs' drawing come from the table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qala.kernel.drawing import Drawing, Row, draw
from qala.kernel.refusals import Refusal


@dataclass(frozen=True)
class Workflow:
    """A named table of lawful steps. Two rows with the same state and verb are a mistake of the author.

    ``words`` names states and verbs as people read them: anything whose ``str()`` is in the reader's language.
    """

    name: str
    rows: tuple[Row, ...]
    start: str
    words: Mapping[str, object] = field(repr=False, compare=False)
    _steps: dict[tuple[str, str], str] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __init__(
        self, name: str, rows: Iterable[Row], start: str, words: Mapping[str, object] | None = None
    ) -> None:
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "rows", tuple(rows))
        object.__setattr__(self, "start", start)
        object.__setattr__(self, "words", words or {})
        steps: dict[tuple[str, str], str] = {}
        for state, verb, after in self.rows:
            if (state, verb) in steps:
                raise ValueError(f"{name}: two rows for {verb} in {state}")
            steps[state, verb] = after
        object.__setattr__(self, "_steps", steps)

    @property
    def states(self) -> tuple[str, ...]:
        """Every state once, in the order of the table."""
        named = [self.start] + [state for row in self.rows for state in (row[0], row[2])]
        return tuple(dict.fromkeys(named))

    def verbs(self, state: str) -> tuple[str, ...]:
        """What may be done in this state, in the order of the table."""
        return tuple(verb for (from_state, verb) in self._steps if from_state == state)

    def allows(self, state: str, verb: str) -> bool:
        return (state, verb) in self._steps

    def after(self, state: str, verb: str) -> str:
        """The state that follows, or a refusal that names both in words."""
        try:
            return self._steps[state, verb]
        except KeyError:
            reason = _("This step (%(verb)s) is not possible now: the case is in the state “%(state)s”.")
            told = {"verb": self.word(verb), "state": self.word(state)}
            raise Refusal(reason % told, code="unlawful-step", status=409) from None

    def word(self, slug: str) -> str:
        """A state or a verb in the reader's language; the slug where nobody gave words."""
        return str(self.words.get(slug, slug))

    def final_states(self) -> tuple[str, ...]:
        """States from which no verb leads."""
        return tuple(state for state in self.states if not self.verbs(state))

    def mermaid(self) -> str:
        """The drawing of the table for the docs."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.start}"]
        lines += [f"    {state} --> {after}: {verb}" for state, verb, after in self.rows]
        return "\n".join(lines) + "\n"

    def svg(self, title: str = "") -> Drawing:
        """The table as a picture, in the reader's words; `title` names it for whoever does not see it."""
        words = {slug: self.word(slug) for row in self.rows for slug in row}
        return draw(self.name, title or gettext("Which step follows which"), self.states, self.rows, words)
