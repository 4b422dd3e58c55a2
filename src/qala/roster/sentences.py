"""What the journal says of the register, in three languages."""

from qala.kernel.translated import Translated


def _said(kk: str, ru: str, en: str) -> Translated:
    return Translated(kk=kk, ru=ru, en=en)


SENTENCES = {
    "roster.school.founded": _said("Мектеп тіркелді", "Школа внесена в реестр", "A school was founded"),
    "roster.year.opened": _said("Оқу жылы ашылды", "Открыт учебный год", "A school year was opened"),
    "roster.class.opened": _said("Сынып ашылды", "Открыт класс", "A class was opened"),
    "roster.teacher.named": _said("Сынып жетекшісі белгіленді", "Назван классный руководитель", "A teacher was named"),
    "roster.pupil.enrolled": _said("Оқушы сыныпқа алынды", "Ученик зачислен в класс", "A pupil was enrolled"),
    "roster.pupil.transferred": _said(
        "Оқушы басқа сыныпқа ауысты", "Ученик переведён в другой класс", "A pupil was transferred"
    ),
    "roster.pupil.left": _said("Оқушы сыныптан шықты", "Ученик выбыл из класса", "A pupil left a class"),
    "roster.card.issued": _said("Карта берілді", "Выдана карта", "A card was issued"),
    "roster.card.withdrawn": _said("Карта тоқтатылды", "Карта отозвана", "A card was withdrawn"),
    "roster.day.marked": _said("Оқу күні белгіленді", "Отмечен день в календаре школы", "A school day was marked"),
    "roster.attendance.submitted": _said("Сынып белгіленді", "Сдана отметка класса", "Attendance was submitted"),
    "roster.register.loaded": _said("Тізім жүктелді", "Загружен реестр", "A register was loaded"),
}
