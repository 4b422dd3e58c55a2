"""What a timesheet says of a day without a meal."""

from enum import StrEnum


class Sign(StrEnum):
    """What stands in a cell besides a count of meals."""

    TAKEN_BACK = "taken_back"
    WAITS = "waits"
    ABSENT = "absent"
    CLOSED = "closed"
    ELSEWHERE = "elsewhere"
    TO_COME = "to_come"
    NONE = "none"
