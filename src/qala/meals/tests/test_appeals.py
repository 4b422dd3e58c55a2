"""A child is taken off the list: the parent reads why, appeals, and follows the case from the cabinet."""

from datetime import date

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.urls import reverse

from qala.journal.models import Entry
from qala.kernel import cards
from qala.kernel.announcements import deliver_waiting
from qala.kernel.keys import key_of
from qala.kernel.models import Announcement
from qala.kernel.refusals import Forbidden, Refusal
from qala.meals.actions.lists import approve, check, enforce, form_list, remove_line
from qala.meals.actions.parents import appeal
from qala.meals.actions.vouchers import revoke
from qala.meals.models import Appeal
from qala.meals.queries.entitled import voucher_on
from qala.meals.queries.removals import NEVER_LISTED, OffList, asked_by, off_list
from qala.meals.tests.factories import JOB, NOVEMBER, department, meal_school
from qala.people.actions import write_contact
from qala.people.queries import guardians_of
from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import AppointmentFactory, PersonFactory
from qala.roster.tests.factories import parent_of

pytestmark = pytest.mark.django_db
WHY = "Анықтама әлеуметтік педагогта"


@pytest.fixture
def off():
    """A school whose list of the month is in force without its first child."""
    town = meal_school(pupils=2, active=False)
    parent_of(town.pupils[0])
    pedagogue = town.officer("social_pedagogue")
    formed = form_list(by=pedagogue, school=town.school, month=NOVEMBER)
    remove_line(by=pedagogue, line=formed.lines.get(pupil=town.pupils[0]), reason="proof_doubted")
    approve(by=town.officer("school_director"), formed=formed)
    enforce(by=department(), checked=check(by=department(), approved=formed))
    return town


def to(name, *args):
    return reverse(f"meals:{name}", args=args)


def read(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def test_the_reason_of_the_list_is_the_reason_of_the_appeal(off):
    child, parent = off.pupils[0], parent_of(off.pupils[0])
    assert off_list(child) == OffList(off.school, NOVEMBER, "proof_doubted")
    assert off_list(off.pupils[1]) is None
    row = appeal(by=parent, pupil=child, words=WHY, language="kk")
    told = Announcement.objects.get(kind="concern_raised")
    assert told.payload == {"about": key_of(row), "language": "kk", "raised_by": parent.actor_key}
    assert told.said == WHY
    assert WHY not in str(Entry.objects.get(verb="meals.appeal.raised").facts)
    with pytest.raises(Refusal) as refused:
        appeal(by=parent, pupil=child, words=WHY, language="kk")
    assert refused.value.code == "appealed"
    with pytest.raises(DatabaseError), transaction.atomic():
        Appeal.objects.filter(pk=row.pk).delete()


def test_only_a_parent_appeals_with_words_and_only_against_a_removal(off):
    child = off.pupils[0]
    for stranger in (off.officer("social_pedagogue"), parent_of(off.pupils[1]), PersonFactory()):
        with pytest.raises(Forbidden):
            appeal(by=stranger, pupil=child, words=WHY, language="kk")
    for pupil, words, code in ((child, " ", "words_missing"), (off.pupils[1], WHY, "listed")):
        with pytest.raises(Refusal) as refused, transaction.atomic():
            appeal(by=parent_of(pupil), pupil=pupil, words=words, language="kk")
        assert refused.value.code == code
    assert not Appeal.objects.exists()


def test_who_is_taken_off_is_told_once_by_letter_without_name_or_reason(off):
    child = off.pupils[0]
    parent = guardians_of(child.person).get()
    notice = Announcement.objects.get(kind="notice_due")
    assert notice.payload["person"] == str(parent.pk)
    assert child.person.family not in notice.said
    write_contact(by=parent, person=parent, kind="email", value="ana@example.kz")
    assert deliver_waiting() >= 1
    letter = apps.get_model("proposals", "Letter").objects.get(template="notice")
    assert (letter.way, letter.address, letter.language) == ("email", "ana@example.kz", parent.language)
    assert letter.slots["link"].endswith(to("child", child.key)), "one tap from the letter to the reason"
    again = form_list(by=off.officer("social_pedagogue"), school=off.school, month=NOVEMBER)
    remove_line(by=off.officer("social_pedagogue"), line=again.lines.get(pupil=child), reason="proof_doubted")
    approve(by=off.officer("school_director"), formed=again)
    enforce(by=department(), checked=check(by=department(), approved=again))
    assert Announcement.objects.filter(kind="notice_due").count() == 1, "the list says the same: no second letter"


def test_the_next_version_puts_the_child_back_and_a_voucher_waits_for_it(off):
    child = off.pupils[0]
    again = form_list(by=off.officer("social_pedagogue"), school=off.school, month=NOVEMBER)
    approve(by=off.officer("school_director"), formed=again)
    enforce(by=department(), checked=check(by=department(), approved=again))
    assert off_list(child) is None
    assert voucher_on(child.pk, NOVEMBER) is not None


def test_a_voucher_that_ended_and_a_child_nobody_listed_can_be_asked_about():
    town = meal_school(pupils=1)
    revoke(by=JOB, voucher=town.vouchers[0], reason="left_school", on=date(2026, 11, 20))
    assert off_list(town.pupils[0]) == OffList(town.school, date(2026, 11, 20), "left_school")
    child = meal_school(pupils=1, active=False).pupils[0]
    found = off_list(child)
    assert found is not None
    assert found.reason == NEVER_LISTED
    assert appeal(by=parent_of(child), pupil=child, words=WHY, language="kk").reason == NEVER_LISTED


def test_the_appeal_becomes_a_case_and_its_state_comes_back_to_the_cabinet(off):
    child, parent = off.pupils[0], parent_of(off.pupils[0])
    browser = signed_in(parent)
    assert to("appeal", child.key) in read(browser.get(to("child", child.key)))
    assert read(browser.get(to("appeal", child.key)))
    assert read(browser.post(to("appeal", child.key), {"words": " "}), 422)
    assert browser.post(to("appeal", child.key), {"words": WHY}).status_code == 302
    waiting = read(browser.get(to("child", child.key)))
    assert to("appeal", child.key) not in waiting, "asked once"
    assert deliver_waiting() >= 1
    case = apps.get_model("proposals", "Proposal").objects.get()  # the other part is known by its name alone
    shown = read(browser.get(to("child", child.key)))
    assert case.number in shown
    (asked,) = asked_by(parent, child)
    assert asked.case is not None
    assert case.number in asked.case.title
    assert cards.about([key_of(Appeal.objects.get())], parent_of(off.pupils[1])) == {}, "somebody else's case is nobody's"
    assert signed_in(parent_of(off.pupils[1])).get(to("appeal", child.key)).status_code == 404


def test_officers_learn_the_school_and_only_its_own_desk_the_child(off):
    child = off.pupils[0]
    row = appeal(by=parent_of(child), pupil=child, words=WHY, language="kk")
    reader = AppointmentFactory(role="triage_officer").person
    told = cards.reference(key_of(row), reader)
    assert told is not None
    assert (str(off.school.name) in told.title, told.address) == (True, "")
    assert child.person.family not in told.title
    pedagogue = off.officer("social_pedagogue")
    found = cards.reference(key_of(row), pedagogue)
    assert found is not None
    assert found.address.startswith(to("desk_school", off.school.slug))
    assert cards.reference(key_of(row), PersonFactory()) is None
    desk = read(signed_in(pedagogue).get(found.address, headers={"accept-language": "en"}))
    assert "a parent appealed on" in desk
