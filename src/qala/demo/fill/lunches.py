"""The counters of the term: terminals enrolled by code, events really signed and chained, handed in by the one door.

A terminal hands in a month at a time: the same `receive` as every day, only with longer queues
(docs/decisions/demo-loads.md).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID, uuid5

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, derive_private_key

from qala.demo.city.lunches import Press, presses
from qala.demo.city.schools import TOLD_UNTIL
from qala.demo.city.shapes import CityPlan
from qala.demo.fill.kitchens import MONTHS, YEAR, House, officer_of
from qala.kernel.clock import local
from qala.meals.actions.serving import receive
from qala.meals.actions.terminals import enrol, make_enrolment_code
from qala.meals.keys import point_of, signed_by
from qala.meals.models import EnrolmentCode, Terminal, Voucher
from qala.meals.queries.doors import code_digest
from qala.meals.queries.signed import Signed
from qala.meals.rules.events import NO_EVENT, written
from qala.meals.rules.months import last_of
from qala.roster.models import Attendance, PupilCard, School
from qala.roster.queries import open_days

SERVICE = "lunch"


@dataclass
class Phone:
    """A canteen's phone: its terminal, its key, its chain."""

    terminal: Terminal
    secret: EllipticCurvePrivateKey
    sequence: int = 0
    previous: bytes = NO_EVENT

    def press(self, told: Press, card: str) -> Signed:
        """Write one event as the terminal's page does, and sign it."""
        self.sequence += 1
        who = {"nobody": ""} if told.pupil is None else {"card": card}
        body = written(
            at=told.at.isoformat(),
            day=local(told.at).date().isoformat(),
            how=told.how,
            previous=self.previous.hex(),
            reason="",
            sequence=self.sequence,
            service=SERVICE,
            terminal=str(self.terminal.key),
            uid=str(_uid(self.terminal, self.sequence)),
            who=who,
        )
        self.previous = sha256(body).digest()
        return Signed(body, signed_by(self.secret, body))


def _uid(terminal: Terminal, sequence: int) -> UUID:
    return uuid5(terminal.key, str(sequence))


def serve_term(plan: CityPlan, houses: Sequence[House]) -> int:
    """Serve every school day since September; returns how many events were handed in."""
    served = 0
    for index, house in enumerate(houses):
        phone = phone_of(plan.seed, house.school)
        eaters, absent, cards = eaters_of(house.school), _absent(house), cards_of(house.school)
        for month in MONTHS:
            batch = [
                phone.press(told, cards.get(told.pupil or 0, ""))
                for day in open_days(house.school, month, min(last_of(month), TOLD_UNTIL))
                for told in presses(plan.seed, index, day, eaters, absent[day])
            ]
            receive(by=phone.terminal, signed=batch)
            served += len(batch)
    return served


def phone_of(seed: int, school: School) -> Phone:
    """The school's phone with its chain as far as it came; enrolled with the director's code, as a person would.

    Its invented key is made from the city's seed.
    """
    told = sha256(f"{seed} terminal {school.slug}".encode()).digest()
    secret = derive_private_key(int.from_bytes(told) >> 1, SECP256R1())
    known = Terminal.objects.select_related("school__organisation").filter(public_key=point_of(secret)).first()
    if known is None:
        code = make_enrolment_code(by=officer_of(school, "school_director"), school=school)
        held = EnrolmentCode.objects.get(digest=code_digest(code))
        return Phone(enrol(by=held, name="Асхана 1", public_key=point_of(secret)), secret)
    last = known.events.order_by("-sequence").values_list("sequence", "digest").first()
    return Phone(known, secret, last[0], bytes(last[1])) if last else Phone(known, secret)


def eaters_of(school: School, year: int = YEAR) -> list[int]:
    """Pupils of a school who have a voucher of a school year, by number."""
    rows = Voucher.objects.filter(school=school, year__first_on__year=year)
    return list(rows.order_by("pk").values_list("pupil_id", flat=True))


def _absent(house: House) -> defaultdict[date, set[int]]:
    found: defaultdict[date, set[int]] = defaultdict(set)
    for day, absent in Attendance.objects.filter(school_class__school=house.school).values_list("day", "absent"):
        found[day].update(absent)
    return found


def cards_of(school: School) -> dict[int, str]:
    """Their cards."""
    rows = PupilCard.objects.filter(pupil__vouchers__school=school, withdrawn_on=None)
    return dict(rows.values_list("pupil_id", "code"))
