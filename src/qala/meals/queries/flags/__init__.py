"""Questions the numbers of a month ask (`meals.md`, section 10). Thresholds are published, dated settings."""

from qala.meals.queries.flags.asking import Found, false_positives, questions

__all__ = ["Found", "false_positives", "questions"]
