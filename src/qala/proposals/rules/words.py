"""How the public reads states, outcomes and links: short words in Kazakh, Russian and English."""

from qala.kernel.translated import Translated
from qala.proposals.rules.outcomes import Outcome
from qala.proposals.rules.process import LinkKind, Track
from qala.proposals.rules.process_words import STATE_WORDS, VERB_WORDS

__all__ = ["CODE_WORDS", "LINK_WORDS", "OUTCOME_WORDS", "STATE_WORDS", "TRACK_WORDS", "VERB_WORDS"]

OUTCOME_WORDS = {
    Outcome.CONFIRMED: Translated(kk="Орындалды, расталды", ru="Сделано и подтверждено", en="Done and confirmed"),
    Outcome.CLAIMED: Translated(
        kk="Бітті деді, расталмаған", ru="Заявлено, не подтверждено", en="Claimed, unconfirmed"
    ),
    Outcome.PLANNED: Translated(kk="Ақшасымен жоспарланды", ru="Запланировано с деньгами", en="Planned and funded"),
    Outcome.UNFUNDED: Translated(kk="Ақшасы табылмаған", ru="Денег пока нет", en="Unfunded"),
    Outcome.EXPLAINED: Translated(kk="Түсіндірілді", ru="Разъяснено", en="Explained"),
    Outcome.REFUSED: Translated(kk="Бас тартылды", ru="Отказано", en="Refused"),
    Outcome.FORWARDED: Translated(kk="Басқа органда", ru="У другого органа", en="With another body"),
    Outcome.WITHDRAWN: Translated(kk="Автор қайтарып алды", ru="Отозвано автором", en="Withdrawn by the author"),
    Outcome.OPEN: Translated(kk="Қаралуда", ru="На рассмотрении", en="Open"),
}

LINK_WORDS = {
    LinkKind.DUPLICATE: Translated(kk="Дәл осы мәселе", ru="О том же самом", en="The same matter"),
    LinkKind.SPLIT: Translated(kk="Бөлек іске шығарылды", ru="Выделено в отдельное дело", en="Split off"),
    LinkKind.ANSWERED_BY: Translated(kk="Жауабы осында", ru="Ответ здесь", en="Answered by"),
    LinkKind.BORN_FROM: Translated(kk="Осы ұсыныстан туған", ru="Выросло из предложения", en="Born from"),
}

TRACK_WORDS = {
    Track.SIGNAL: Translated(kk="Белгі", ru="Сигнал", en="Signal"),
    Track.APPEAL: Translated(kk="Өтініш", ru="Обращение", en="Appeal"),
}
CODE_WORDS = {
    "malformed": Translated(kk="код емес", ru="это не код", en="not a code at all"),
    "mistyped": Translated(kk="бір таңбасы қате", ru="ошибка в одном знаке", en="a slip in one sign"),
    "forged": Translated(kk="қолтаңбасы біздікі емес", ru="подпись не наша", en="not signed by the city"),
    "unknown": Translated(
        kk="ондай тақтайша шығарылмаған", ru="такую табличку не выпускали", en="no such sheet was issued"
    ),
    "retired": Translated(kk="алынған тақтайша", ru="снятая табличка", en="a sheet that was taken down"),
}
