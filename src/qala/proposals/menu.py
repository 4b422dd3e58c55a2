"""The menu lines of `proposals`: public ones first, then the desks, each for its offices."""

from qala.kernel.cards import MenuLine
from qala.kernel.translated import Translated

DESK_ROLES = ("operator", "triage_officer", "dispatcher", "executor", "inspector", "signer", "translator")
REVIEWERS = ("triage_officer", "operator")

MENU = (
    MenuLine(Translated(kk="Ұсыныс жіберу", ru="Предложить", en="Send a proposal"), "proposals:new"),
    MenuLine(Translated(kk="Не жіберілді", ru="Что прислали", en="What was sent"), "proposals:list"),
    MenuLine(Translated(kk="Не істелді", ru="Что сделано", en="What was done"), "proposals:statistics"),
    MenuLine(Translated(kk="Кездесулер", ru="Встречи", en="Meetings"), "proposals:meetings"),
    MenuLine(Translated(kk="Жұмыс үстелі", ru="Рабочий стол", en="Desk"), "proposals:desk", roles=DESK_ROLES),
    MenuLine(
        Translated(kk="Суреттерді жабу", ru="Закрыть снимки", en="Photos to cover"),
        "proposals:desk_photos",
        roles=("photo_redactor", *REVIEWERS),
    ),
    MenuLine(
        Translated(kk="Хаттар", ru="Письма", en="Letters"), "proposals:desk_letters", roles=(*REVIEWERS, "dispatcher")
    ),
    MenuLine(
        Translated(kk="Кездесу үстелі", ru="Стол встреч", en="Meeting desk"),
        "proposals:desk_meetings",
        roles=("protocol_controller",),
    ),
    MenuLine(
        Translated(kk="Тақтайшалар", ru="Таблички", en="Placards"), "proposals:placards", roles=("placard_keeper",)
    ),
    MenuLine(Translated(kk="Бағыттау", ru="Маршруты", en="Routing"), "proposals:routing", roles=("routing_editor",)),
    MenuLine(
        Translated(kk="Санаттар мен үлгілер", ru="Категории и шаблоны", en="Categories and texts"),
        "proposals:categories",
        roles=("routing_editor", "administrator"),
    ),
    MenuLine(
        Translated(kk="Мерзім нормалары", ru="Нормы сроков", en="Norms"),
        "proposals:norms_desk",
        roles=("administrator",),
    ),
    MenuLine(
        Translated(kk="Бағдарлама кілттері", ru="Ключи программ", en="Keys of programs"),
        "proposals:desk_keys",
        roles=("administrator",),
    ),
    MenuLine(Translated(kk="Қозғалтқыш", ru="Как работает", en="Engine"), "proposals:engine", roles=("administrator",)),
)
