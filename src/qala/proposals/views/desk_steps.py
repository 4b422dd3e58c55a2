"""The steps of a case at the desk: triage, assign, give back, start, claim, confirm, contest, come back."""

from collections.abc import Callable, Mapping
from typing import Any

from qala.kernel.translated import Translated
from qala.people.models import Person
from qala.proposals.actions import answers, repair, triage
from qala.proposals.forms.desk import VerbForm
from qala.proposals.forms.desk_steps import (
    AssignForm,
    CategoryForm,
    ClaimForm,
    ComeBackForm,
    HopBackForm,
    PlainForm,
    WordsForm,
)
from qala.proposals.models import Category, Proposal
from qala.proposals.policies import may_categorise, may_step
from qala.proposals.queries.desk_case import routed, suggestions
from qala.proposals.queries.likeness import alike
from qala.proposals.queries.routing_words import Names, matched_words, row_words
from qala.proposals.rules.process import WORKFLOW
from qala.proposals.rules.words import VERB_WORDS
from qala.proposals.views.desk_verb import DeskVerb, Form


def step(
    slug: str, lead: Translated, form: type[VerbForm], act: Callable[[Person, Proposal, Form], object], **more: Any
) -> DeskVerb:
    """A verb of the workflow: lawful where the table has it, allowed to the offices it names."""
    return DeskVerb(
        slug=slug,
        word=VERB_WORDS[slug],
        lead=lead,
        form=form,
        act=act,
        allowed=lambda by, case: may_step(by, case, slug),
        lawful=lambda case: WORKFLOW.allows(case.state, slug),
        **more,
    )


def _hints(_by: Person, case: Proposal, _form: Form) -> Mapping[str, Any]:
    titles = {row.pk: str(row.title) for row in Category.objects.filter(active=True)}
    return {"hints": suggestions(case, titles), "alike": alike(case)}


def _route(_by: Person, case: Proposal, _form: Form) -> Mapping[str, Any]:
    why = routed(case)
    if why is None:
        return {"route": None}
    return {"route": why, "route_row": row_words(why.row), "route_matched": matched_words(why.matched, Names())}


def _first_department(_by: Person, case: Proposal) -> Mapping[str, Any]:
    why = routed(case)
    return {"department": why.department.pk} if why else {}


def _first_order(_by: Person, case: Proposal) -> Mapping[str, Any]:
    order = case.works_orders.exclude(state="cancelled").first()
    return {"order": order.pk} if order else {}


STEPS = (
    step(
        "triage",
        Translated(
            kk="Оқып шығып, санатын атаңыз. Түзетуіңізден үлгі үйренеді.",
            ru="Прочтите и назовите категорию. На вашей поправке модель учится.",
            en="Read it and name its category. The model learns from your correction.",
        ),
        CategoryForm,
        lambda by, case, form: triage.triage(by=by, proposal=case, category=form.cleaned_data["category"]),
        beside=_hints,
    ),
    step(
        "assign",
        Translated(
            kk="Кесте бөлімді ұсынады. Басқасын таңдасаңыз, себебін жазыңыз.",
            ru="Таблица предлагает отдел. Выбираете другой – напишите почему.",
            en="The table names a department. If you choose another one, say why.",
        ),
        AssignForm,
        lambda by, case, form: triage.assign(
            by=by, proposal=case, department=form.cleaned_data["department"], reason=form.cleaned_data["reason"]
        ),
        beside=_route,
        first=_first_department,
    ),
    step(
        "start",
        Translated(kk="Жұмыс басталды деп белгіленеді.", ru="Отметится начало работы.", en="Marks that work began."),
        PlainForm,
        lambda by, case, _form: repair.start(by=by, proposal=case),
    ),
    step(
        "claim_fixed",
        Translated(
            kk="Дәлелі бар тапсырысты таңдаңыз. Басқа адам растағанша бұл тек мәлімдеме.",
            ru="Выберите заказ с доказательством. Пока не подтвердит другой человек, это лишь заявление.",
            en="Choose the order with its evidence. Until another person confirms, it is only a claim.",
        ),
        ClaimForm,
        lambda by, case, form: repair.claim_fixed(by=by, proposal=case, order=form.cleaned_data["order"]),
        first=_first_order,
    ),
    step(
        "confirm",
        Translated(
            kk="Орнына барып көрдіңіз бе? Растасаңыз, іс аяқталады.",
            ru="Вы были на месте? После подтверждения дело завершено.",
            en="Have you seen it on the spot? Your word closes the case.",
        ),
        WordsForm,
        lambda by, case, form: repair.confirm(by=by, proposal=case, words=form.cleaned_data["words"]),
    ),
    step(
        "contest",
        Translated(
            kk="Не істелмегенін жазыңыз. Іс қайта ашылады, тапсырыс қайтарылады.",
            ru="Напишите, что не сделано. Дело откроется снова, заказ вернётся исполнителю.",
            en="Say what is not done. The case opens again and the order goes back.",
        ),
        WordsForm,
        lambda by, case, form: repair.contest(by=by, proposal=case, words=form.cleaned_data["words"]),
        harm=True,
    ),
    step(
        "give_back",
        Translated(
            kk="Диспетчер басқа бөлім табады. Мерзім тоқтамайды.",
            ru="Диспетчер найдёт другой отдел. Срок не останавливается.",
            en="The dispatcher finds another department. The clock runs on.",
        ),
        HopBackForm,
        lambda by, case, form: triage.give_back(by=by, proposal=case, reason=form.cleaned_data["reason"]),
    ),
    step(
        "come_back",
        Translated(
            kk="Басқа орган қайтарды. Алғашқы қабылданған күн сақталады.",
            ru="Другой орган вернул. Дата приёма остаётся первой.",
            en="The other body returned it. The first day of receipt stays.",
        ),
        ComeBackForm,
        lambda by, case, form: answers.come_back(by=by, proposal=case, their_number=form.cleaned_data["their_number"]),
    ),
    DeskVerb(
        slug="categorise",
        word=Translated(kk="Санатын түзету", ru="Исправить категорию", en="Correct the category"),
        lead=Translated(
            kk="Күйі өзгермейді, тек санаты.", ru="Меняется только категория.", en="Only the category changes."
        ),
        form=CategoryForm,
        act=lambda by, case, form: triage.categorise(by=by, proposal=case, category=form.cleaned_data["category"]),
        allowed=lambda by, _case: may_categorise(by),
        lawful=lambda case: case.is_open and case.state != "received",
        beside=_hints,
    ),
)
