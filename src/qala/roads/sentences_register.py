"""How the journal tells changes of the road register and its passports."""

from qala.kernel.translated import Translated

REGISTER: dict[str, Translated] = {
    "roads.carriageways.registered": Translated(
        kk="Жол төсемдері тіркелді.",
        ru="Проезжие части внесены в реестр.",
        en="Carriageways were registered.",
    ),
    "roads.carriageways.drafted": Translated(
        kk="Жол төсемдері карта бойынша болжап жазылды.",
        ru="Проезжие части записаны по карте, с допущениями.",
        en="Carriageways were drafted from the map, with assumptions.",
    ),
    "roads.layers.registered": Translated(
        kk="Төсем қабаттары тіркелді.", ru="Слои одежды внесены в реестр.", en="Pavement layers were registered."
    ),
    "roads.elements.registered": Translated(
        kk="Жол элементтері тіркелді.", ru="Элементы дорог внесены в реестр.", en="Road elements were registered."
    ),
    "roads.structures.registered": Translated(
        kk="Жол құрылыстары тіркелді.", ru="Сооружения внесены в реестр.", en="Structures were registered."
    ),
    "roads.lines.registered": Translated(
        kk="Жер астындағы желілер белгіленді.",
        ru="Отмечены подземные сети.",
        en="Buried lines were noted.",
    ),
    "roads.holdings.registered": Translated(
        kk="Көшелердің иесі мен баланс ұстаушысы тіркелді.",
        ru="Записаны владельцы и балансодержатели улиц.",
        en="Owners and holders of streets were registered.",
    ),
    "roads.rows.ended": Translated(
        kk="Тізілім жазбалары аяқталды.", ru="Записи реестра завершены.", en="Rows of the register were ended."
    ),
    "roads.rows.carried": Translated(
        kk="Жазбалар көшенің жаңа бөліктеріне көшірілді.",
        ru="Записи перенесены на новые участки улицы.",
        en="Rows were carried over to the new segments of the street.",
    ),
    "roads.paper.kept": Translated(
        kk="Көшенің құжаты сақталды.", ru="Документ улицы сохранён.", en="A paper of a street was kept."
    ),
    "roads.photo.kept": Translated(
        kk="Жолдың суреті сақталды.", ru="Снимок дороги сохранён.", en="A photo of a road was kept."
    ),
    "roads.inventory.counted": Translated(
        kk="Жол тізілімі түгенделді.", ru="Проведена инвентаризация дорог.", en="The road register was counted."
    ),
    "roads.passport.drafted": Translated(
        kk="Жол паспортының жобасы жасалды.",
        ru="Составлен черновик паспорта дороги.",
        en="A road passport was drafted.",
    ),
    "roads.passport.surveyed": Translated(
        kk="Жол паспорты жерінде тексерілді.",
        ru="Паспорт дороги сверен на месте.",
        en="A road passport was surveyed on the ground.",
    ),
    "roads.passport.checked": Translated(
        kk="Жол паспортын екінші адам тексерді.",
        ru="Паспорт дороги проверил второй человек.",
        en="A second person checked a road passport.",
    ),
    "roads.passport.sent_back": Translated(
        kk="Жол паспорты түзетуге қайтарылды.",
        ru="Паспорт дороги возвращён на доработку.",
        en="A road passport was sent back.",
    ),
    "roads.passport.approved": Translated(
        kk="Жол паспорты бекітілді.", ru="Паспорт дороги утверждён.", en="A road passport was approved."
    ),
    "roads.passports.approved": Translated(
        kk="Жол паспорттары бекітілді.", ru="Паспорта дорог утверждены.", en="Road passports were approved."
    ),
}
