"""Two hands at one case: each writes what it changed, from where the case stands now."""

import pytest

from qala.kernel.tests.refusing import refused
from qala.roads.actions.cuts import open_cut, withdraw_cut
from qala.roads.actions.works import cancel_works, change_price, start_works
from qala.roads.models import Cut, Works
from qala.roads.tests.factories import a_paved_street
from qala.roads.tests.works_factories import Offices, permitted, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices():
    a_paved_street()
    return Offices()


def test_a_step_does_not_write_an_old_price_back(offices):
    works = signed(offices)
    held_by_the_contractor = Works.objects.get(pk=works.pk)
    change_price(by=offices.director, works=works, price_tiyn=2_100_000_000, decision="7", reason="Bitumen rose.")
    start_works(by=offices.contractor, works=held_by_the_contractor)
    works.refresh_from_db()
    assert (works.state, works.price_tiyn) == ("in_work", 2_100_000_000)


def test_a_second_price_is_reckoned_from_the_first(offices):
    works = signed(offices)
    held_by_another = Works.objects.get(pk=works.pk)
    change_price(by=offices.director, works=works, price_tiyn=2_100_000_000, decision="7", reason="Bitumen rose.")
    second = change_price(
        by=offices.director, works=held_by_another, price_tiyn=2_200_000_000, decision="8", reason="It rose again."
    )
    assert second.before_tiyn == 2_100_000_000


def test_works_cancelled_meanwhile_do_not_begin(offices):
    works = signed(offices)
    held_by_the_contractor = Works.objects.get(pk=works.pk)
    cancel_works(by=offices.engineer, works=works, reason="The pipe comes first.")
    with refused("unlawful-step"):
        start_works(by=offices.contractor, works=held_by_the_contractor)
    works.refresh_from_db()
    assert works.state == "cancelled"


def test_a_dig_withdrawn_meanwhile_is_not_opened(offices):
    cut = permitted(offices)
    held_by_the_operator = Cut.objects.get(pk=cut.pk)
    withdraw_cut(by=offices.engineer, cut=cut, reason="Not needed any more.")
    with refused("unlawful-step"):
        open_cut(by=offices.operator, cut=held_by_the_operator)
    cut.refresh_from_db()
    assert cut.state == "withdrawn"
