"""The journal of school meals in three languages."""

from qala.kernel.translated import Translated
from qala.meals import sentences_of_money

SENTENCES = {
    **sentences_of_money.SENTENCES,
    "meals.events.received": Translated(
        kk="Асхана терминалының жазбалары қабылданды.",
        ru="Приняты записи терминала столовой.",
        en="A canteen terminal's records were taken in.",
    ),
    "meals.events.loaded": Translated(
        kk="Терминалдың өткен күндердегі жазбалары түгел енгізілді.",
        ru="Загружены записи терминала за прошлые дни.",
        en="A terminal's records of past days were loaded.",
    ),
    "meals.month.counted": Translated(
        kk="Айдың ашық беті қайта есептелді.",
        ru="Открытая страница месяца пересчитана.",
        en="A month's public page was counted anew.",
    ),
    "meals.vouchers.loaded": Translated(
        kk="Өткен оқу жылының ваучерлері енгізілді.",
        ru="Загружены ваучеры прошлого учебного года.",
        en="Vouchers of a past school year were loaded.",
    ),
    "meals.enrolment_code.made": Translated(
        kk="Терминалды тіркеу коды жасалды.",
        ru="Создан код для подключения терминала.",
        en="A code for enrolling a terminal was made.",
    ),
    "meals.terminal.enrolled": Translated(
        kk="Асхана терминалы тіркелді.",
        ru="Терминал столовой подключён.",
        en="A canteen terminal was enrolled.",
    ),
    "meals.terminal.revoked": Translated(
        kk="Асхана терминалы өшірілді.",
        ru="Терминал столовой отключён.",
        en="A canteen terminal was revoked.",
    ),
    "meals.papersheet.entered": Translated(
        kk="Қағаз парақ енгізілді.", ru="Внесён бумажный лист.", en="A paper sheet was entered."
    ),
    "meals.papersheet.signed": Translated(
        kk="Қағаз параққа екінші адам қол қойды.",
        ru="Бумажный лист подписан вторым человеком.",
        en="A paper sheet was signed by a second person.",
    ),
    "meals.papersheet.confirmed": Translated(
        kk="Қағаз парақты үшінші адам растады.",
        ru="Бумажный лист подтверждён третьим человеком.",
        en="A paper sheet was confirmed by a third person.",
    ),
    "meals.papersheet.torn_up": Translated(
        kk="Қол қойылмаған қағаз парақ қайтарылды.",
        ru="Неподписанный бумажный лист отозван.",
        en="An unsigned paper sheet was taken back.",
    ),
    "meals.signatures.rechecked": Translated(
        kk="Сақталған жазбалардың қолтаңбасы қайта тексерілді.",
        ru="Подписи сохранённых записей проверены заново.",
        en="The signatures of stored presses were read again.",
    ),
    "meals.leftover.weighed": Translated(
        kk="Үстелден қайтқан тамақ өлшенді.", ru="Взвешены остатки еды.", en="Leftovers were weighed."
    ),
    "meals.reader.admitted": Translated(
        kk="Сыртқы оқу құрылғысы қосылды.", ru="Подключён сторонний считыватель.", en="An outside reader was let in."
    ),
    "meals.reader.switched_off": Translated(
        kk="Сыртқы оқу құрылғысы өшірілді.",
        ru="Сторонний считыватель отключён.",
        en="An outside reader was switched off.",
    ),
    "meals.reader.heard": Translated(
        kk="Сыртқы құрылғының жазбалары қабылданды.",
        ru="Приняты записи стороннего считывателя.",
        en="An outside reader's presses were taken in.",
    ),
    "meals.reader.agreed_to": Translated(
        kk="Ата-ана сыртқы құрылғыға келісті.",
        ru="Родитель согласился на сторонний считыватель.",
        en="A parent agreed to an outside reader.",
    ),
    "meals.reader.taken_back": Translated(
        kk="Ата-ана сыртқы құрылғыға келісімін қайтарып алды.",
        ru="Родитель отозвал согласие на сторонний считыватель.",
        en="A parent took the consent to an outside reader back.",
    ),
    "meals.readermark.made": Translated(
        kk="Сыртқы құрылғыға кездейсоқ нөмір берілді.",
        ru="Для стороннего считывателя создан случайный номер.",
        en="A chance number was made for an outside reader.",
    ),
    "meals.readermarks.forgotten": Translated(
        kk="Келісімі қайтарылған нөмірлер өшірілді.",
        ru="Номера с отозванным согласием стёрты.",
        en="Numbers whose consent was taken back were erased.",
    ),
    "meals.roster.handed_out": Translated(
        kk="Терминалға күннің тізімі берілді.",
        ru="Терминалу выдан список дня.",
        en="A terminal was given the day's roster.",
    ),
    "meals.phone.certified": Translated(
        kk="Ата-ана телефонының кілті бір аптаға расталды.",
        ru="Ключ телефона родителя подтверждён на неделю.",
        en="A parent's phone was vouched for, for a week.",
    ),
    "meals.allergies.noted": Translated(
        kk="Балаға болмайтын тағамдар жазылды.",
        ru="Записано, что ребёнку нельзя.",
        en="What a child must not eat was written down.",
    ),
}
