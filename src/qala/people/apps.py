from django.apps import AppConfig

from qala.kernel.cards import Card, MenuLine
from qala.kernel.translated import Translated


def _said(kk: str, ru: str, en: str) -> Translated:
    return Translated(kk=kk, ru=ru, en=en)


SENTENCES = {
    "people.person.enrolled": _said("Адам тізімге алынды", "Человек внесён в реестр", "A person was enrolled"),
    "people.person.corrected": _said("Аты-жөні түзетілді", "Имя исправлено", "A name was corrected"),
    "people.person.needed": _said("Сақтау мерзімі жаңарды", "Срок хранения продлён", "The time of keeping was renewed"),
    "people.person.erased": _said("Адам туралы дерек өшірілді", "Данные о человеке стёрты", "A person was erased"),
    "people.person.expired": _said(
        "Сақтау мерзімі бітті, адам туралы дерек өшірілді",
        "Срок хранения истёк, данные о человеке стёрты",
        "The time of keeping ended and persons were erased",
    ),
    "people.person.appointed": _said("Адам рөлге тағайындалды", "Человек назначен на роль", "A person was appointed"),
    "people.language.chosen": _said("Тіл таңдалды", "Выбран язык", "A language was chosen"),
    "people.contact.written": _said("Байланыс дерегі жазылды", "Контакт записан", "A contact was written down"),
    "people.contact.removed": _said("Байланыс дерегі алынды", "Контакт убран", "A contact was removed"),
    "people.contact.expired": _said(
        "Сақтау мерзімі бітті, байланыс дерегі өшірілді",
        "Срок хранения истёк, контакты стёрты",
        "The time of keeping ended and contacts were erased",
    ),
    "people.organisation.founded": _said("Ұйым тіркелді", "Организация внесена", "A body was founded"),
    "people.organisation.closed": _said("Ұйым жабылды", "Организация закрыта", "A body was closed"),
    "people.appointment.ended": _said("Тағайындау аяқталды", "Назначение окончено", "An appointment ended"),
    "people.consent.worded": _said("Келісім мәтіні жазылды", "Записан текст согласия", "A consent was worded"),
    "people.consent.given": _said("Келісім берілді", "Согласие дано", "Consent was given"),
    "people.consent.withdrawn": _said("Келісім қайтарылды", "Согласие отозвано", "Consent was withdrawn"),
    "people.guardianship.added": _said("Қамқоршылық жазылды", "Записано опекунство", "A guardianship was added"),
    "people.guardianship.closed": _said("Қамқоршылық аяқталды", "Опекунство окончено", "A guardianship was closed"),
    "people.account.opened": _said("Кіру жолы ашылды", "Открыт вход", "An account was opened"),
    "people.colleague.engaged": _said("Қызметкер қосылды", "Добавлен сотрудник", "A colleague was engaged"),
    "people.resident.welcomed": _said("Тұрғын кірді", "Житель вошёл", "A resident signed in"),
    "people.admin_session.opened": _said(
        "Әкімші сеансы ашылды", "Открыт сеанс администратора", "An administrator's session was opened"
    ),
    "people.admin_session.closed": _said(
        "Әкімші сеансы жабылды", "Сеанс администратора закрыт", "An administrator's session was closed"
    ),
    "people.key.changed": _said("Кіру тәсілі өзгерді", "Изменён способ входа", "A way to sign in was changed"),
    "people.admin_request.made": _said(
        "Әкімші сұрау жасады", "Администратор сделал запрос", "An administrator made a request"
    ),
}


class PeopleConfig(AppConfig):
    name = "qala.people"
    label = "people"
    card = Card(
        slug="people",
        title=_said("Адамдар", "Люди", "People"),
        address="/me/",
        menu=(
            MenuLine(
                _said("Тағайындаулар", "Назначения", "Appointments"),
                "people:appointments",
                ("administrator", "auditor"),
            ),
        ),
        journal_sentences=SENTENCES,
        objects=(
            "people.person",
            "people.organisation",
            "people.appointment",
            "people.guardianship",
            "people.consent",
            "people.account",
            "people.adminsession",
        ),
        reference="qala.people.references.reference",
    )

    def ready(self) -> None:
        from qala.people import keys  # noqa: F401 - its receivers listen from now on
