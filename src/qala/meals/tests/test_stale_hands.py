"""Two pages opened at the same time: the second press goes on from what the first one made, and overwrites no name."""

import pytest
from django.test import Client
from django.urls import reverse

from qala.kernel.refusals import Refusal
from qala.meals.actions import invoices, lists, months
from qala.meals.models import EntitlementList, Invoice, Timesheet
from qala.meals.tests.factories import JOB, NOVEMBER, department, meal_school
from qala.meals.tests.stories import closed, final, serve
from qala.people.tests.conftest import signed_in

pytestmark = pytest.mark.django_db


def refused(step, **told):
    with pytest.raises(Refusal):
        step(**told)


def test_an_invoice_keeps_the_hand_that_matched_it():
    """Who matched could approve, where a colleague's page, opened before, put another name over it."""
    town = meal_school(pupils=1)
    serve(town)
    final(town)
    drawn = invoices.draw_invoice(by=JOB, contract=town.contract, school=town.school, month=NOVEMBER)
    old = Invoice.objects.get(pk=drawn.pk)
    invoices.send(by=town.supplier(), invoice=drawn)
    refused(invoices.send, by=town.supplier(), invoice=old)
    one, two, sent = department(), department(), Invoice.objects.get(pk=drawn.pk)
    invoices.match(by=one, invoice=drawn)
    refused(invoices.match, by=two, invoice=sent)
    stale = Invoice.objects.get(pk=drawn.pk)
    stale.matched_by = ""
    refused(invoices.approve, by=one, invoice=stale)
    assert Invoice.objects.get().matched_by == one.actor_key


def test_a_list_goes_one_way_at_a_time():
    town = meal_school(pupils=2)
    pedagogue, director = town.officer("social_pedagogue"), town.officer("school_director")
    formed = lists.form_list(by=pedagogue, school=town.school, month=NOVEMBER)
    old = EntitlementList.objects.get()
    lists.approve(by=director, formed=formed)
    refused(lists.approve, by=director, formed=old)
    beside = EntitlementList.objects.get()
    lists.send_back(by=director, checked=formed, reason="wrong")
    refused(lists.check, by=department(), approved=beside)
    assert EntitlementList.objects.get().state == "draft"


def test_a_month_is_signed_once():
    town = meal_school(pupils=1)
    serve(town)
    sheet = closed(town)
    old, one, two = Timesheet.objects.get(), town.officer("school_director"), town.officer("school_director")
    months.sign(by=one, sheet=sheet)
    refused(months.sign, by=two, sheet=old)
    assert Timesheet.objects.get().signed_by == one.actor_key


@pytest.mark.parametrize("slug", ["\x00", "nowhere"])
def test_questions_of_no_school_are_not_found(slug):
    assert signed_in(department()).get(reverse("meals:flags"), {"school": slug}).status_code == 404
    assert Client().get(reverse("meals:flags"), {"school": slug}).status_code == 302
