"""States and steps of works, guarantees, digs and defects in three languages: the one place of these words."""

from qala.kernel.translated import Translated


def _said(kk: str, ru: str, en: str) -> Translated:
    return Translated(kk=kk, ru=ru, en=en)


WORKS_WORDS = {
    "need": _said("қажеттік", "нужда", "need"),
    "candidate": _said("үміткер", "отобрана", "candidate"),
    "programmed": _said("бағдарламада", "в программе", "in the programme"),
    "designed": _said("жобаланды", "проект готов", "designed"),
    "tendered": _said("конкурс", "конкурс", "put out to tender"),
    "contracted": _said("шарт жасалды", "по договору", "under contract"),
    "in_work": _said("жүріп жатыр", "в работе", "in work"),
    "suspended": _said("тоқтатылды", "приостановлена", "suspended"),
    "accepted": _said("қабылданды", "принята", "accepted"),
    "cancelled": _said("бас тартылды", "отменена", "cancelled"),
    "select": _said("іріктеу", "отобрать", "make it a candidate"),
    "programme": _said("бағдарламаға енгізу", "внести в программу", "put into the programme"),
    "design": _said("жобаны бекіту", "утвердить проект", "approve the design"),
    "tender": _said("конкурс", "конкурс", "put out to tender"),
    "contract": _said("шарт жасау", "подписать договор", "sign the contract"),
    "start": _said("бастау", "начать", "begin"),
    "suspend": _said("тоқтата тұру", "приостановить", "suspend"),
    "resume": _said("жалғастыру", "продолжить", "go on"),
    "accept": _said("қабылдау", "принять", "accept"),
    "cancel": _said("бас тарту", "отменить", "cancel"),
}
WARRANTY_WORDS = {
    "running": _said("жүріп жатыр", "идёт", "running"),
    "claimed": _said("талап қойылды", "предъявлена претензия", "claimed"),
    "fixed": _said("түзетілді", "исправлено", "fixed"),
    "disputed": _said("дауда", "оспорена", "disputed"),
    "survey_due": _said("соңғы тексеру керек", "нужен последний осмотр", "last survey due"),
    "released": _said("тоқтатылды", "снята", "released"),
    "claim": _said("талап қою", "предъявить", "claim"),
    "fix": _said("мердігер түзетті", "исправлено подрядчиком", "fixed by the contractor"),
    "resume": _said("жалғасады", "идёт дальше", "runs on"),
    "dispute": _said("дауласу", "оспорить", "dispute"),
    "uphold": _said("талапты қуаттау", "подтвердить претензию", "uphold the claim"),
    "dismiss": _said("талапты қабылдамау", "отклонить претензию", "dismiss the claim"),
    "fall_due": _said("мерзім бітті", "срок вышел", "the term ends"),
    "release": _said("тоқтату", "снять", "release"),
}
CUT_WORDS = {
    "requested": _said("сұралды", "запрошена", "requested"),
    "conflict_checked": _said("қайшылықтар тексерілді", "конфликты проверены", "checked for conflicts"),
    "permitted": _said("рұқсат берілді", "разрешена", "permitted"),
    "opened": _said("қазылды", "вскрыта", "opened"),
    "backfilled": _said("жабылды", "засыпана", "backfilled"),
    "temporary_cover": _said("уақытша төсем", "временное покрытие", "temporary cover"),
    "permanent_cover": _said("тұрақты төсем", "постоянное покрытие", "permanent cover"),
    "inspected": _said("қаралды", "осмотрена", "inspected"),
    "withdrawn": _said("қайтарылды", "отозвана", "withdrawn"),
    "check": _said("қайшылықтарды тексеру", "проверить конфликты", "check for conflicts"),
    "permit": _said("рұқсат беру", "разрешить", "permit"),
    "open": _said("қазу", "вскрыть", "open"),
    "backfill": _said("орды жабу", "засыпать", "backfill"),
    "cover": _said("уақытша жабу", "закрыть временно", "cover for a time"),
    "pave": _said("тұрақты төсем салу", "закрыть навсегда", "cover for good"),
    "put_off": _said("тұрақты төсемді кейінге қалдыру", "отложить постоянное покрытие", "put off the permanent cover"),
    "inspect": _said("қарап шығу", "осмотреть", "inspect"),
    "withdraw": _said("қайтарып алу", "отозвать", "withdraw"),
}
DEFECT_WORDS = {
    "candidate": _said("тексерілмеген", "не проверен", "to be looked at"),
    "confirmed": _said("расталды", "подтверждён", "confirmed"),
    "rejected": _said("табылмады", "не найден", "not found"),
    "mended": _said("жөнделді", "устранён", "mended"),
    "confirm": _said("растау", "подтвердить", "confirm"),
    "reject": _said("ақау жоқ", "дефекта нет", "no defect there"),
    "mend": _said("жөнделді деп белгілеу", "отметить устранённым", "note that it is mended"),
}
