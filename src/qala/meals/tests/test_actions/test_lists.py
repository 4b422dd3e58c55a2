"""The monthly list: formed from the register, approved by another person, checked both ways, in force."""

import pytest
from django.db import IntegrityError, transaction

from qala.journal.models import Entry
from qala.kernel.refusals import Forbidden, Refusal
from qala.meals.actions.lists import approve, check, enforce, form_list, remove_line, send_back
from qala.meals.actions.proofs import Told, write_proofs
from qala.meals.models import EntitlementList, Proof, Voucher
from qala.meals.queries.entitled import entitled_but_not_listed, listed_but_not_entitled
from qala.meals.tests.factories import JOB, NOVEMBER, VoucherFactory, department, meal_school
from qala.people.tests.factories import PersonFactory
from qala.roster.tests.factories import EnrolmentFactory, SchoolClassFactory

pytestmark = pytest.mark.django_db
OCTOBER = NOVEMBER.replace(month=10)


def with_older(town, basis="orphan"):
    seat = EnrolmentFactory(school_class=SchoolClassFactory(school=town.school, grade=8))
    EnrolmentFactory(school_class=seat.school_class)
    if basis:
        write_proofs(by=JOB, told=[Told(seat.pupil_id, basis, NOVEMBER.replace(month=9), None, "e-Halyk")])
    return seat.pupil


def in_force(town, month=NOVEMBER):
    formed = form_list(by=town.officer("social_pedagogue"), school=town.school, month=month)
    approve(by=town.officer("school_director"), formed=formed)
    return enforce(by=department(), checked=check(by=department(), approved=formed))


def test_a_list_holds_the_free_grades_and_older_children_by_proof():
    town = meal_school(pupils=3, active=False)
    orphan = with_older(town)
    formed = form_list(by=town.officer("social_pedagogue"), school=town.school, month=NOVEMBER)
    assert sorted(formed.lines.values_list("basis", flat=True)) == ["grade", "grade", "grade", "orphan"]
    assert formed.lines.get(basis="orphan").pupil == orphan
    assert Entry.objects.latest("pk").verb == "meals.entitlementlist.formed"


def test_forming_again_changes_nothing_but_the_day():
    town = meal_school(pupils=2, active=False)
    pedagogue = town.officer("social_pedagogue")
    first = form_list(by=pedagogue, school=town.school, month=NOVEMBER)
    again = form_list(by=pedagogue, school=town.school, month=NOVEMBER)
    assert first.pk == again.pk
    assert again.lines.count() == 2


def test_who_forms_does_not_approve_and_a_stranger_may_nothing():
    town = meal_school(pupils=1, active=False)
    pedagogue = town.officer("social_pedagogue")
    formed = form_list(by=pedagogue, school=town.school, month=NOVEMBER)
    with pytest.raises(Forbidden):
        approve(by=PersonFactory(), formed=formed)
    formed.formed_by = (director := town.officer("school_director")).actor_key
    formed.save()
    with pytest.raises(Refusal):
        approve(by=director, formed=formed)
    with pytest.raises(IntegrityError), transaction.atomic():
        EntitlementList.objects.filter(pk=formed.pk).update(approved_by=director.actor_key)


def test_an_invented_child_stops_the_list_and_a_missing_one_is_named():
    town, other = meal_school(pupils=2, active=False), meal_school(pupils=1, active=False)
    formed = form_list(by=town.officer("social_pedagogue"), school=town.school, month=NOVEMBER)
    formed.lines.create(pupil=other.pupils[0], grade=3, basis="grade")
    approve(by=town.officer("school_director"), formed=formed)
    assert [line.pupil for line in listed_but_not_entitled(formed)] == other.pupils
    with pytest.raises(Refusal) as refused:
        check(by=department(), approved=formed)
    assert refused.value.code == "listed_but_not_entitled"
    send_back(by=department(), checked=formed, reason="A child of another school")
    assert (formed.state, formed.approved_by) == ("draft", "")
    gone = formed.lines.get(pupil=town.pupils[0])
    gone.delete()
    assert [one.pupil for one in entitled_but_not_listed(formed)] == [town.pupils[0].pk]


def test_a_list_in_force_gives_each_child_one_voucher_and_supersedes_the_former():
    town = meal_school(pupils=3, active=False)
    in_force(town)
    assert Voucher.objects.filter(school=town.school, state="listed").count() == 3
    second = in_force(town)
    assert second.version == 2
    assert EntitlementList.objects.get(school=town.school, version=1).state == "superseded"
    assert Voucher.objects.filter(school=town.school).count() == 3


def test_nobody_leaves_silently():
    town = meal_school(pupils=2, active=False)
    in_force(town)
    left = town.pupils[0].enrolments.get()
    left.until_on, left.left_reason = NOVEMBER, "left_city"
    left.save()
    second = in_force(town)
    assert second.lines.get(pupil=town.pupils[0]).removed_because == "left_city_schools"
    gone = Voucher.objects.get(pupil=town.pupils[0])
    assert (gone.state, gone.ended_because) == ("revoked", "left_city_schools")
    with pytest.raises(IntegrityError), transaction.atomic():
        Voucher.objects.filter(pupil=town.pupils[1]).update(ended_on=NOVEMBER)


def test_a_removal_needs_its_reason_and_stays_visible():
    town = meal_school(pupils=2, active=False)
    pedagogue = town.officer("social_pedagogue")
    formed = form_list(by=pedagogue, school=town.school, month=NOVEMBER)
    line = formed.lines.first()
    with pytest.raises(Refusal):
        remove_line(by=pedagogue, line=line, reason=" ")
    remove_line(by=pedagogue, line=line, reason="parent_refused")
    form_list(by=pedagogue, school=town.school, month=NOVEMBER)
    assert formed.lines.get(pupil=line.pupil).removed_because == "parent_refused"


def test_a_child_that_moved_brings_the_voucher_along():
    town, other = meal_school(pupils=1), meal_school(pupils=0)
    seat = town.pupils[0].enrolments.get()
    seat.until_on, seat.left_reason = NOVEMBER, "school_change"
    seat.save()
    EnrolmentFactory(pupil=town.pupils[0], school_class=other.school_class, from_on=NOVEMBER)
    in_force(other)
    old, new = Voucher.objects.filter(pupil=town.pupils[0]).order_by("pk")
    assert (old.state, old.ended_because, new.state, new.school) == ("transferred", "moved_school", "active", other.school)


def test_a_list_put_right_after_a_child_moved_on_leaves_its_voucher_where_it_is():
    """A corrected October list, in November: one child moved with an active voucher, one with a voucher to come."""
    town, other = meal_school(pupils=3, active=False), meal_school(pupils=0)
    VoucherFactory(pupil=town.pupils[0], school=town.school, year=town.school_class.year)
    in_force(town, OCTOBER)
    moved = town.pupils[:2]
    for child in moved:
        child.enrolments.update(until_on=NOVEMBER, left_reason="school_change")
        EnrolmentFactory(pupil=child, school_class=other.school_class, from_on=NOVEMBER)
    in_force(other)
    living = Voucher.objects.filter(ended_on=None)
    assert set(living.filter(pupil__in=moved).values_list("school", "state")) == {
        (other.school.pk, "active"), (other.school.pk, "listed")
    }  # fmt: skip
    in_force(town, OCTOBER)
    assert set(living.filter(pupil__in=moved).values_list("school", flat=True)) == {other.school.pk}
    assert living.get(pupil=town.pupils[2]).school == town.school


def test_proofs_are_written_once_and_end_when_the_register_says():
    town = meal_school(pupils=0)
    pupil = with_older(town)
    told = Told(pupil.pk, "orphan", NOVEMBER.replace(month=9), NOVEMBER, "e-Halyk")
    assert write_proofs(by=JOB, told=[told]) == 0
    assert Proof.objects.get().until_on == NOVEMBER
    assert form_list(by=town.officer("social_pedagogue"), school=town.school, month=NOVEMBER).lines.count() == 0
    with pytest.raises(Forbidden):
        write_proofs(by=town.officer("school_director"), told=[told], school=town.school)
