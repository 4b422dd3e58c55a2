"""Works and families at the desk: order works, link, unlink, split, gather a storm."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from qala.kernel.refusals import Refusal
from qala.kernel.translated import Translated
from qala.people.models import Person
from qala.proposals.actions import links, orders
from qala.proposals.actions.orders import OrderSheet
from qala.proposals.forms.desk_works import IncidentForm, LinkForm, OrderForm, SplitForm, UnlinkForm
from qala.proposals.models import Proposal
from qala.proposals.policies import may_link, may_order_works
from qala.proposals.queries.likeness import alike
from qala.proposals.queries.storms import with_twins
from qala.proposals.rules.works import ORDERED_IN
from qala.proposals.views.desk_verb import DeskVerb, Form


def _order(by: Person, case: Proposal, form: Form) -> object:
    told = form.cleaned_data
    names = ("executor", "task", "due_on", "money_source", "contract", "other_work")
    sheet = OrderSheet(**{name: told[name] for name in names})
    return orders.order_works(by=by, proposals=with_twins(case), sheet=sheet)


def _incident(by: Person, case: Proposal, form: Form) -> object:
    chosen, incident = form.chosen(), form.cleaned_data["incident"]
    if incident is None:
        if case.category is None:
            raise Refusal(_("Name the category of this case first: an incident has one."), code="category-missing")
        return links.open_incident(by=by, category=case.category, proposals=chosen)
    return links.join_incident(by=by, incident=incident, proposals=chosen)


def _twins(_by: Person, case: Proposal, _form: Form) -> Mapping[str, Any]:
    return {"alike": alike(case)}


def _may_link(by: Person, _case: Proposal) -> bool:
    return may_link(by)


def _linked_to(case: Proposal) -> bool:
    return case.links.filter(kind="duplicate", undone_at=None).exists()


FAMILY = (
    DeskVerb(
        slug="order_works",
        word=Translated(kk="Жұмысқа тапсырыс беру", ru="Заказать работу", en="Order works"),
        lead=Translated(
            kk="Кім, не, қашанға дейін, қай ақшаға. Байланған істерге де осы тапсырыс жүреді.",
            ru="Кто, что, до какого дня, на какие деньги. Этот же заказ стоит и под связанными делами.",
            en="Who, what, until which day, from which money. The same order stands under the linked cases.",
        ),
        form=OrderForm,
        act=_order,
        allowed=lambda by, _case: may_order_works(by),
        lawful=lambda case: case.state in ORDERED_IN,
    ),
    DeskVerb(
        slug="link",
        word=Translated(kk="Егізімен байланыстыру", ru="Связать с таким же", en="Link to its twin"),
        lead=Translated(
            kk="Әр автордың мәтіні, талоны, мерзімі мен қолдаулары өзінде қалады.",
            ru="У каждого автора остаются свой текст, талон, срок и поддержка.",
            en="Each author keeps text, talon, clock and supports.",
        ),
        form=LinkForm,
        act=lambda by, case, form: links.link(by=by, source=case, target=form.cleaned_data["target"]),
        allowed=_may_link,
        lawful=lambda case: not _linked_to(case),
        beside=_twins,
    ),
    DeskVerb(
        slug="unlink",
        word=Translated(kk="Байланысын алу", ru="Снять связь", en="Undo a link"),
        lead=Translated(
            kk="Екеуі бөлек нәрсе екен.", ru="Оказалось, это разные вещи.", en="They were two things after all."
        ),
        form=UnlinkForm,
        act=lambda by, _case, form: links.unlink(by=by, made=form.cleaned_data["link"]),
        allowed=_may_link,
        lawful=lambda case: _linked_to(case) or case.linked.filter(kind="duplicate", undone_at=None).exists(),
    ),
    DeskVerb(
        slug="split",
        word=Translated(kk="Бөлу", ru="Разделить", en="Split"),
        lead=Translated(
            kk="Бір хатта бірнеше мәселе болса, әрқайсысы өз ісі болады.",
            ru="Если в письме несколько вопросов, каждый станет своим делом.",
            en="Several matters in one message become cases of their own.",
        ),
        form=SplitForm,
        act=lambda by, case, form: links.split(by=by, proposal=case, texts=form.paragraphs()),
        allowed=_may_link,
        lawful=lambda case: (
            case.is_open
            and getattr(case, "statement", None) is not None
            and not case.links.filter(kind="split", undone_at=None).exists()
        ),
    ),
    DeskVerb(
        slug="incident",
        word=Translated(kk="Ортақ оқиғаға жинау", ru="Собрать в общий случай", en="Gather a storm"),
        lead=Translated(
            kk="Бір оқиға туралы көп хабарға бір жауап беріледі.",
            ru="На много сообщений об одном – один ответ всем.",
            en="Many reports of one event get one answer.",
        ),
        form=IncidentForm,
        act=_incident,
        allowed=_may_link,
        lawful=lambda case: case.incident_id is None and case.category_id is not None and case.is_open,
    ),
)
