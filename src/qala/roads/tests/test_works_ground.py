"""One ground, one contract: works, guarantees and digs ask after each other at every door, and wait for each other."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection, connections, transaction

from qala.kernel.clock import today
from qala.kernel.tests.refusing import refused
from qala.roads.actions.cuts import (
    backfill_cut,
    check_cut,
    open_cut,
    open_emergency,
    override_conflict,
    permit_cut,
    request_cut,
    withdraw_cut,
)
from qala.roads.actions.proofs import accept_works
from qala.roads.actions.works import (
    Contract,
    cancel_works,
    change_price,
    contract_works,
    resume_works,
    start_works,
    suspend_works,
)
from qala.roads.models import Cut, CutConflict, Wait, Works
from qala.roads.tests.factories import a_paved_street
from qala.roads.tests.works_factories import (
    Offices,
    accepted,
    begun,
    dig,
    permitted,
    proven,
    signed,
    stretch,
    tendered,
    try_trench,
)

pytestmark = pytest.mark.django_db
SECOND = Contract("46", "builder", 1_000_000_000)


@pytest.fixture
def offices():
    a_paved_street()
    return Offices()


@contextmanager
def unstorable(name):
    with pytest.raises(IntegrityError, match=name.replace("_", " ")), transaction.atomic():
        yield


def stand(works, state, **told):
    """The same step by the database alone."""
    Works.objects.filter(pk=works.pk).update(state=state, **told)


def reaching(works, from_m):
    """The same works, their ground moved to begin at a metre: as when a past act comes in, or a map is drawn anew."""
    works.grounds.update(from_m=from_m)
    return works


def test_a_second_contract_on_ground_already_paid_for(offices):
    first, second = signed(offices), tendered(offices, places=[stretch(from_m=50, to_m=120)])
    with refused("ground_taken"):
        contract_works(by=offices.engineer, works=second, contract=SECOND)
    with unstorable("one_contract_on_one_ground"):
        stand(second, "contracted", contract="46", contractor="builder", price_tiyn=1)
    cancel_works(by=offices.engineer, works=first, reason="The other contract does it all.")
    assert contract_works(by=offices.engineer, works=second, contract=SECOND).state == "contracted"


def test_a_contract_beside_another_or_on_the_other_side_is_signed(offices):
    signed(offices)
    beside = tendered(offices, places=[stretch(from_m=100, to_m=120)])
    assert contract_works(by=offices.engineer, works=beside, contract=SECOND).state == "contracted"


def test_works_do_not_begin_under_a_guarantee_that_came_after_their_contract(offices):
    accepted(offices)
    works = reaching(signed(offices, places=[stretch(from_m=110, to_m=150)]), 90)
    with refused("under_guarantee"):
        start_works(by=offices.contractor, works=works)
    with unstorable("repair_under_guarantee_is_a_claim"):
        stand(works, "in_work", started_on=today(), started_by="x")


def test_works_do_not_begin_where_others_are_going_on(offices):
    begun(offices)
    works = reaching(signed(offices, places=[stretch(from_m=110, to_m=150)]), 90)
    with refused("ground_taken"):
        start_works(by=offices.contractor, works=works)
    with unstorable("one_contract_on_one_ground"):
        stand(works, "in_work", started_on=today(), started_by="x")


def test_shyrayly_nothing_is_accepted_over_a_trench_opened_while_it_was_paved(offices):
    works = proven(offices)
    trench = open_emergency(by=offices.operator, dig=dig())
    with refused("loose_trench"):
        accept_works(by=offices.second, works=works)
    with unstorable("no_paving_over_an_open_dig"):
        stand(works, "accepted", accepted_on=today(), accepted_by="x")
    try_trench(by=offices.operator, cut=trench, passed=False, protocol="K-1")
    with refused("loose_trench"):
        accept_works(by=offices.second, works=works)
    try_trench(by=offices.operator, cut=trench, passed=True, protocol="K-2")
    with refused("loose_trench"):
        accept_works(by=offices.second, works=works)
    with unstorable("no_paving_over_an_open_dig"):
        stand(works, "accepted", accepted_on=today(), accepted_by="x")
    backfill_cut(by=offices.operator, cut=trench)
    assert accept_works(by=offices.second, works=works).state == "running"


def suspended(offices):
    works = begun(offices)
    wait = Wait(waiting_for="a water main", until_on=today() + timedelta(days=9), owner="waterworks", cover="gravel")
    return suspend_works(by=offices.contractor, works=works, wait=wait)


def test_works_that_rested_for_a_dig_go_on_when_it_is_over(offices):
    works, cut = suspended(offices), permitted(offices)
    with refused("dig_to_come"):
        resume_works(by=offices.contractor, works=works)
    with unstorable("no_paving_before_a_permitted_dig"):
        stand(works, "in_work")
    open_cut(by=offices.operator, cut=cut)
    with refused("loose_trench"):
        resume_works(by=offices.contractor, works=works)
    try_trench(by=offices.operator, cut=cut, passed=True, protocol="K-1")
    backfill_cut(by=offices.operator, cut=cut)
    assert resume_works(by=offices.contractor, works=works).state == "in_work"


def test_a_permit_that_ran_out_while_works_rested_holds_nobody_up(offices):
    works, cut = suspended(offices), permitted(offices)
    with refused("dig_to_come"):
        resume_works(by=offices.contractor, works=works)
    before = today() - timedelta(days=1)
    Cut.objects.filter(pk=cut.pk).update(from_on=before, until_on=before)
    Works.objects.filter(pk=works.pk).update(started_on=before - timedelta(days=1))
    assert resume_works(by=offices.contractor, works=works).state == "in_work"


def test_one_price_decision_serves_once(offices):
    works = signed(offices)
    first = works.price_tiyn
    change_price(by=offices.director, works=works, price_tiyn=first + 1, decision="7", reason="Bitumen rose.")
    with unstorable("a_price_changes_by_a_reasoned_decision"):
        Works.objects.filter(pk=works.pk).update(price_tiyn=first)
    change_price(by=offices.director, works=works, price_tiyn=first, decision="8", reason="It fell again.")
    with unstorable("a_price_changes_by_a_reasoned_decision"):
        Works.objects.filter(pk=works.pk).update(price_tiyn=first + 1)


def test_whoever_took_a_conflict_upon_themselves_stays_with_it(offices):
    signed(offices)
    cut = request_cut(by=offices.operator, dig=dig())
    (conflict,) = check_cut(by=offices.engineer, cut=cut)
    override_conflict(by=offices.engineer, conflict=conflict, reason="The pipe cannot wait.")
    with refused("overridden_already"):
        override_conflict(by=offices.engineer, conflict=conflict, reason="Another reason.")
    for change in ({"override_reason": "x"}, {"overridden_by": "", "override_reason": ""}):
        with unstorable("a_conflict_is_overridden_once"):
            CutConflict.objects.filter(pk=conflict.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        conflict.delete()


def test_no_function_of_the_database_takes_the_sessions_day_for_the_citys(offices):
    """The session is UTC: from midnight to five its CURRENT_DATE is yesterday in the city."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND "
            r"prosrc ~* '\m(current[_]date|local[t]imestamp)\M|(now|_timestamp)\(\)::date'"
        )
        assert cursor.fetchall() == []


def checked(offices, **told):
    """A dig that nothing keeps from its permit any more."""
    cut = request_cut(by=offices.operator, dig=dig(**told))
    for conflict in check_cut(by=offices.engineer, cut=cut):
        override_conflict(by=offices.engineer, conflict=conflict, reason="The pipe cannot wait.")
    return cut


def at_another_desk(take):
    """Take a step over a connection of its own, which waits for no lock."""

    def alone():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '1ms'")
                return take()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as hand:
        return hand.submit(alone).result()


@pytest.mark.django_db(transaction=True)
def test_starting_and_permitting_wait_for_each_other(offices):
    works, cut, late = signed(offices), checked(offices), checked(offices, places=[stretch(from_m=60, to_m=65)])
    with transaction.atomic():
        permit_cut(by=offices.engineer, cut=cut, permit="P-1", guarantor="waterworks")
        with pytest.raises(OperationalError):
            at_another_desk(lambda: start_works(by=offices.contractor, works=works))
    with refused("dig_to_come"):
        at_another_desk(lambda: start_works(by=offices.contractor, works=Works.objects.get(pk=works.pk)))
    withdraw_cut(by=offices.operator, cut=cut, reason="Not needed.")
    with transaction.atomic():
        start_works(by=offices.contractor, works=works)
        with pytest.raises(OperationalError):
            at_another_desk(lambda: permit_cut(by=offices.engineer, cut=late, permit="P-2", guarantor="waterworks"))
