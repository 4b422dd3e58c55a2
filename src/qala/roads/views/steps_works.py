"""The verbs of works: who may, when, what they ask, which action they are."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qala.people.models import Person
from qala.roads.actions import papers, proofs
from qala.roads.actions import works as doing
from qala.roads.forms import asked
from qala.roads.forms import works as forms
from qala.roads.models import Lot, Wait, Works
from qala.roads.policies import (
    may_accept_works,
    may_decide_price,
    may_do_works,
    may_judge_works,
    may_plan_works,
    may_prove_works,
)
from qala.roads.rules.register import PaperKind
from qala.roads.rules.works import WORKS
from qala.roads.views.step import Step, Told, table_step

TIYN = 100
GOING_ON = ("in_work", "suspended")


def _plans(by: Person, _works: Works) -> bool:
    return may_plan_works(by)


def _judges(by: Person, _works: Works) -> bool:
    return may_judge_works(by)


def _decides(by: Person, _works: Works) -> bool:
    return may_decide_price(by)


def _goes_on(works: Works) -> bool:
    return works.state in GOING_ON


def _design(by: Person, works: Works, told: Told) -> object:
    answers = {int(name.removeprefix("line_")): said for name, said in told.items() if said}
    return doing.design_works(by=by, works=works, answers=answers)


def _contract(by: Person, works: Works, told: Told) -> object:
    signed = doing.Contract(told["number"], told["contractor"], told["tenge"] * TIYN, told["guarantee_years"])
    return doing.contract_works(by=by, works=works, contract=signed)


def _price(by: Person, works: Works, told: Told) -> object:
    return doing.change_price(
        by=by, works=works, price_tiyn=told["tenge"] * TIYN, decision=told["decision"], reason=told["reason"]
    )


def _lot(by: Person, works: Works, told: Told) -> object:
    failed = Lot.objects.get(pk=told["replaces"]) if told.get("replaces") else None
    return proofs.lay_lot(by=by, works=works, number=told["number"], material=told["material"], replaces=failed)


def _sample(by: Person, _works: Works, told: Told) -> object:
    lot = Lot.objects.get(pk=told["lot"])
    return proofs.sample_lot(by=by, lot=lot, passed=told["passed"] == "yes", protocol=told["protocol"])


def _photo(by: Person, works: Works, told: Told) -> object:
    photo = proofs.Photo(told["photo"].read(), told["longitude"], told["latitude"], told["taken_on"])
    return proofs.add_evidence(by=by, works=works, photo=photo)


def keep_paper(by: Person, thing: Any, told: Told) -> object:
    """A paper of works or of a dig."""
    sheet = papers.PaperSheet(PaperKind(told["kind"]), told["signed_on"], told["file"].read(), told["number"])
    return papers.attach_paper(by=by, thing=thing, paper=sheet)


STEPS = (
    table_step(WORKS, "select", lambda by, works, _told: doing.select_works(by=by, works=works), _plans),
    table_step(
        WORKS, "programme",
        lambda by, works, told: doing.programme_works(by=by, works=works, **told), _plans, forms.year,
    ),
    table_step(
        WORKS, "design", _design, _plans, forms.line_answers,
        lead=_("The design says what it does about every line below: an old pipe takes the new road down with it."),
    ),
    table_step(
        WORKS, "tender",
        lambda by, works, told: doing.tender_works(by=by, works=works, expertise=told.get("expertise", "")), _plans,
        forms.expertise,
    ),
    table_step(WORKS, "contract", _contract, _plans, forms.contract),
    table_step(WORKS, "start", lambda by, works, _told: doing.start_works(by=by, works=works), may_do_works),
    Step(
        "lot", _("write down a lot of material"), _lot, may_prove_works, _goes_on, forms.lot,
        _("Each lot is tested. A failed one is replaced or tested again; nothing is accepted over it."),
    ),
    Step("sample", _("write down a test"), _sample, _judges, lambda works: _goes_on(works) and works.lots.exists(),
         forms.sample),
    Step("photo", _("add a photo"), _photo, may_prove_works, _goes_on, forms.photo,
         _("Taken at the works while they went on. A photo proves one work only.")),
    Step(
        "measure", _("write down length, area and layers"),
        lambda by, works, told: proofs.measure_works(by=by, works=works, laid=proofs.Laid(**told)), _judges, _goes_on,
        forms.measure, _("Whoever measures does not accept. The kind of repair follows from what was laid."),
    ),
    table_step(WORKS, "accept", lambda by, works, _told: proofs.accept_works(by=by, works=works), may_accept_works),
    table_step(WORKS, "resume", lambda by, works, _told: doing.resume_works(by=by, works=works), may_do_works),
    table_step(
        WORKS, "suspend", lambda by, works, told: doing.suspend_works(by=by, works=works, wait=Wait(**told)),
        may_do_works, lambda _works: asked.wait(), aside=True,
    ),
    Step(
        "price", _("change the price"), _price, _decides,
        lambda works: works.price_tiyn is not None and works.state in {"contracted", *GOING_ON}, forms.price,
        _("A new price stands with the number of its decision and the reason. Everybody sees both."), aside=True,
    ),
    Step("paper", _("attach a paper"), keep_paper, may_prove_works, lambda works: works.state != "cancelled",
         lambda _works: asked.paper(), aside=True),
    table_step(
        WORKS, "cancel", lambda by, works, told: doing.cancel_works(by=by, works=works, reason=told["reason"]), _plans,
        lambda _works: asked.why(), harm=True,
    ),
)  # fmt: skip
