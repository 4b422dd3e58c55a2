"""How the journal tells surveys, wear and defects of roads."""

from qala.kernel.translated import Translated

CONDITION: dict[str, Translated] = {
    "roads.sample.drawn": Translated(
        kk="Тексерілетін бөліктер жеребемен таңдалды.",
        ru="Участки для осмотра выбраны по жребию.",
        en="Sample units were drawn by lot.",
    ),
    "roads.survey.recorded": Translated(
        kk="Жол жағдайын тексеру жазылды.",
        ru="Обследование состояния записано.",
        en="A condition survey was recorded.",
    ),
    "roads.wear.fitted": Translated(
        kk="Жолдың тозуы тексерулерден есептелді.",
        ru="Износ дорог рассчитан по обследованиям.",
        en="Wear was learnt from surveys.",
    ),
    "roads.defect.reported": Translated(
        kk="Жол ақауы туралы хабар келді.", ru="Сообщено о дефекте дороги.", en="A road defect was reported."
    ),
    "roads.defect.confirmed": Translated(
        kk="Жол ақауы расталды.", ru="Дефект дороги подтверждён.", en="A road defect was confirmed."
    ),
    "roads.defect.rejected": Translated(
        kk="Айтылған жерден ақау табылмады.",
        ru="Дефект на месте не найден.",
        en="No defect was found in that place.",
    ),
    "roads.defect.mended": Translated(
        kk="Жол ақауы жөнделді.", ru="Дефект дороги устранён.", en="A road defect was mended."
    ),
    "roads.rating.recorded": Translated(
        kk="Жол бөлігінің бағасы жазылды.", ru="Записана оценка участка.", en="A stretch was rated."
    ),
    "roads.curves.loaded": Translated(
        kk="PCI қисықтарының жинағы қабылданды.", ru="Принят набор кривых PCI.", en="A set of PCI curves was taken in."
    ),
}
