"""Every term the register knows: what it is called, what it is counted in, how far it may be set."""

from dataclasses import dataclass

from qala.kernel.translated import Translated
from qala.proposals.rules.process import Track


@dataclass(frozen=True)
class Term:
    """One kind of norm. Clocks are working days of one track; other waits are days of the calendar for everybody."""

    slug: str
    title: Translated
    most: int
    tracks: tuple[str, ...] = ("",)
    working: bool = False

    def is_lawful_for(self, track: str) -> bool:
        return track in self.tracks


BOTH = (Track.SIGNAL.value, Track.APPEAL.value)

TERMS = {
    term.slug: term
    for term in (
        Term("answer", Translated(kk="Жауап беру", ru="Дать ответ", en="To answer"), 60, BOTH, working=True),
        Term(
            "forward",
            Translated(kk="Басқа органға жіберу", ru="Передать другому органу", en="To pass to another body"),
            30, BOTH, working=True,
        ),
        Term(
            "extension_notice",
            Translated(
                kk="Ұзартылғанын хабарлау", ru="Сообщить о продлении", en="To tell that the term was extended"
            ),
            30, (Track.APPEAL.value,), working=True,
        ),
        Term("triage", Translated(kk="Сұрыптау", ru="Разобрать", en="To sort"), 30, BOTH, working=True),
        Term(
            "question",
            Translated(
                kk="Автордың жауабын күту", ru="Ждать ответа автора", en="To wait for the author's answer"
            ),
            60,
        ),
        Term(
            "feedback",
            Translated(
                kk="Тұрғынның растауын күту", ru="Ждать подтверждения жителя",
                en="To wait for the resident to confirm",
            ),
            90,
        ),
        Term(
            "questionnaire",
            Translated(kk="Кейін қайта сұрау", ru="Переспросить позже", en="To ask again later"),
            365,
        ),
        Term(
            "contest_window",
            Translated(kk="Жауапқа дау айту", ru="Оспорить ответ", en="To contest an answer"),
            365,
        ),
        Term(
            "contact_kept",
            Translated(
                kk="Байланыс дерегін сақтау", ru="Хранить контакты", en="To keep names and contacts"
            ),
            3650,
        ),
        Term(
            "text_kept",
            Translated(kk="Мәтін мен суретті сақтау", ru="Хранить текст и снимки", en="To keep texts and photos"),
            3650,
        ),
        Term(
            "placard_silence",
            Translated(
                kk="Тақтайшаның үндемеуі", ru="Молчание таблички", en="For a placard to be silent"
            ),
            365,
        ),
    )
}  # fmt: skip


def unit(term: Term) -> Translated:
    """What the number counts."""
    if term.working:
        return Translated(kk="жұмыс күні", ru="рабочих дней", en="working days")
    return Translated(kk="күнтізбелік күн", ru="календарных дней", en="calendar days")
