"""Is no month paid more than its meals come to? Added up from the open headers of the log, for every month at once.

``for`` of money that went back to the budget is the month it was held for, and the school where that tells nothing
new: ``2026-11`` or ``2026-11/school``. Of a payment, the same with the tiyn its meals of each month come to:
``2026-10:67850 2026-11/school:135700``. ``recovered``: how much less was paid because paid meals were taken back, by
their month. ``recover`` of returned money: what of it was paid for a meal taken back since.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from qala_verify.canonical import read
from qala_verify.meals import SIGN, whole


@dataclass
class Flow:
    """Tiyn by month, or by month and school: meals that count, paid with what was kept back, and what came back.

    `dearest`: the price of the dearest meal told. `without_price`: meals whose price no header tells.
    """

    meals: int = 0
    without_price: int = 0
    dearest: int = 0
    paid: int = 0
    returned: int = 0
    recover: int = 0
    recovered: int = 0

    @property
    def most(self) -> int:
        """What may be paid at most; a meal whose price is not told is taken for twice the dearest that is told."""
        return self.meals + self.recover + 2 * max(0, self.without_price) * self.dearest

    @property
    def is_blind(self) -> bool:
        """Whether there are meals of which no price is told: what was paid for them cannot be compared."""
        return self.without_price > 0 and not self.dearest

    @property
    def unpaid(self) -> int:
        return max(0, self.meals + self.recover - self.paid)


@dataclass
class Flows:
    """The money of all months. `nameless`: places of payments that do not say, to the tiyn, what they are for."""

    of: defaultdict[str, Flow] = field(default_factory=lambda: defaultdict(Flow))
    nameless: list[int] = field(default_factory=list)
    old: int = 0


def follow(entries: Iterable[bytes]) -> Flows:
    """Add up what the sealed headers say of money. Payments older than the first that says its month only count."""
    flows, is_told = Flows(), False
    for place, entry in enumerate(entries):
        header = read(entry)["header"]
        kind = str(header.get("kind"))
        if kind in SIGN:
            _meal(flows, header, SIGN[kind])
        elif kind in ("payment", "unspent") and "for" in header:
            is_told = True
            _moved(flows, header, kind, place)
        elif kind == "payment" and is_told:
            flows.nameless.append(place)
        elif kind == "payment":
            flows.old += 1
    return flows


def _meal(flows: Flows, header: dict[str, object], sign: int) -> None:
    month = str(header.get("month", str(header.get("day", ""))[:7]))
    flow = flows.of[month]
    if "tiyn" not in header:
        flow.without_price += sign
        return
    tiyn = whole(header["tiyn"])
    flow.meals, flow.dearest = flow.meals + sign * tiyn, max(flow.dearest, tiyn)
    if "school" in header:
        flows.of[f"{month}/{header['school']}"].meals += sign * tiyn


def _moved(flows: Flows, header: dict[str, object], kind: str, place: int) -> None:
    tiyn, less = whole(header["tiyn"]), _shares(header.get("recovered", ""))
    if kind == "unspent":
        for name in _names(str(header["for"])):
            flow = flows.of[name]
            flow.returned, flow.recover = flow.returned + tiyn, flow.recover + whole(header.get("recover", 0))
        return
    asked = _shares(header["for"])
    if sum(asked.values()) != tiyn + sum(less.values()):
        flows.nameless.append(place)
    for what, amount in asked.items():
        for name in _names(what):
            flows.of[name].paid += amount
    for month, amount in less.items():
        flows.of[month].recovered += amount


def _names(what: str) -> set[str]:
    """A school's month counts for the school and for the month."""
    return {what, what[:7]}


def _shares(told: object) -> dict[str, int]:
    """Tiyn by what they are for."""
    shares = Counter[str]()
    for one in str(told).split():
        name, _colon, amount = one.partition(":")
        if not (amount.isascii() and amount.isdigit()):
            raise ValueError(f"{told!r} does not say how much")
        shares[name] += int(amount)
    return dict(shares)


def too_much(flows: Flows) -> list[tuple[str, str, int, int]]:
    """Where more was paid than the meals come to, or more kept back than was taken back: word, name, said, most."""
    told = sorted(flows.of.items())
    paid = [("paid_more", name, flow.paid, flow.most) for name, flow in told if not flow.is_blind]
    kept = [("kept_more", name, flow.recovered, flow.recover) for name, flow in told]
    return [one for one in paid + kept if one[2] > one[3]]
