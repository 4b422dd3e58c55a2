"""Two children taken off November's list: one is back after the parent's appeal, the other's appeal waits."""

from collections.abc import Collection
from datetime import date

from qala.demo.city.shapes import CityPlan
from qala.demo.fill.kitchens import MONTHS, officer_of
from qala.kernel.announcements import deliver_waiting
from qala.kernel.keys import key_of
from qala.kernel.translated import Translated
from qala.meals.actions import lists, parents, vouchers
from qala.meals.models import Appeal, EntitlementList, Voucher
from qala.people.actions import write_contact
from qala.people.models import Account, Appointment, Organisation, Person
from qala.proposals.actions.answers import explain
from qala.proposals.actions.triage import assign, triage
from qala.proposals.models import Category, Proposal
from qala.roster.models import Pupil, School

PARENT, OFFICER = "parent-of-several@qala.example", "education-officer@qala.example"
WORDS = ("Анықтаманы тамызда өткізгенбіз, көшірмесі өзімізде.", "Справку мы сдали в августе, копия у нас.")
REASON = Translated(
    kk="Анықтама дұрыс екен. Мектеп тізімді түзетті: бала бүгіннен қайтадан тегін тамақтанады.",
    ru="Справка в порядке. Школа исправила список: с сегодняшнего дня ребёнок снова питается бесплатно.",
    en="The proof is in order. The school mended its list: from today the child eats free again.",
)


def tell_of_appeals(plan: CityPlan) -> int:
    """Notice, reason, appeal, decision, back on the list; each by who does it. Returns how many cases it made."""
    if plan.scale != "small":
        return 0
    parent, officer = _person(PARENT), _person(OFFICER)
    mine = _listed(parent)
    others = Voucher.objects.filter(school=mine.school, state="active", pupil__person__guardians__isnull=False)
    waits = others.exclude(pupil__person__guardians__guardian=parent).order_by("pk")[0].pupil
    write_contact(by=parent, person=parent, kind="email", value=PARENT)
    _list_anew(mine.school, officer, {mine.pupil_id, waits.pk})
    case = _appeal(parent, mine.pupil, WORDS[0])
    _appeal(waits.person.guardians.all()[0].guardian, waits, WORDS[1])
    _answer(case)
    formed = _list_anew(mine.school, officer, {waits.pk})
    vouchers.notify(by=officer_of(mine.school, "social_pedagogue"), listed=formed)
    parents.agree(by=parent, voucher=Voucher.objects.get(pupil=mine.pupil, ended_on=None))
    return 2


def _person(email: str) -> Person:
    person: Person = Account.objects.select_related("person").get(email=email).person
    return person


def _listed(parent: Person) -> Voucher:
    rows = Voucher.objects.filter(pupil__person__guardians__guardian=parent, state="active")
    return rows.select_related("school__organisation", "pupil__person").order_by("pk")[0]


def _list_anew(school: School, officer: Person, without: Collection[int], month: date = MONTHS[-1]) -> EntitlementList:
    """The month's next version: formed by one, approved by another, checked and put in force by a third."""
    pedagogue = officer_of(school, "social_pedagogue")
    formed = lists.form_list(by=pedagogue, school=school, month=month)
    for line in formed.lines.filter(pupil__in=without).select_related("list__school__organisation"):
        lists.remove_line(by=pedagogue, line=line, reason="proof_doubted")
    lists.approve(by=officer_of(school, "school_director"), formed=formed)
    lists.check(by=officer, approved=formed)
    return lists.enforce(by=officer, checked=formed)


def _appeal(parent: Person, pupil: Pupil, words: str) -> Proposal:
    """The parent appeals; the city's jobs make a case of it and send the letters that wait."""
    row: Appeal = parents.appeal(by=parent, pupil=pupil, words=words, language="kk" if words == WORDS[0] else "ru")
    deliver_waiting()
    return Proposal.objects.get(arrival__attributes__about=key_of(row))


def _answer(case: Proposal) -> None:
    reads, gives, answers = (
        Appointment.objects.select_related("person").filter(role=role).order_by("pk")[0].person
        for role in ("triage_officer", "dispatcher", "dispatcher")
    )
    triage(by=reads, proposal=case, category=Category.objects.get(slug="school"))
    department = Organisation.objects.get(slug="education")
    assign(by=gives, proposal=case, department=department, reason="Мектеп асының тізімі — Білім басқармасында.")
    explain(by=answers, proposal=case, reason=REASON)
