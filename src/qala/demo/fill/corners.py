"""What happens rarely at a canteen: a second counter, an outside reader, a sheet of paper, leftovers on the scales.

So that the desks which speak of it are not empty. Each by the part's own actions; a handful of rows.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, derive_private_key
from django.db.models import Count

from qala.demo.city.days import CITY
from qala.demo.city.frame import dice
from qala.demo.city.lunches import Press
from qala.demo.city.schools import TOLD_UNTIL
from qala.demo.city.shapes import CityPlan
from qala.demo.fill.kitchens import House, Kitchens, officer_of
from qala.demo.fill.lunches import SERVICE, Phone, cards_of, eaters_of
from qala.kernel.clock import today
from qala.meals.actions import leftovers, paper, readers
from qala.meals.actions.serving import receive
from qala.meals.actions.terminals import enrol, make_enrolment_code
from qala.meals.keys import point_of, signed_by
from qala.meals.models import EnrolmentCode, Meal, Service, ServiceEvent
from qala.meals.queries.doors import code_digest
from qala.meals.queries.settings import offline_window
from qala.meals.queries.signed import Signed
from qala.meals.rules.events import written
from qala.meals.rules.readers import blinded
from qala.roster.models import Pupil
from qala.roster.queries import class_roster, open_days

VENDOR = "Alaqan"
LATE = time(12, 50)
KNOWN, TICKED, GRAMS = 3, 12, (35, 95)


def tell_rare_days(plan: CityPlan, told: Kitchens) -> None:
    """One of each, at three schools."""
    _second_counter(plan.seed, told.houses[0])
    _reader(plan.seed, told.houses[1])
    for day in _lately(told.houses[0]):
        _weigh(plan.seed, told.houses[0], day)
    _sheet(told.houses[2])


def _lately(house: House) -> list[date]:
    """School days on which a canteen may still hand something in by hand."""
    return list(open_days(house.school, today() - offline_window(), today()))


def _secret(seed: int, name: str) -> EllipticCurvePrivateKey:
    return derive_private_key(int.from_bytes(sha256(f"{seed} {name}".encode()).digest()) >> 1, SECP256R1())


def _second_counter(seed: int, house: House) -> None:
    """A child who ate presses at the second phone of the canteen: found when it hands in, and lost with its cause."""
    school, secret = house.school, _secret(seed, "second counter")
    code = make_enrolment_code(by=house.director, school=school)
    held = EnrolmentCode.objects.get(digest=code_digest(code))
    phone = Phone(enrol(by=held, name="Асхана 2", public_key=point_of(secret)), secret)
    ate = Meal.objects.filter(school=school, day=TOLD_UNTIL).order_by("pk").values_list("pupil_id", flat=True)[:1]
    cards = cards_of(school)
    receive(by=phone.terminal, signed=[phone.press(Press(pupil, "card", _at(0)), cards[pupil]) for pupil in ate])


def _at(place: int) -> datetime:
    return datetime.combine(TOLD_UNTIL, LATE, CITY) + timedelta(seconds=9 * place)


def _reader(seed: int, house: House) -> None:
    """Three children whose parents agreed put a palm on the vendor's glass on a day they had not eaten yet."""
    secret = _secret(seed, "reader")
    reader, _key = readers.admit_reader(
        by=house.director, school=house.school, vendor=VENDOR, public_key=point_of(secret), daily_quota=200
    )
    phone = Phone(reader.terminal, secret)
    # As the terminals of the term: handed in with the past, which a reader let in today could not do over the network.
    receive(by=phone.terminal, signed=[_seen(phone, mark, place) for place, mark in enumerate(_marks(house))])


def _marks(house: House) -> list[UUID]:
    hungry = Pupil.objects.filter(pk__in=_without_a_press(house)).select_related("person").order_by("pk")
    found: list[UUID] = []
    for pupil in hungry:
        tie = pupil.person.guardians.select_related("guardian").first()
        if tie is not None and len(found) < KNOWN:
            readers.let_know(by=tie.guardian, pupil=pupil)
            mark = readers.make_mark(by=house.pedagogue, pupil=pupil, school=house.school, vendor=VENDOR)
            found.append(mark.mark)
    return found


def _without_a_press(house: House, day: date = TOLD_UNTIL) -> set[int]:
    pressed = ServiceEvent.objects.filter(school=house.school, day=day).values_list("pupil_id", flat=True)
    return set(eaters_of(house.school)) - set(pressed)


def _seen(phone: Phone, mark: UUID, place: int) -> Signed:
    """A palm on the glass: the press names a digest, the number goes beside it."""
    phone.sequence += 1
    uid = UUID(bytes=sha256(f"{phone.terminal.key} {phone.sequence}".encode()).digest()[:16], version=4)
    body = written(
        at=_at(place).isoformat(), day=TOLD_UNTIL.isoformat(), how="vendor", previous=phone.previous.hex(), reason="",
        sequence=phone.sequence, service=SERVICE, terminal=str(phone.terminal.key), uid=str(uid),
        who={"mark": blinded(uid, mark)},
    )  # fmt: skip
    phone.previous = sha256(body).digest()
    return Signed(body, signed_by(phone.secret, body), mark)


def _weigh(seed: int, house: House, day: date) -> None:
    served = Meal.objects.filter(school=house.school, day=day).values("service").annotate(n=Count("pk"))
    for row in served:
        leftovers.weigh(
            by=officer_of(house.school, "canteen_worker"), school=house.school, day=day,
            service=Service.objects.get(pk=row["service"]),
            grams=row["n"] * dice(seed, "leftovers", day.isoformat()).randint(*GRAMS),
        )  # fmt: skip


def _sheet(house: House) -> None:
    """The current failed: a class ate by a sheet, the pedagogue entered it, the director signed; a third is to look."""
    room = house.school.classes.filter(year__first_on__lte=today(), grade__lte=4).order_by("grade", "letter").last()
    days = _lately(house)
    if room is None or not days:
        return
    free = _without_a_press(house, days[-1])
    pupils: Sequence[Pupil] = [one for one in class_roster(room, days[-1]) if one.pk in free][:TICKED]
    if pupils:
        sheet = paper.enter_sheet(
            by=house.pedagogue, school_class=room, day=days[-1], service=Service.objects.get(slug=SERVICE),
            number="000417", why="no_power", pupils=pupils,
        )  # fmt: skip
        paper.sign_sheet(by=house.director, sheet=sheet)
