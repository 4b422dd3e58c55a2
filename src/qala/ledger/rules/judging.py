"""The judgement of a batch, order by order, over what the database holds now. Pure: the same state, the same verdicts.

The database judges again when the rows arrive; this judgement only finds out which of many orders is to blame.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from qala.ledger.rules.kinds import HELD
from qala.ledger.rules.orders import CLOSE, DRAW, HOLD, LARGEST, PLAIN, RELEASE, SINCE, UNTIL, Order, digest


@dataclass(frozen=True, slots=True)
class Account:
    """What the judgement must know of an account. `free` is the balance above the floor, None where nothing bounds."""

    kind: str
    currency: str
    free: int | None = None


class Hold(NamedTuple):
    """A hold as its last row left it."""

    pk: int
    debit: int
    credit: int
    ordinal: int
    rest: int
    closed: bool


@dataclass(frozen=True, slots=True)
class Original:
    """A transfer somebody wants to take back. `hold` is the key of its hold, where it is a draw."""

    pk: int
    debit: int
    credit: int
    tiyn: int
    phase: str
    hold: UUID | None
    is_reversal: bool
    reversed: bool


@dataclass
class State:
    """What the database holds, as far as a batch asks. Without `accounts` the judgement trusts them (`careful`)."""

    holds: dict[UUID, Hold] = field(default_factory=dict)
    originals: dict[UUID, Original] = field(default_factory=dict)
    accounts: dict[int, Account] = field(default_factory=dict)
    known: Mapping[UUID, bytes] = field(default_factory=dict)
    first_open: date | None = None
    last_open: date | None = None
    careful: bool = False


class Verdict(NamedTuple):
    """One order with the row it becomes, or the code of its refusal, or neither: it is there already."""

    order: Order
    digest: bytes
    day: date
    refusal: str = ""
    repeated: bool = False
    hold: Hold | None = None
    reverses: int | None = None


TOGETHER = "event_stands_together"
FIRST_DAY, LAST_DAY = SINCE.date(), UNTIL.date()


class _Refused(Exception):
    """One order breaks one rule."""


class Doubtful(Exception):
    """A judgement that trusted the database met a refusal: the batch is to be judged with care."""


DayOf = Callable[[Order], date]


def hopeful(orders: Iterable[Order], state: State, day_of: DayOf) -> Iterator[Verdict]:
    """Verdicts one by one, as fast as they can be written. Raises `Doubtful` at the first refusal."""
    bench = _Bench(state, {}, {}, day_of)
    for order in orders:
        if _is_simple(order) and order.key not in bench.known:
            bench.known[order.key] = body = digest(order)
            yield Verdict(order, body, day_of(order))
            continue
        verdict = bench.hear(order)
        if verdict.refusal:
            raise Doubtful(verdict.refusal)
        yield verdict


def _is_simple(order: Order) -> bool:
    """A plain movement between two accounts: nothing of it depends on another row."""
    return (
        order.phase in (PLAIN, HOLD)
        and order.hold is order.reverses is None
        and order.debit is not None
        and order.credit is not None
        and order.debit != order.credit
        and 0 < (order.tiyn or 0) <= LARGEST
    )


def judge(orders: Sequence[Order], state: State, day_of: DayOf) -> list[Verdict]:
    """A verdict for each order, in order; an event refused in one leg is refused in all."""
    broken: dict[UUID, str] = {}
    told: dict[UUID, str] = {}
    while True:
        bench = _Bench(state, broken, told, day_of)
        verdicts = [bench.hear(order) for order in orders]
        refused = [one for one in verdicts if one.refusal]
        told = {one.order.key: one.refusal for one in refused if one.refusal != TOGETHER} | told
        fallen = {one.order.event: TOGETHER for one in refused if one.order.event}
        fallen |= dict.fromkeys(_left_in_closed_holds(verdicts), "closed_hold_stays_empty")
        if fallen.keys() <= broken.keys():
            return verdicts
        broken = fallen | broken


def _left_in_closed_holds(verdicts: Sequence[Verdict]) -> set[UUID]:
    """Events (or lone keys) whose last word on a closed hold leaves money in it."""
    last = {one.hold.pk: one for one in verdicts if one.hold is not None}
    wrong = [one for one in last.values() if one.hold and one.hold.closed and one.hold.rest]
    return {one.order.event or one.order.key for one in wrong}


class _Bench:
    """One pass over a batch: what earlier orders of it change counts for later ones."""

    def __init__(
        self, state: State, broken: Mapping[UUID, str], told: Mapping[UUID, str], day_of: DayOf
    ) -> None:
        self.state, self.broken, self.told, self.day_of = state, broken, told, day_of
        self.holds = dict(state.holds)
        self.free = {pk: one.free for pk, one in state.accounts.items() if one.free is not None}
        self.known = dict(state.known)
        self.taken_back: set[UUID] = set()

    def hear(self, order: Order) -> Verdict:
        body = digest(order)
        day = self.day_of(order)
        known = self.known.get(order.key)
        if known is not None:
            same = known == body
            return Verdict(order, body, day, refusal="" if same else "key_reused", repeated=same)
        try:
            verdict = self._weigh(order, body, day)
        except _Refused as no:
            return Verdict(order, body, day, refusal=str(no))
        self.known[order.key] = body
        return verdict

    def _weigh(self, order: Order, body: bytes, day: date) -> Verdict:
        if self.broken and (fallen := self.broken.get(order.event or order.key)):
            raise _Refused(self.told.get(order.key, fallen))
        reverses = None
        if order.reverses is not None:
            reverses = self._original(order)
            order = self._filled(order, reverses)
        hold = self._drawn(order) if order.hold is not None else None
        if hold is not None:
            order = self._from_hold(order, self.holds[order.hold]) if order.hold else order
        self._check(order, day)
        if self.free:
            self._spend(order)
        if hold is not None and order.hold is not None:
            self.holds[order.hold] = hold
        if order.reverses is not None:
            self.taken_back.add(order.reverses)
        return Verdict(order, body, day, hold=hold, reverses=reverses.pk if reverses else None)

    def _original(self, order: Order) -> Original:
        found = self.state.originals.get(order.reverses) if order.reverses else None
        if found is None:
            raise _Refused("unknown_original")
        if found.is_reversal or found.phase not in (PLAIN, DRAW):
            raise _Refused("reversal_is_exact")
        if found.reversed or order.reverses in self.taken_back:
            raise _Refused("reversed_once")
        return found

    def _filled(self, order: Order, original: Original) -> Order:
        asked = (order.debit, order.credit, order.tiyn, order.hold, order.phase)
        if asked != (None, None, None, None, PLAIN):
            raise _Refused("order_is_whole")
        return replace(
            order, debit=original.credit, credit=original.debit, tiyn=original.tiyn, phase=original.phase,
            hold=original.hold,
        )  # fmt: skip

    def _drawn(self, order: Order) -> Hold:
        hold = self.holds.get(order.hold) if order.hold else None
        if hold is None:
            raise _Refused("unknown_hold")
        return drawn(hold, order)

    def _from_hold(self, order: Order, hold: Hold) -> Order:
        if order.reverses is not None:
            return order
        if order.phase == DRAW:
            return _drawn_from(order, hold.debit)
        return replace(order, credit=hold.debit, debit=hold.credit, tiyn=order.tiyn or hold.rest)

    def _check(self, order: Order, day: date) -> None:
        if order.debit is None or order.credit is None or order.tiyn is None:
            raise _Refused("order_is_whole")
        if order.tiyn < 0 or (order.tiyn == 0 and order.phase != CLOSE):
            raise _Refused("amount_above_zero")
        if order.tiyn > LARGEST:
            raise _Refused("amount_within_reason")
        if not (SINCE <= order.happened_at < UNTIL and FIRST_DAY <= day < LAST_DAY):
            raise _Refused("times_of_this_century")
        if order.debit == order.credit:
            raise _Refused("accounts_differ")
        if self.state.careful:
            if not (self.state.first_open or date.min) <= day <= (self.state.last_open or date.max):
                raise _Refused("day_is_open")
            self._check_accounts(order, order.debit, order.credit)

    def _check_accounts(self, order: Order, debit: int, credit: int) -> None:
        to, giver = self.state.accounts.get(debit), self.state.accounts.get(credit)
        if to is None or giver is None:
            raise _Refused("unknown_account")
        if to.currency != giver.currency:
            raise _Refused("one_currency")
        through_hold = order.phase == HOLD or order.hold is not None
        if (HELD in (to.kind, giver.kind)) is not through_hold or (order.phase == HOLD and to.kind != HELD):
            raise _Refused("held_money_moves_by_holds")
        if order.phase == DRAW and to.kind == giver.kind:
            raise _Refused("held_money_moves_by_holds")

    def _spend(self, order: Order) -> None:
        assert order.tiyn is not None and order.credit is not None and order.debit is not None  # noqa: PT018
        if order.credit in self.free:
            if (self.free[order.credit] or 0) < order.tiyn:
                raise _Refused("floor_is_kept")
            self.free[order.credit] = (self.free[order.credit] or 0) - order.tiyn
        if order.debit in self.free:
            self.free[order.debit] = (self.free[order.debit] or 0) + order.tiyn


def _drawn_from(order: Order, held: int) -> Order:
    """A draw with its held account filled in: `replace` by name, at a third of its price. Meals are draws."""
    return Order(
        key=order.key, code=order.code, happened_at=order.happened_at, phase=order.phase, debit=order.debit,
        credit=held, tiyn=order.tiyn, hold=order.hold, reverses=order.reverses, event=order.event, day=order.day,
        subject=order.subject, header=order.header,
    )  # fmt: skip


def drawn(hold: Hold, order: Order) -> Hold:
    """The hold after one more row; raises where the row may not follow."""
    if order.reverses is not None:
        return hold._replace(ordinal=hold.ordinal + 1, rest=hold.rest + (order.tiyn or 0))
    if order.phase == CLOSE:
        if hold.closed:
            raise _Refused("hold_is_closed")
        return hold._replace(ordinal=hold.ordinal + 1, rest=0, closed=True)
    if order.phase not in (DRAW, RELEASE) or not order.tiyn or order.tiyn < 0:
        raise _Refused("order_is_whole" if order.tiyn is None else "amount_above_zero")
    if order.phase == DRAW and hold.closed:
        raise _Refused("hold_is_closed")
    if order.tiyn > hold.rest:
        raise _Refused("hold_is_closed" if hold.closed else "hold_is_exhausted")
    return hold._replace(ordinal=hold.ordinal + 1, rest=hold.rest - order.tiyn)


def day_within(asked: date | None, happened: date, first_open: date | None) -> date:
    """The accounting day: as asked, else the day it happened, else the first day that is open."""
    if asked is not None or first_open is None:
        return asked or happened
    return max(happened, first_open)


def after(day: date) -> date:
    """The day after."""
    return day + timedelta(days=1)
