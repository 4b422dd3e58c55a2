"""When no terminal works: a numbered sheet is entered by one person, signed by another, looked at by a third."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.clock import CITY, now, today
from qala.kernel.refusals import Refusal, require
from qala.meals.actions.provisional import confirm
from qala.meals.actions.serving import receive
from qala.meals.keys import point_of, signed_by
from qala.meals.models import PaperSheet, PaperTick, Provisional, Service, Terminal
from qala.meals.models.paper import WHY
from qala.meals.policies import may_confirm_sheet, may_tear_up, may_write_sheet
from qala.meals.queries.settings import hours, offline_window, setting
from qala.meals.queries.signed import Signed
from qala.meals.rules.events import NO_EVENT, read, written
from qala.people.refusing import unstorable
from qala.roster.models import Pupil, SchoolClass
from qala.roster.queries import class_roster, is_open

LINES = UUID("8f2f3f0c-0d57-4c39-8b4e-7a1d9a4c6b19")


@transaction.atomic
def enter_sheet(  # noqa: PLR0913 - what stands on a sheet
    *, by: Actor, school_class: SchoolClass, day: date, service: Service, number: str, why: str,
    pupils: Sequence[Pupil],
) -> PaperSheet:  # fmt: skip
    """Write down what a paper sheet says. Nothing counts before another person signs it."""
    require(may_write_sheet(by, school_class.school))
    _day_fits(school_class, day)
    known = set(class_roster(school_class, day).values_list("pk", flat=True))
    if not pupils or not {one.pk for one in pupils} <= known:
        raise Refusal(_("Tick children of this class."), code="ticks")
    if why not in WHY or not number.strip():
        raise Refusal(_("A sheet has its printed number and says why it is paper."), code="number_or_reason")
    sheet = PaperSheet(
        number=number.strip(), school=school_class.school, school_class=school_class, day=day, service=service, why=why,
        entered_by=by.actor_key, entered_at=now(),
    )  # fmt: skip
    known_number = _("A sheet with this number is there already.")
    known_sheet = _("This class has a sheet for this meal already.")
    with (
        unstorable("a_sheet_has_its_own_number", known_number, "number_known"),
        unstorable("one_sheet_per_class_day_and_service", known_sheet, "sheet_known"),
    ):
        sheet.save(force_insert=True)
    PaperTick.objects.bulk_create(PaperTick(sheet=sheet, pupil=one) for one in pupils)
    record(by, "meals.papersheet.entered", sheet, school=sheet.school.slug, day=day, ticks=len(pupils), why=why)
    return sheet


def _day_fits(school_class: SchoolClass, day: date) -> None:
    """A school day that is not to come, and not older than a terminal's queue may be."""
    if not today() - offline_window() <= day <= today():
        raise Refusal(_("A sheet is handed in within the days a terminal may be without a network."), code="sheet_late")
    if not is_open(school_class.school, day):
        raise Refusal(_("The school was closed that day."), code="closed_day")


@transaction.atomic
def tear_up(*, by: Actor, sheet: PaperSheet) -> PaperSheet:
    """Take back a sheet that nobody signed, to enter it anew."""
    require(may_tear_up(by, sheet))
    if sheet.is_signed:
        raise Refusal(_("A signed sheet stays."), code="signed", status=409)
    record(by, "meals.papersheet.torn_up", sheet, school=sheet.school.slug, day=sheet.day)
    sheet.delete()
    return sheet


@transaction.atomic
def sign_sheet(*, by: Actor, sheet: PaperSheet) -> PaperSheet:
    """The second person signs: every tick becomes an event on trust, marked as paper, that a third one looks at."""
    require(may_write_sheet(by, sheet.school))
    held = PaperSheet.objects.select_for_update().get(pk=sheet.pk)
    if held.is_signed:
        raise Refusal(_("This sheet is signed already."), code="signed", status=409)
    if by.actor_key == sheet.entered_by:
        raise Refusal(_("Who entered the sheet does not sign it."), code="same_person")
    terminal, signed = _as_terminal(sheet)
    receive(by=terminal, signed=signed)
    terminal.revoked_at = now()
    terminal.save(update_fields=["revoked_at"])
    Provisional.objects.filter(event__terminal=terminal).update(witness=by.actor_key)
    sheet.terminal, sheet.signed_by, sheet.signed_at = terminal, by.actor_key, terminal.revoked_at
    sheet.save(update_fields=["terminal", "signed_by", "signed_at"])
    record(by, "meals.papersheet.signed", sheet, school=sheet.school.slug, day=sheet.day, ticks=len(signed))
    return sheet


def _as_terminal(sheet: PaperSheet) -> tuple[Terminal, list[Signed]]:
    """A terminal of the sheet's own, and its ticks in a chain. The key is forgotten with this call."""
    secret = generate_private_key(SECP256R1())
    terminal = Terminal.objects.create(
        school=sheet.school, name=f"№ {sheet.number}"[:60], public_key=point_of(secret),
        enrolled_at=sheet.entered_at, enrolled_by=sheet.entered_by,
    )  # fmt: skip
    previous, signed = NO_EVENT, []
    opens, _closes = hours(sheet.service, sheet.day)
    start, pause = datetime.combine(sheet.day, opens, CITY), setting("line_seconds", sheet.day)
    start = min(start, now() - timedelta(hours=1)) if sheet.day == today() else start
    ticks = sheet.ticks.select_related("pupil").order_by("pupil__person__family", "pk")
    for place, tick in enumerate(ticks, 1):
        body = written(
            at=(start + place * timedelta(seconds=pause)).isoformat(), day=sheet.day.isoformat(), how="paper",
            previous=previous.hex(), reason=sheet.why, sequence=place, service=sheet.service.slug,
            terminal=str(terminal.key), uid=str(uuid5(LINES, f"{sheet.pk}:{tick.pk}")),
            who={"pupil": str(tick.pupil.key)},
        )  # fmt: skip
        previous = read(body).digest
        signed.append(Signed(body, signed_by(secret, body)))
    return terminal, signed


@transaction.atomic
def confirm_sheet(*, by: Actor, sheet: PaperSheet) -> tuple[int, int]:
    """A third person says that the sheet is true: what may count becomes meals. How many did, and how many wait on."""
    require(may_confirm_sheet(by, sheet))
    waiting = Provisional.objects.filter(event__terminal=sheet.terminal, state="opened").select_related(
        "event__terminal", "event__school__organisation", "event__service", "event__pupil__person"
    )
    done = sum(_confirmed(by, one) for one in waiting)
    left = Provisional.objects.filter(event__terminal=sheet.terminal, state="opened").count()
    record(by, "meals.papersheet.confirmed", sheet, school=sheet.school.slug, meals=done, left=left)
    return done, left


def _confirmed(by: Actor, waiting: Provisional) -> bool:
    """Each line for itself: one that cannot count holds up no other."""
    try:
        confirm(by=by, waiting=waiting)
    except Refusal as refused:
        if refused.code == "above_cap":
            raise
        return False
    return True
