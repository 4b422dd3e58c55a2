"""Answers at the desk: plan, redate, explain, refuse, forward, withdraw, extend, ask, reply, a draft for the signer."""

from collections.abc import Mapping
from typing import Any

from qala.kernel.translated import Translated
from qala.people.models import Person
from qala.proposals.actions import answers, questions, replies, triage
from qala.proposals.actions.answers import PlanSheet
from qala.proposals.forms.desk import TonguesForm
from qala.proposals.forms.desk_answers import (
    AskForm,
    DraftForm,
    ExtendForm,
    ForwardForm,
    PlanForm,
    RedateForm,
    RefuseForm,
    RemarkForm,
    ReplyForm,
)
from qala.proposals.models import Proposal
from qala.proposals.policies import holds_any, may_ask, may_extend, may_remark, may_reply
from qala.proposals.views.desk_steps import step
from qala.proposals.views.desk_verb import DeskVerb, Form


def _sheet(form: Form) -> PlanSheet:
    told = form.cleaned_data
    unfunded = told["unfunded"]
    return PlanSheet(
        owner=told["owner"],
        reason=form.words(),
        due_on=None if unfunded else told["due_on"],
        money_source="" if unfunded else told["money_source"],
        place=told["place"],
        unfunded=unfunded,
        review_on=told["review_on"] if unfunded else None,
    )


def _drafted(verb: str) -> Any:
    """The draft a colleague laid before the signer becomes the first text."""

    def first(_by: Person, case: Proposal) -> Mapping[str, Any]:
        draft = case.remarks.filter(verb=f"sign_{verb}").last()
        return {f"text_{case.language}": draft.text} if draft else {}

    return first


ANSWERS = (
    step(
        "plan",
        Translated(
            kk="Уәдеде иесі, күні, ақшасы мен орны болады. Ақшасы жоқ болса, ашық айтыңыз.",
            ru="У обещания есть владелец, день, деньги и место. Денег нет – так и скажите.",
            en="A promise has an owner, a day, money and a place. If there is no money, say so openly.",
        ),
        PlanForm,
        lambda by, case, form: answers.plan(
            by=by, proposal=case, sheet=_sheet(form), act_number=form.cleaned_data["act_number"]
        ),
    ),
    step(
        "redate",
        Translated(
            kk="Жаңа күн мен себебі жұртқа көрінеді. Бұрынғы күн тізімде қалады.",
            ru="Новый день и причину увидят все. Прежний день останется в списке.",
            en="Everybody sees the new day and the reason. The earlier day stays on the list.",
        ),
        RedateForm,
        lambda by, case, form: answers.redate(by=by, proposal=case, sheet=_sheet(form)),
    ),
    step(
        "explain",
        Translated(
            kk="Түсіндірме жауап болып саналады, бірақ жөндеу болып саналмайды.",
            ru="Разъяснение считается ответом, но не ремонтом.",
            en="An explanation counts as an answer, never as a repair.",
        ),
        TonguesForm,
        lambda by, case, form: answers.explain(by=by, proposal=case, reason=form.words()),
    ),
    step(
        "forward",
        Translated(
            kk="Авторға бірден айтылады. Қабылданған күн бірге кетеді.",
            ru="Автору сообщается сразу. Дата приёма уходит вместе с делом.",
            en="The author is told at once. The day of receipt travels along.",
        ),
        ForwardForm,
        lambda by, case, form: answers.forward(by=by, proposal=case, to=form.cleaned_data["to"], reason=form.words()),
    ),
    step(
        "refuse",
        Translated(
            kk="Тізімнен негізін таңдап, себебін түсінікті жазыңыз. Бұл – сіздің қолыңыз.",
            ru="Выберите основание и напишите причины понятно. Это ваша подпись.",
            en="Choose the ground and give the reasons plainly. This is your signature.",
        ),
        RefuseForm,
        lambda by, case, form: answers.refuse(
            by=by,
            proposal=case,
            ground=form.cleaned_data["ground"],
            reason=form.words(),
            act_number=form.cleaned_data["act_number"],
        ),
        first=_drafted("refuse"),
        harm=True,
    ),
    step(
        "withdraw",
        Translated(
            kk="Автордың өз сөзімен ғана. Тоқтатылды деп жазылады.",
            ru="Только по слову самого автора. Записывается как прекращённое.",
            en="Only on the author's own word. It is written down as terminated.",
        ),
        TonguesForm,
        lambda by, case, form: answers.withdraw(by=by, proposal=case, reason=form.words()),
    ),
    DeskVerb(
        slug="reply",
        word=Translated(kk="Жауап жазу", ru="Ответить", en="Reply"),
        lead=Translated(
            kk="Жауап жарияланады. Алдымен автордың тілінде жазыңыз, аудармасы кейін де болады.",
            ru="Ответ публикуется. Сначала на языке автора, перевод можно добавить позже.",
            en="The reply is published. First in the author's language; translations may follow.",
        ),
        form=ReplyForm,
        act=lambda by, case, form: replies.reply(
            by=by, proposal=case, text=form.words(), template=form.cleaned_data["template"]
        ),
        allowed=lambda by, _case: may_reply(by),
        lawful=lambda _case: True,
    ),
    DeskVerb(
        slug="ask",
        word=Translated(kk="Авторға сұрақ қою", ru="Спросить автора", en="Ask the author"),
        lead=Translated(
            kk="Жауап келгенше уәде мерзімі тоқтайды. Заң мерзімі норма айтса ғана тоқтайды.",
            ru="До ответа срок обещания стоит. Законный срок – только если так говорит норма.",
            en="The promise waits for the answer. The legal term only where a norm says so.",
        ),
        form=AskForm,
        act=lambda by, case, form: questions.ask(by=by, proposal=case, question=form.cleaned_data["question"]),
        allowed=may_ask,
        lawful=lambda case: case.is_open and not any(row.answered_at is None for row in case.pauses.all()),
    ),
    DeskVerb(
        slug="extend",
        word=Translated(kk="Мерзімін ұзарту", ru="Продлить срок", en="Take longer"),
        lead=Translated(
            kk="Дәлелді шешім керек, авторға сол сәтте хабарланады (350-VI, 76-бап).",
            ru="Нужно мотивированное решение, автору сообщается тут же (350-VI, ст. 76).",
            en="It needs a reasoned decision, and the author is told in the same step (350-VI, art. 76).",
        ),
        form=ExtendForm,
        act=lambda by, case, form: questions.extend(
            by=by, proposal=case, until_on=form.cleaned_data["until_on"], reason=form.words()
        ),
        allowed=may_extend,
        lawful=lambda case: case.is_open and case.track == "appeal" and case.answered_at is None,
        first=_drafted("extend"),
    ),
    DeskVerb(
        slug="send_to_sign",
        word=Translated(kk="Қол қоюға беру", ru="Передать на подпись", en="Lay for signature"),
        lead=Translated(
            kk="Бас тарту мен ұзартуға басшы не орынбасары қол қояды. Жобаңыз оның үстеліне түседі.",
            ru="Отказ и продление подписывает руководитель или заместитель. Проект ляжет ему на стол.",
            en="The head or a deputy signs refusals and extensions. Your draft goes to their desk.",
        ),
        form=DraftForm,
        act=lambda by, case, form: triage.send_to_sign(
            by=by, proposal=case, verb=form.cleaned_data["verb"], words=form.cleaned_data["words"]
        ),
        allowed=lambda by, _case: holds_any(by, "dispatcher", "triage_officer", "executor"),
        lawful=lambda case: case.is_open and case.state != "received",
    ),
    DeskVerb(
        slug="remark",
        word=Translated(kk="Ескерту қалдыру", ru="Оставить заметку", en="Add a remark"),
        lead=Translated(
            kk="Тек қызметкерлер оқиды.", ru="Её прочтут только сотрудники.", en="Only colleagues read it."
        ),
        form=RemarkForm,
        act=lambda by, case, form: triage.remark(by=by, proposal=case, text=form.cleaned_data["text"]),
        allowed=lambda by, _case: may_remark(by),
        lawful=lambda _case: True,
    ),
)
