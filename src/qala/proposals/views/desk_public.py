"""What the public sees: publish with passages hidden, withhold, hold for a check, release."""

from collections.abc import Mapping
from typing import Any

from qala.kernel.translated import Translated
from qala.people.models import Person
from qala.proposals.actions import triage
from qala.proposals.forms.desk_steps import LookForm, MaskForm, PlainForm, ReasonForm
from qala.proposals.models import Proposal, Visibility
from qala.proposals.policies import may_review
from qala.proposals.rules.masking import HIDDEN_WORDS, Masked, mask
from qala.proposals.views.desk_verb import DeskVerb, Form


def _masked(case: Proposal, form: Form) -> Masked:
    return mask(case.statement.text, form.marks())


def passages(text: str, masked: Masked) -> list[tuple[str, str]]:
    """The original in pieces: plain words, and hidden ones with what they are."""
    pieces, at = [], 0
    for span in masked.spans:
        pieces += [(text[at : span.start], ""), (text[span.start : span.end], str(HIDDEN_WORDS[span.kind]))]
        at = span.end
    return [piece for piece in [*pieces, (text[at:], "")] if piece[0]]


def _preview(_by: Person, case: Proposal, form: Form) -> Mapping[str, Any]:
    masked = _masked(case, form)
    return {"preview": masked.text, "passages": passages(case.statement.text, masked)}


def _may_review(by: Person, _case: Proposal) -> bool:
    return may_review(by)


def _has_text(case: Proposal) -> bool:
    statement = getattr(case, "statement", None)
    return statement is not None and bool(statement.text)


SHOWING = (
    DeskVerb(
        slug="release",
        word=Translated(kk="Тексеруден шығару", ru="Снять с проверки", en="Release"),
        lead=Translated(kk="Бұл теріс қылық емес.", ru="Это не злоупотребление.", en="It is no abuse."),
        form=PlainForm,
        act=lambda by, case, _form: triage.release(by=by, proposal=case),
        allowed=_may_review,
        lawful=lambda case: case.quarantined_at is not None,
    ),
    DeskVerb(
        slug="publish",
        word=Translated(kk="Мәтінді жариялау", ru="Опубликовать текст", en="Publish the text"),
        lead=Translated(
            kk="Жасырылған жерлерді қарап шығыңыз. Тұрғынның сөзі өзгермейді, тек жасырылады.",
            ru="Проверьте скрытые места. Слова жителя не меняются, их можно только скрыть.",
            en="Check what is hidden. A resident's words are never changed, only hidden.",
        ),
        form=MaskForm,
        act=lambda by, case, form: triage.publish(by=by, proposal=case, text=_masked(case, form).text),
        allowed=_may_review,
        lawful=lambda case: case.quarantined_at is None and _has_text(case),
        beside=_preview,
    ),
    DeskVerb(
        slug="withhold",
        word=Translated(kk="Жұрттан жасыру", ru="Скрыть от публики", en="Withhold"),
        lead=Translated(
            kk="Іс қарала береді, мерзімі жүре береді.",
            ru="Дело и его срок идут дальше.",
            en="The case and its clock go on.",
        ),
        form=LookForm,
        act=lambda by, case, form: triage.withhold(
            by=by, proposal=case, visibility=form.cleaned_data["visibility"], reason=form.cleaned_data["reason"]
        ),
        allowed=_may_review,
        lawful=lambda case: case.visibility != Visibility.HIDDEN,
    ),
    DeskVerb(
        slug="hold",
        word=Translated(kk="Тексеруге қою", ru="Отложить на проверку", en="Hold for a check"),
        lead=Translated(
            kk="Тексеріп болғанша ешкім көрмейді. Мерзім жүре береді.",
            ru="До проверки никто не увидит. Срок идёт.",
            en="Nobody outside sees it until it is checked. The clock runs on.",
        ),
        form=ReasonForm,
        act=lambda by, case, form: triage.hold(by=by, proposal=case, reason=form.cleaned_data["reason"]),
        allowed=_may_review,
        lawful=lambda case: case.quarantined_at is None and case.is_open,
    ),
)
