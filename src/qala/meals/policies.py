"""Who may do what with school meals, one sentence each."""

from datetime import date

from qala.kernel.actors import Actor, Job
from qala.kernel.clock import now, today
from qala.meals.models import (
    Contract,
    Dispute,
    EnrolmentCode,
    Meal,
    PaperSheet,
    ServiceEvent,
    TariffOffer,
    Terminal,
    Voucher,
)
from qala.meals.queries.settings import offline_window
from qala.people.models import Person
from qala.people.queries import wards_of
from qala.roster.models import Pupil, School, SchoolClass
from qala.roster.queries import enrolment_on

DEPARTMENT = "education_department"


def may_serve(by: Actor) -> bool:
    """A terminal that is not revoked hands in what it signed."""
    return isinstance(by, Terminal) and by.revoked_at is None


def may_hand_in(by: Actor) -> bool:
    """A terminal; once switched off, still its earlier presses, as long as a phone may be without a network."""
    return isinstance(by, Terminal) and (by.revoked_at is None or now() < by.revoked_at + offline_window())


def may_load(by: Actor) -> bool:
    """A named job or an administrator brings whole queues of the past in."""
    return isinstance(by, Job) or (isinstance(by, Person) and by.holds("administrator"))


def works_at(by: Actor, role: str, school: School) -> bool:
    """A person holds a role in a school."""
    return isinstance(by, Person) and by.holds(role, school.organisation)


def may_form_list(by: Actor, school: School) -> bool:
    """The social pedagogue of the school forms its list."""
    return works_at(by, "social_pedagogue", school)


def may_approve_list(by: Actor, school: School) -> bool:
    """The director of the school approves it."""
    return works_at(by, "school_director", school)


def may_keep_money(by: Actor) -> bool:
    """The education department, or its nightly job, opens and closes months."""
    return isinstance(by, Job) or (isinstance(by, Person) and by.holds(DEPARTMENT))


def may_audit(by: Actor) -> bool:
    """The auditor and the department read everything of the programme."""
    return isinstance(by, Person) and (by.holds("auditor") or by.holds(DEPARTMENT))


def may_keep_terminals(by: Actor, school: School) -> bool:
    """The director of the school, or the education department, says which phones serve at its counter."""
    return works_at(by, "school_director", school) or (isinstance(by, Person) and by.holds(DEPARTMENT))


def may_enrol(by: Actor) -> bool:
    """Whoever holds a code that nobody used, in its time."""
    return isinstance(by, EnrolmentCode) and by.used_at is None and now() < by.expires_at


def may_show_code(by: Actor, voucher: Voucher) -> bool:
    """The child itself, or who answers for it."""
    return isinstance(by, Person) and (voucher.pupil.person_id == by.pk or may_speak_for(by, voucher.pupil))


def may_speak_for(by: Actor, pupil: Pupil) -> bool:
    """Who answers for the child."""
    return isinstance(by, Person) and wards_of(by).filter(pk=pupil.person_id).exists()


def may_check_list(by: Actor) -> bool:
    """The department, or the registers' job, compares a list with the registers."""
    return may_keep_money(by)


def may_keep_proofs(by: Actor, school: School | None) -> bool:
    """A register's job writes proofs down; a school's pedagogue those of its own children."""
    return isinstance(by, Job) or (school is not None and may_form_list(by, school))


def may_keep_voucher(by: Actor, school: School) -> bool:
    """The school's pedagogue, the department or the nightly job."""
    return may_form_list(by, school) or may_keep_money(by)


def may_consent(by: Actor, voucher: Voucher) -> bool:
    """Who answers for the child, or the child once grown."""
    is_own = isinstance(by, Person) and voucher.pupil.person_id == by.pk and not by.is_minor()
    return is_own or may_speak_for(by, voucher.pupil)


def may_activate(by: Actor, voucher: Voucher) -> bool:
    """The school, the department, a job; and the parent whose consent it is."""
    return may_keep_voucher(by, voucher.school) or may_consent(by, voucher)


def may_trade(by: Actor, contract: Contract) -> bool:
    """Somebody who speaks for the contract's supplier."""
    return isinstance(by, Person) and by.holds("supplier", contract.supplier)


def may_offer(by: Actor, contract: Contract) -> bool:
    """Either party of a contract names a price."""
    return may_trade(by, contract) or is_department(by)


def may_agree(by: Actor, offer: TariffOffer) -> bool:
    """Only the other party agrees."""
    return is_department(by) if offer.offered_for == "supplier" else may_trade(by, offer.contract)


def is_department(by: Actor) -> bool:
    """Somebody of the education department."""
    return isinstance(by, Person) and by.holds(DEPARTMENT)


def may_sign_month(by: Actor, school: School) -> bool:
    """The director signs the school's month."""
    return may_approve_list(by, school)


def may_invoice(by: Actor, contract: Contract) -> bool:
    """The supplier asks for its money, or the job that draws every invoice."""
    return may_trade(by, contract) or isinstance(by, Job)


def may_contest(by: Actor, meal: Meal) -> bool:
    """Who answers for the child, the supplier, the school, the department."""
    return (
        may_speak_for(by, meal.pupil)
        or may_trade(by, meal.contract)
        or any(works_at(by, role, meal.school) for role in ("school_director", "social_pedagogue"))
        or is_department(by)
    )


def may_withdraw(by: Actor, dispute: Dispute) -> bool:
    """Only who opened it takes a dispute back."""
    return by.actor_key == dispute.opened_by


def may_decide_dispute(by: Actor, dispute: Dispute) -> bool:
    """The department, and never who opened it."""
    return is_department(by) and by.actor_key != dispute.opened_by


def may_write_sheet(by: Actor, school: School) -> bool:
    """Who is at the school's canteen or answers for its children enters a paper sheet, or signs another's."""
    roles = ("school_director", "social_pedagogue", "class_teacher", "canteen_worker")
    return any(works_at(by, role, school) for role in roles)


def may_weigh(by: Actor, school: School) -> bool:
    """The canteen, or who answers for the school, weighs what came back from its tables."""
    return any(works_at(by, role, school) for role in ("canteen_worker", "school_director", "social_pedagogue"))


def may_see_leftovers(by: Actor, school: School) -> bool:
    """Whoever weighs them, the department and the auditor."""
    return may_weigh(by, school) or may_audit(by)


def may_tear_up(by: Actor, sheet: PaperSheet) -> bool:
    """Who entered it, or the director."""
    return by.actor_key == sheet.entered_by or works_at(by, "school_director", sheet.school)


def may_confirm_sheet(by: Actor, sheet: PaperSheet) -> bool:
    """A third person of the school, or the department."""
    roles = ("school_director", "social_pedagogue", "class_teacher")
    is_third = by.actor_key not in (sheet.entered_by, sheet.signed_by)
    return sheet.is_signed and is_third and (is_department(by) or any(works_at(by, one, sheet.school) for one in roles))


def may_see_sheets(by: Actor, school: School) -> bool:
    """Whoever writes them, the department and the auditor."""
    return may_write_sheet(by, school) or may_audit(by)


def may_keep_marks(by: Actor, school: School, pupil: Pupil) -> bool:
    """The pedagogue or director of the school where the child is."""
    seat = enrolment_on(pupil, today())
    is_here = seat is not None and seat.school_class.school_id == school.pk
    return is_here and (may_form_list(by, school) or may_approve_list(by, school))


def may_look_at(by: Actor, event: ServiceEvent) -> bool:
    """Somebody of the school who did not serve: director, pedagogue or class teacher; never who set the terminal up."""
    roles = ("school_director", "social_pedagogue", "class_teacher")
    return by.actor_key != event.terminal.enrolled_by and any(works_at(by, role, event.school) for role in roles)


def may_see_trust(by: Actor, school: School) -> bool:
    """Who sees the desk sees every plate on trust; a class teacher those of the own class."""
    return may_see_desk(by, school) or works_at(by, "class_teacher", school)


def may_explain(by: Actor, school: School) -> bool:
    """The school whose numbers ask."""
    return may_approve_list(by, school) or may_form_list(by, school)


def may_cook(by: Actor, school: School, day: date) -> bool:
    """The supplier who cooks at a school on a day, today or later, writes its menu; a loader's job may write any."""
    kitchens = school.kitchens.filter(from_on__lte=day, until_on__gte=day).select_related("contract__supplier")
    return isinstance(by, Job) or (day >= today() and any(may_trade(by, kitchen.contract) for kitchen in kitchens))


def may_see_desk(by: Actor, school: School) -> bool:
    """Director and pedagogue see their school's meals by name; the department and the auditor see every school's."""
    return works_at(by, "school_director", school) or works_at(by, "social_pedagogue", school) or may_audit(by)


def leads(by: Actor, school_class: SchoolClass | None) -> bool:
    """A class teacher leads the class that names them, while in office at that school."""
    if school_class is None or not isinstance(by, Person):
        return False
    return school_class.teacher_id == by.pk and works_at(by, "class_teacher", school_class.school)


def may_see_timesheet(by: Actor, school: School, first: date, last: date) -> bool:
    """Who sees the desk; class teachers and the canteen of the school; who cooked there on some of the days."""
    at_school = any(works_at(by, role, school) for role in ("class_teacher", "canteen_worker"))
    kitchens = school.kitchens.filter(from_on__lte=last, until_on__gte=first).select_related("contract__supplier")
    return may_see_desk(by, school) or at_school or any(may_trade(by, kitchen.contract) for kitchen in kitchens)


def may_see_names(by: Actor, school: School, school_class: SchoolClass | None) -> bool:
    """Who sees the desk reads every name, a class teacher those of the own class; others read numbers."""
    return may_see_desk(by, school) or leads(by, school_class)


def may_see_invoice(by: Actor, contract: Contract) -> bool:
    """The supplier's own, and all of them for the department and the auditor."""
    return may_trade(by, contract) or may_audit(by)


def may_take_along(by: Actor, voucher: Voucher, day: date) -> bool:
    """The department, or who keeps the vouchers of the school the register has the child in."""
    seat = enrolment_on(voucher.pupil, day)
    return may_keep_money(by) or (seat is not None and may_keep_voucher(by, seat.school_class.school))
