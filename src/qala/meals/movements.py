"""What each movement of money is for, by its code in the books."""

from qala.kernel.translated import Translated

MOVEMENTS = {
    "appropriation": Translated(kk="Бюджеттен бөлінді", ru="Выделено из бюджета", en="Given by the budget"),
    "commitment": Translated(kk="Келісімшартқа бекітілді", ru="Закреплено за договором", en="Committed to a contract"),
    "month": Translated(kk="Баланың айы", ru="Месяц ребёнка", en="A child's month"),
    "meal": Translated(kk="Ас", ru="Обед", en="Meal"),
    "meal_reversed": Translated(kk="Ас есептен шығарылды", ru="Обед снят с учёта", en="A meal was taken back"),
    "month_end": Translated(kk="Айдың соңы", ru="Конец месяца", en="End of the month"),
    "unspent": Translated(kk="Жұмсалмағаны қайтты", ru="Неизрасходованное вернулось", en="What was not spent returned"),
    "uncommitted": Translated(
        kk="Келісімшартқа артық бекітілгені қайтты", ru="Лишнее с договора вернулось",
        en="What a contract did not need returned",
    ),
    "commitment_of_its_year": Translated(
        kk="Келесі жылдың бекітілген ақшасы бөлінді", ru="Закреплённое за другой год отделено",
        en="A later year's commitment set apart",
    ),
    "disputed": Translated(kk="Даулы ас бөлек қойылды", ru="Спорный обед отложен", en="A contested meal set aside"),
    "dispute_settled": Translated(kk="Дау шешілді", ru="Спор решён", en="A dispute was decided"),
    "payment": Translated(kk="Жеткізушіге төлем", ru="Оплата поставщику", en="Payment to the supplier"),
    "lapsed": Translated(
        kk="Сенімге берілген асқа ешкім қарамады", ru="Обед на доверии никто не проверил",
        en="Nobody looked at a plate given on trust",
    ),
    "double_serving": Translated(kk="Бір балаға екі рет берілді", ru="Выдано дважды", en="Served to a child twice"),
}  # fmt: skip
