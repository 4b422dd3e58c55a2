"""The journal of what parents say and suppliers put on the table."""

from qala.kernel.translated import Translated

PARENTS = {
    "meals.consent.given": Translated(
        kk="Ата-ана ваучерге келісім берді.",
        ru="Родитель дал согласие на ваучер.",
        en="A parent agreed to the voucher.",
    ),
    "meals.consent.withdrawn": Translated(
        kk="Ата-ана келісімін қайтарып алды. Бала бұрынғыдай тамақтанады.",
        ru="Родитель отозвал согласие. Ребёнок продолжает есть.",
        en="A parent took the consent back. The child goes on eating.",
    ),
    "meals.rating.given": Translated(
        kk="Ата-ана асты бағалады.", ru="Родитель оценил обед.", en="A parent rated a meal."
    ),
    "meals.concern.raised": Translated(
        kk="Ата-ана асқа қатысты шағым айтты.",
        ru="Родитель пожаловался на питание.",
        en="A parent complained of a meal.",
    ),
    "meals.appeal.raised": Translated(
        kk="Ата-ана баласының тізімнен шығарылғанына шағымданды.",
        ru="Родитель обжаловал исключение ребёнка из списка.",
        en="A parent appealed against a child's removal from the list.",
    ),
    "meals.menu.written": Translated(
        kk="Күннің мәзірі жазылды.", ru="Меню дня записано.", en="The day's menu was written."
    ),
}
