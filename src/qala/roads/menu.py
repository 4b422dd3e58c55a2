"""The menu lines of `roads`: public ones first, then the desks, each for its offices."""

from qala.kernel.cards import MenuLine
from qala.kernel.translated import Translated

MENU: tuple[MenuLine, ...] = (
    MenuLine(Translated(kk="Жолдар", ru="Дороги", en="Roads"), "roads:streets"),
    MenuLine(
        Translated(kk="Көшем қашан жөнделеді?", ru="Когда отремонтируют мою улицу?", en="When is my street?"),
        "roads:when",
    ),
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
    MenuLine(Translated(kk="Жол жұмыстары", ru="Дорожные работы", en="Works on roads"), "roads:works"),
    MenuLine(
        Translated(kk="Жұмыстар үстелі", ru="Стол работ", en="Desk of works"),
        "roads:desk_works",
        roles=("road_engineer", "road_inspector", "contractor"),
    ),
    MenuLine(
        Translated(kk="Қазу рұқсаттары", ru="Разрешения на раскопки", en="Desk of digs"),
        "roads:desk_digs",
        roles=("road_engineer", "road_inspector", "utility_operator"),
    ),
    MenuLine(
        Translated(kk="Кепілдіктер", ru="Гарантии", en="Guarantees"),
        "roads:desk_warranties",
        roles=("road_engineer", "road_inspector", "contractor", "utility_operator"),
    ),
    MenuLine(
        Translated(kk="Қауіпті жерлер", ru="Опасные места", en="Dangerous places"),
        "roads:desk_hazards",
        roles=("road_engineer", "road_inspector"),
    ),
    MenuLine(
        Translated(kk="Жол жағдайы", ru="Состояние дорог", en="Desk of condition"),
        "roads:desk_condition",
        roles=("road_engineer", "road_inspector"),
    ),
    MenuLine(
        Translated(kk="Жол ақаулары", ru="Дефекты дорог", en="Defects of roads"),
        "roads:desk_defects",
        roles=("road_engineer", "road_inspector"),
    ),
)
