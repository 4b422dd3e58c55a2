"""Capital work that passes for less: the kind of repair follows from what was laid, not only from what was agreed."""

from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from qala.kernel.clock import today
from qala.kernel.tests.refusing import refused
from qala.roads.actions.proofs import accept_works, measure_works
from qala.roads.actions.works import change_price, note_need
from qala.roads.models import Works
from qala.roads.queries.proofs import proofs_of
from qala.roads.tests.factories import a_paved_street
from qala.roads.tests.works_factories import Offices, laid, need, proven

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices():
    a_paved_street()
    return Offices()


@contextmanager
def unstorable(name):
    with pytest.raises(IntegrityError) as told, transaction.atomic():
        yield
    assert name.replace("_", " ") in str(told.value).replace("_", " ")


def test_zhetysu_a_whole_street_without_a_layer(offices):
    with refused("no_layers"):
        note_need(by=offices.engineer, need=need(top_cm=Decimal(0)))
    patch = note_need(by=offices.engineer, need=need(top_cm=Decimal(0), area_m2=Decimal(30)))
    assert patch.kind == "current"


@pytest.mark.parametrize(
    ("agreed", "found", "kind", "years"),
    [
        ({"top_cm": Decimal(3)}, {"top_cm": Decimal(5)}, "medium", 3),
        ({"area_m2": Decimal(150)}, {"area_m2": Decimal(700)}, "medium", 3),
    ],
)
def test_zhetysu_the_act_says_what_was_laid_and_never_less_than_agreed(offices, agreed, found, kind, years):
    works = proven(offices, **agreed)
    measure_works(by=offices.inspector, works=works, laid=laid(works, 100, **found))
    if kind != works.kind:
        with unstorable("kind_of_repair_is_computed"):
            Works.objects.filter(pk=works.pk).update(state="accepted", accepted_on=today(), accepted_by="x")
    warranty = accept_works(by=offices.second, works=works)
    works.refresh_from_db()
    assert (works.kind, warranty.years) == (kind, years)
    with unstorable("an_act_stays"):
        Works.objects.filter(pk=works.pk).update(measured_top_cm=1)


def test_zhetysu_capital_work_done_without_its_expertise_is_not_accepted(offices):
    works = proven(offices, expertise="")
    measure_works(by=offices.inspector, works=works, laid=laid(works, 100, base_cm=Decimal(20)))
    with refused("capital_as_current"):
        accept_works(by=offices.second, works=works)
    with unstorable("capital_works_have_their_expertise"):
        Works.objects.filter(pk=works.pk).update(
            state="accepted", accepted_on=today(), accepted_by="x", kind="capital"
        )
    Works.objects.filter(pk=works.pk).update(measured_area_m2=None)
    works.refresh_from_db()
    with refused("not_measured"):
        accept_works(by=offices.second, works=works)
    with unstorable("area_and_layers_are_measured_too"):
        Works.objects.filter(pk=works.pk).update(state="accepted", accepted_on=today(), accepted_by="x")


@pytest.mark.parametrize("found", [{"top_cm": Decimal(2)}, {"area_m2": Decimal(600)}])
def test_less_laid_than_agreed_is_not_paid_in_full(offices, found):
    works = proven(offices, top_cm=Decimal(5))
    measure_works(by=offices.inspector, works=works, laid=laid(works, 100, **found))
    with refused("laid_short"):
        accept_works(by=offices.second, works=works)
    with unstorable("less_laid_is_not_paid_in_full"):
        Works.objects.filter(pk=works.pk).update(state="accepted", accepted_on=today(), accepted_by="x")
    with override("en"):
        assert "full price" in next(one.told for one in proofs_of(works) if not one.is_there)
    told = {"decision": "D-7", "reason": "a thinner layer was laid"}
    change_price(by=offices.director, works=works, price_tiyn=works.price_tiyn // 2, **told)
    accept_works(by=offices.second, works=works)
    works.refresh_from_db()
    assert (works.state, works.kind) == ("accepted", "medium")


def test_a_price_that_only_rose_does_not_pay_for_less(offices):
    works = proven(offices, top_cm=Decimal(5))
    measure_works(by=offices.inspector, works=works, laid=laid(works, 100, top_cm=Decimal(2)))
    change_price(by=offices.director, works=works, price_tiyn=works.price_tiyn + 1, decision="D-8", reason="dearer")
    with refused("laid_short"):
        accept_works(by=offices.second, works=works)
