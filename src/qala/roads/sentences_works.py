"""How the journal tells works, guarantees and digs."""

from qala.kernel.translated import Translated


def _said(kk: str, ru: str, en: str) -> Translated:
    return Translated(kk=kk, ru=ru, en=en)


WORKS: dict[str, Translated] = {
    "roads.works.noted": _said("Жөндеу қажеттігі жазылды.", "Записана нужда в ремонте.", "A need for works was noted."),
    "roads.works.loaded": _said(
        "Бұрынғы жылдардың жұмыстары актілерінен енгізілді.",
        "Работы прошлых лет внесены по актам.",
        "Works of earlier years were taken in from their acts.",
    ),
    "roads.works.selected": _said("Жұмыс іріктелді.", "Работа отобрана.", "Works were made a candidate."),
    "roads.works.programmed": _said(
        "Жұмыс бағдарламаға енгізілді.", "Работа внесена в программу.", "Works were put into the programme."
    ),
    "roads.works.designed": _said("Жоба бекітілді.", "Проект утверждён.", "The design was approved."),
    "roads.works.tendered": _said("Конкурс жарияланды.", "Объявлен конкурс.", "Works were put out to tender."),
    "roads.works.contracted": _said("Шарт жасалды.", "Договор подписан.", "The contract was signed."),
    "roads.price.changed": _said(
        "Шарттың бағасы шешіммен өзгертілді.",
        "Цена договора изменена решением.",
        "The contract's price was changed by a decision.",
    ),
    "roads.works.started": _said("Жұмыс басталды.", "Работа началась.", "Works began."),
    "roads.works.suspended": _said("Жұмыс тоқтатылды.", "Работа приостановлена.", "Works were suspended."),
    "roads.works.resumed": _said("Жұмыс жалғасты.", "Работа продолжена.", "Works went on."),
    "roads.works.cancelled": _said("Жұмыстан бас тартылды.", "Работа отменена.", "Works were cancelled."),
    "roads.works.measured": _said("Жұмыс жерінде өлшенді.", "Работа измерена на месте.", "Works were measured."),
    "roads.works.accepted": _said(
        "Жұмыс қабылданды, кепілдік басталды.",
        "Работа принята, началась гарантия.",
        "Works were accepted under guarantee.",
    ),
    "roads.lot.laid": _said("Материал партиясы жазылды.", "Записана партия материала.", "A lot of material was laid."),
    "roads.sample.taken": _said("Партия сыналды.", "Партия испытана.", "A lot was sampled."),
    "roads.evidence.kept": _said("Жұмыстың суреті сақталды.", "Снимок работы сохранён.", "A photo of works was kept."),
    "roads.claim.made": _said("Кепілдік бойынша талап қойылды.", "Предъявлено по гарантии.", "A claim was made."),
    "roads.claim.fixed": _said("Кепілдік бойынша түзетілді.", "Исправлено по гарантии.", "A claim was fixed."),
    "roads.claim.disputed": _said("Талапқа дау айтылды.", "Претензия оспорена.", "A claim was disputed."),
    "roads.claim.upheld": _said("Талап орынды деп танылды.", "Претензия подтверждена.", "A claim was upheld."),
    "roads.claim.dismissed": _said("Талап қабылданбады.", "Претензия отклонена.", "A claim was dismissed."),
    "roads.warranty.resumed": _said("Кепілдік жалғасты.", "Гарантия продолжается.", "A guarantee runs on."),
    "roads.warranty.ended": _said(
        "Кепілдік мерзімі бітті, соңғы тексеру керек.",
        "Срок гарантии вышел, нужен последний осмотр.",
        "A guarantee's term ended; its last survey is due.",
    ),
    "roads.warranty.released": _said("Кепілдік тоқтатылды.", "Гарантия снята.", "A guarantee was released."),
    "roads.hazard.noted": _said("Қауіпті жер қоршалды.", "Опасное место ограждено.", "A dangerous place was fenced."),
    "roads.hazard.ended": _said("Қауіпті жер жөнделді.", "Опасное место устранено.", "A dangerous place was mended."),
    "roads.paper.attached": _said("Құжат тіркелді.", "Приложен документ.", "A paper was attached."),
    "roads.picture.attached": _said("Қазудың суреті тіркелді.", "Приложен снимок раскопки.", "A dig's photo was kept."),
    "roads.cut.requested": _said("Қазуға рұқсат сұралды.", "Запрошена раскопка.", "Leave to dig was asked for."),
    "roads.cut.checked": _said("Қайшылықтар тексерілді.", "Проверены конфликты.", "A dig was checked for conflicts."),
    "roads.conflict.overridden": _said(
        "Қайшылыққа қарамай рұқсат берілді.", "Конфликт снят под имя и причину.", "A conflict was overridden by name."
    ),
    "roads.cut.permitted": _said("Қазуға рұқсат берілді.", "Раскопка разрешена.", "A dig was permitted."),
    "roads.emergency.opened": _said(
        "Апат болған жер рұқсатқа дейін қазылды.",
        "Авария: вскрыто до разрешения.",
        "An emergency was opened before its permit.",
    ),
    "roads.cut.opened": _said("Жол қазылды.", "Дорога вскрыта.", "The road was opened."),
    "roads.trench.tested": _said("Тығыздық сыналды.", "Уплотнение испытано.", "Compaction was tested."),
    "roads.cut.backfilled": _said("Ор жабылды.", "Траншея засыпана.", "The trench was backfilled."),
    "roads.cut.covered": _said("Уақытша төсем салынды.", "Уложено временное покрытие.", "A temporary cover was laid."),
    "roads.cut.put_off": _said(
        "Тұрақты төсем кейінге қалдырылды.", "Постоянное покрытие отложено.", "The permanent cover was put off."
    ),
    "roads.cut.paved": _said("Тұрақты төсем салынды.", "Уложено постоянное покрытие.", "A permanent cover was laid."),
    "roads.cut.inspected": _said("Қазылған жер қаралды.", "Раскопка осмотрена.", "A dig was inspected."),
    "roads.cut.withdrawn": _said("Қазу өтінімі қайтарылды.", "Раскопка отозвана.", "A dig was withdrawn."),
}
