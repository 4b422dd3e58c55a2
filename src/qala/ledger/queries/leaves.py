"""Transfers as leaves of the log: an open header anyone may recount, and the record only its commitment shows."""

from collections.abc import Iterable, Iterator
from typing import Any

from qala.ledger.models import Transfer

LARGEST = 2**53 - 1


def leaves(ids: Iterable[int]) -> Iterator[tuple[int, str, dict[str, Any], dict[str, Any]]]:
    """Number of the row, key of the subject whose secret salts it, header and record, for each of these transfers."""
    rows = Transfer.objects.filter(pk__in=list(ids)).select_related("debit", "credit", "hold", "reverses")
    for row in rows.order_by("pk").iterator(chunk_size=5_000):
        yield row.pk, row.subject or f"ledger.transfer:{row.key}", _header(row), _record(row)


def _header(row: Transfer) -> dict[str, Any]:
    """What its part said is open; else only kind, month and amount."""
    if row.header is not None:
        return {"kind": row.code, **row.header}
    return {"kind": row.code, "month": row.day.isoformat()[:7], "tiyn": _whole(row.tiyn)}


def _record(row: Transfer) -> dict[str, Any]:
    return {
        "code": row.code,
        "credit": row.credit.code,
        "day": row.day.isoformat(),
        "debit": row.debit.code,
        "digest": bytes(row.digest).hex(),
        "event": str(row.event) if row.event else None,
        "happened_at": row.happened_at.isoformat(timespec="microseconds"),
        "hold": str(row.hold.key) if row.hold else None,
        "key": str(row.key),
        "ordinal": row.ordinal,
        "phase": row.phase,
        "recorded_at": row.recorded_at.isoformat(timespec="microseconds"),
        "reverses": str(row.reverses.key) if row.reverses else None,
        "subject": row.subject,
        "tiyn": _whole(row.tiyn),
    }


def _whole(tiyn: int) -> int | str:
    """Numbers of JSON are doubles: what they cannot hold is written as text."""
    return tiyn if tiyn <= LARGEST else str(tiyn)
