"""Capital work that passes for less: the kind of repair follows from what was laid, not only from what was agreed."""

from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from qala.kernel.clock import today
from qala.kernel.tests.refusing import refused
from qala.roads.actions.proofs import accept_works, measure_works
from qala.roads.actions.works import note_need
from qala.roads.models import Works
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
        ({"top_cm": Decimal(5)}, {"top_cm": Decimal(2)}, "medium", 3),
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
