"""The menu lines of school meals: everybody's page, and the desks, each for its offices."""

from qala.kernel.cards import MenuLine
from qala.kernel.translated import Translated

SCHOOL = ("school_director", "social_pedagogue")
WATCHERS = ("education_department", "auditor")

MENU = (
    MenuLine(Translated(kk="Мектеп асы", ru="Школьное питание", en="School meals"), "meals:overview"),
    MenuLine(
        Translated(kk="Ас: мектеп үстелі", ru="Питание: стол школы", en="Meals: school desk"), "meals:desk", SCHOOL
    ),
    MenuLine(
        Translated(kk="Ас: асхана", ru="Питание: столовая", en="Meals: the canteen"), "meals:desk", ("canteen_worker",)
    ),
    MenuLine(
        Translated(kk="Жеткізуші үстелі", ru="Стол поставщика", en="Supplier's desk"), "meals:supply", ("supplier",)
    ),
    MenuLine(
        Translated(kk="Ас: менің сыныбым", ru="Питание: мой класс", en="Meals: my class"), "meals:desk",
        ("class_teacher",),
    ),
    MenuLine(Translated(kk="Айды жабу", ru="Закрытие месяца", en="Month's close"), "meals:close", WATCHERS),
    MenuLine(Translated(kk="Сұрақтар", ru="Вопросы к числам", en="Questions"), "meals:flags", WATCHERS),
    MenuLine(Translated(kk="Даулы ас", ru="Спорные порции", en="Contested meals"), "meals:disputes", WATCHERS),
    MenuLine(
        Translated(kk="Келісімшарттар", ru="Договоры", en="Contracts"), "meals:contracts", (*WATCHERS, "supplier")
    ),
    MenuLine(
        Translated(kk="Асхана терминалдары", ru="Терминалы столовой", en="Canteen terminals"), "meals:terminal_schools",
        ("school_director", "education_department"),
    ),
)
