"""Sentences for the steps of a clock. Placeholders: {day}, {days}, {source}."""

from qala.kernel.translated import Translated

STEP_WORDS = {
    "registered": Translated(
        kk="{day} тіркелді. Бұл күн есепке кірмейді.",
        ru="Зарегистрировано {day}. Этот день не считается.",
        en="Registered on {day}. That day is not counted.",
    ),
    "term": Translated(
        kk="Мерзім – {days} жұмыс күні, {day} аяқталады ({source}).",
        ru="Срок – {days} рабочих дней, до {day} ({source}).",
        en="The term is {days} working days, until {day} ({source}).",
    ),
    "free_day": Translated(kk="{day} – демалыс.", ru="{day} – выходной.", en="{day} is a day off."),
    "working_weekend": Translated(
        kk="{day} – жұмыс күніне ауыстырылған.", ru="{day} – рабочий по переносу.", en="{day} is worked instead."
    ),
    "pause_counts": Translated(
        kk="{day} бастап жауабыңызды күттік: {days} жұмыс күні есептелмейді.",
        ru="С {day} ждали вашего ответа: {days} рабочих дней не считаются.",
        en="From {day} we waited for your answer: {days} working days do not count.",
    ),
    "pause_does_not_count": Translated(
        kk="{day} бастап жауабыңызды күттік, бірақ мерзім тоқтамайды.",
        ru="С {day} ждали вашего ответа, но срок не останавливается.",
        en="From {day} we waited for your answer, but the term goes on.",
    ),
    "hopped": Translated(
        kk="{day} басқа бөлімге берілді. Мерзім өзгермейді.",
        ru="{day} передано другому отделу. Срок не меняется.",
        en="Given to another department on {day}. The term stays.",
    ),
    "extended": Translated(
        kk="{day} мерзімді ұзарту туралы шешім.", ru="{day} решение о продлении.", en="Extension decided on {day}."
    ),
    "answered": Translated(kk="{day} жауап берілді.", ru="{day} дан ответ.", en="Answered on {day}."),
    "forwarded": Translated(
        kk="{day} басқа органға жіберілді.",
        ru="{day} передано в другой орган.",
        en="Passed to another body on {day}.",
    ),
    "came_back": Translated(
        kk="{day} қайтып келді. Алғашқы күн сақталады.",
        ru="{day} вернулось. Дата приёма прежняя.",
        en="Came back on {day}. The first date stays.",
    ),
    "contested": Translated(
        kk="{day} сіз келіспедіңіз: жаңа уәде мерзімі ашылды.",
        ru="{day} вы не согласились: открыт новый срок обещания.",
        en="You contested on {day}: a new promise term began.",
    ),
    "kind_changed": Translated(
        kk="{day} өтініштің түрі өзгерді.", ru="{day} изменён вид обращения.", en="Its kind changed on {day}."
    ),
    "due": Translated(kk="Соңғы күн – {day}.", ru="Последний день – {day}.", en="The last day is {day}."),
}

EXTENSION_PROBLEMS = {
    "reason_missing": Translated(
        kk="Ұзартудың себебі жазылмаған.", ru="Не указана причина.", en="The reason is missing."
    ),
    "signature_missing": Translated(
        kk="Басшы немесе орынбасары қол қоймаған.",
        ru="Нет подписи руководителя или заместителя.",
        en="The head or a deputy has not signed.",
    ),
    "decided_too_late": Translated(
        kk="Мерзім өтіп кеткен соң ұзартуға болмайды.",
        ru="Срок уже прошёл, продлить нельзя.",
        en="The term has passed and cannot be extended.",
    ),
    "longer_than_two_months": Translated(
        kk="Екі айдан артық ұзартуға болмайды.",
        ru="Нельзя продлить больше чем до двух месяцев.",
        en="A term cannot be longer than two months.",
    ),
    "notice_not_sent": Translated(
        kk="Авторға хабар жіберілмеген: ұзарту күшіне енбейді.",
        ru="Автору не сообщили: продление не действует.",
        en="The author was not told: the extension does not count.",
    ),
    "notice_late": Translated(
        kk="Авторға кеш хабарланды: ұзарту күшіне енбейді.",
        ru="Автору сообщили поздно: продление не действует.",
        en="The author was told too late: the extension does not count.",
    ),
}
