"""Refusals are answers: a reason a person can read, the rule behind it, and how to contest it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

Text = Any  # str or a lazy translation


class Refusal(Exception):
    """The city says no, and why.

    ``reason`` is one sentence in the reader's language, ``code`` a stable slug for programs, ``rule`` and
    ``source`` name the norm, ``contest`` says where to object, ``fields`` maps form fields to their own reasons.
    """

    status = 422

    def __init__(  # noqa: PLR0913 - six optional parts of one answer
        self,
        reason: Text,
        *,
        code: str = "refused",
        rule: Text = "",
        source: str = "",
        contest: Text = "",
        fields: Mapping[str, Text] | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.code = code
        self.rule = rule
        self.source = source
        self.contest = contest
        self.fields = dict(fields or {})
        if status is not None:
            self.status = status

    def as_problem(self) -> dict[str, object]:
        """The refusal as an RFC 9457 problem document."""
        problem: dict[str, object] = {
            "type": f"urn:qala:refusal:{self.code}",
            "title": str(self.reason),
            "status": self.status,
        }
        if self.rule:
            problem["rule"] = str(self.rule)
        if self.source:
            problem["source"] = self.source
        if self.fields:
            problem["fields"] = {name: str(text) for name, text in self.fields.items()}
        return problem


class Forbidden(Refusal):
    """This person may not do this."""

    status = 403


def require(allowed: bool, reason: Text = None) -> None:  # noqa: FBT001 - reads as a sentence
    """Refuse with 403 unless a policy allowed it."""
    if not allowed:
        raise Forbidden(reason or _("You may not do this with your present role."), code="forbidden")
