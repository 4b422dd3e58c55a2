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
