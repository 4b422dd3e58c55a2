"""The menu lines of `roads`: public ones first, then the desks, each for its offices."""

from qala.kernel.cards import MenuLine
from qala.kernel.translated import Translated

MENU: tuple[MenuLine, ...] = (
    MenuLine(Translated(kk="Жолдар", ru="Дороги", en="Roads"), "roads:streets"),
    MenuLine(
        Translated(kk="Жөндеу бағдарламасы", ru="Программа ремонта", en="Repair programme"), "roads:programme"
    ),
    MenuLine(
        Translated(kk="Бағдарлама жасау", ru="Расчёт программы", en="Planning desk"),
        "roads:desk_programme",
        roles=("road_engineer", "road_director", "auditor"),
    ),
    MenuLine(
        Translated(kk="Жол паспорттары", ru="Паспорта дорог", en="Road passports"),
        "roads:desk_passports",
        roles=("road_engineer", "road_inspector", "administrator"),
    ),
)
