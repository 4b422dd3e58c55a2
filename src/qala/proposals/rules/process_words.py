"""States and verbs of a case in the city's three languages. The table itself is `rules.process`."""

from qala.kernel.translated import Translated

STATE_WORDS = {
    "received": Translated(kk="Қабылданды", ru="Принято", en="Received"),
    "triaged": Translated(kk="Қаралды", ru="Рассмотрено диспетчером", en="Looked at"),
    "assigned": Translated(kk="Жауаптысы бар", ru="Назначен ответственный", en="Someone is responsible"),
    "in_work": Translated(kk="Жұмыс жүріп жатыр", ru="В работе", en="Being worked on"),
    "fixed_claimed": Translated(
        kk="Бітті дейді, тексерілуде", ru="Говорят, что сделано: проверяем", en="Said to be done, being checked"
    ),
    "confirmed": Translated(kk="Орындалды, расталды", ru="Сделано и подтверждено", en="Done and confirmed"),
    "planned": Translated(kk="Жоспарға алынды", ru="Запланировано", en="Planned"),
    "explained": Translated(kk="Түсіндірме берілді", ru="Дано разъяснение", en="Explained"),
    "refused": Translated(kk="Бас тартылды", ru="Отказано", en="Refused"),
    "forwarded": Translated(kk="Басқа органға жіберілді", ru="Передано в другой орган", en="Passed to another body"),
}

VERB_WORDS = {
    "triage": Translated(kk="Қарап шығу", ru="Разобрать", en="Triage"),
    "assign": Translated(kk="Бөлімге тапсыру", ru="Назначить отдел", en="Assign"),
    "forward": Translated(kk="Басқа органға жіберу", ru="Передать в другой орган", en="Forward"),
    "explain": Translated(kk="Түсіндіру", ru="Разъяснить", en="Explain"),
    "refuse": Translated(kk="Бас тарту", ru="Отказать", en="Refuse"),
    "withdraw": Translated(kk="Қайтарып алу", ru="Отозвать", en="Withdraw"),
    "start": Translated(kk="Жұмысты бастау", ru="Начать работу", en="Start work"),
    "give_back": Translated(kk="Диспетчерге қайтару", ru="Вернуть диспетчеру", en="Give back"),
    "plan": Translated(kk="Жоспарға алу", ru="Запланировать", en="Plan"),
    "redate": Translated(kk="Мерзімін ауыстыру", ru="Перенести срок", en="Change the date"),
    "claim_fixed": Translated(kk="Бітті деп хабарлау", ru="Сообщить, что сделано", en="Say it is done"),
    "confirm": Translated(kk="Растау", ru="Подтвердить", en="Confirm"),
    "contest": Translated(kk="Келіспеу", ru="Не согласиться", en="Contest"),
    "come_back": Translated(kk="Бізге қайтты", ru="Вернулось к нам", en="Came back to us"),
}
