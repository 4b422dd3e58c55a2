"""Books for tests, opened through the ledger's own door."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from qala.kernel.actors import Job
from qala.ledger import book
from qala.ledger.models import Account
from qala.ledger.rules import Order

JOB = Job("tests.ledger")
NUMBERS = count(1)


def at(days_ago: int = 0) -> datetime:
    return timezone.now() - timedelta(days=days_ago)


def account(kind: str = "payable", floor: int | None = None, **facts: Any) -> Account:
    return book.open_account(by=JOB, code=f"{kind}:{next(NUMBERS)}-{uuid4().hex[:6]}", kind=kind, floor=floor, **facts)


def move(credit: Account, debit: Account, tiyn: int, key: UUID | None = None, **facts: Any) -> Order:
    facts = {"code": "test", "happened_at": at()} | facts
    return book.move(key=key or uuid4(), credit=credit.pk, debit=debit.pk, tiyn=tiyn, **facts)


class Budget:
    """A treasury, a programme, a contract's commitment, its held account and a supplier: the way of a meal."""

    def __init__(self, given: int = 100_000) -> None:
        self.treasury = account("treasury")
        self.programme = account("programme", 0, parent=self.treasury)
        self.commitment = account("commitment", 0, parent=self.programme)
        self.held = account("held", parent=self.commitment)
        self.payable = account("payable")
        self.paid = account("paid")
        if given:
            book.post_many(
                by=JOB,
                orders=[move(self.treasury, self.programme, given), move(self.programme, self.commitment, given)],
            )

    def hold(self, tiyn: int, key: UUID | None = None) -> Order:
        return book.hold(
            key=key or uuid4(), credit=self.commitment.pk, held=self.held.pk, tiyn=tiyn, code="voucher",
            happened_at=at(),
        )  # fmt: skip

    def opened(self, tiyn: int) -> UUID:
        order = self.hold(tiyn)
        book.post(by=JOB, order=order)
        return order.key

    def draw(self, hold: UUID, tiyn: int, key: UUID | None = None, **facts: Any) -> Order:
        facts = {"debit": self.payable.pk, "happened_at": at(), "code": "meal"} | facts
        return book.draw(key=key or uuid4(), hold=hold, tiyn=tiyn, **facts)


def close(hold: UUID, key: UUID | None = None) -> Order:
    return book.close(key=key or uuid4(), hold=hold, code="close", happened_at=at())


NOON = datetime(2026, 11, 1, 7, tzinfo=UTC)
