"""The roles an appointment can give. A resident needs none."""

from dataclasses import dataclass

from qala.kernel.translated import Translated


@dataclass(frozen=True, slots=True)
class Role:
    """What a person may be appointed to. `watches_others`: the role gives sight over many people's rows."""

    slug: str
    title: Translated
    duty: Translated
    watches_others: bool = False


ROLES: dict[str, Role] = {
    role.slug: role
    for role in (
        Role(
            "operator",
            Translated(kk="Оператор", ru="Оператор", en="Operator"),
            Translated(
                kk="Телефонмен айтылғанды тұрғынның атынан жазады.",
                ru="Записывает за жителя то, что тот сказал по телефону.",
                en="Writes down what a resident says by phone.",
            ),
        ),
        Role(
            "triage_officer",
            Translated(kk="Сұрыптаушы", ru="Сортировщик обращений", en="Triage officer"),
            Translated(
                kk="Жаңа ұсынысты оқиды, санатын анықтап, жолын таңдайды.",
                ru="Читает новое, ставит категорию и направляет.",
                en="Reads what is new, names its category and sends it on.",
            ),
            watches_others=True,
        ),
        Role(
            "dispatcher",
            Translated(kk="Диспетчер", ru="Диспетчер", en="Dispatcher"),
            Translated(
                kk="Жұмысты орындаушыға береді, мерзімін бақылайды.",
                ru="Передаёт работу исполнителю и следит за сроком.",
                en="Hands work to an executor and watches the date.",
            ),
        ),
        Role(
            "executor",
            Translated(kk="Орындаушы", ru="Исполнитель", en="Executor"),
            Translated(
                kk="Жұмысты істейді, дәлелін қосады.",
                ru="Делает работу и прикладывает доказательство.",
                en="Does the work and adds the evidence.",
            ),
        ),
        Role(
            "inspector",
            Translated(kk="Тексеруші", ru="Проверяющий", en="Inspector"),
            Translated(
                kk="Істелген жұмысты өз көзімен көріп растайды.",
                ru="Смотрит на сделанное своими глазами и подтверждает.",
                en="Sees the work with their own eyes and confirms it.",
            ),
        ),
        Role(
            "signer",
            Translated(kk="Қол қоюшы", ru="Подписывающий", en="Signer"),
            Translated(
                kk="Басшы немесе орынбасары: жауап пен шешімге қол қояды.",
                ru="Руководитель или заместитель: подписывает ответы и решения.",
                en="Head or deputy: signs answers and decisions.",
            ),
        ),
        Role(
            "translator",
            Translated(kk="Аудармашы", ru="Переводчик", en="Translator"),
            Translated(
                kk="Жауапты екінші тілге аударады, аударманы тексереді.",
                ru="Переводит ответ на второй язык и проверяет перевод.",
                en="Puts an answer into the other language and checks translations.",
            ),
        ),
        Role(
            "placard_keeper",
            Translated(kk="Тақтайша күтушісі", ru="Хранитель табличек", en="Placard keeper"),
            Translated(
                kk="QR тақтайшаларды шығарады, іледі, ауыстырады.",
                ru="Печатает, вешает и меняет QR-таблички.",
                en="Prints, hangs and replaces QR placards.",
            ),
        ),
        Role(
            "protocol_controller",
            Translated(kk="Хаттама бақылаушысы", ru="Контролёр протокола", en="Protocol controller"),
            Translated(
                kk="Кездесуде айтылғанды хаттамаға түсіріп, орындалуын бақылайды.",
                ru="Заносит сказанное на встрече в протокол и следит за исполнением.",
                en="Puts what was said at a meeting into the protocol and follows it up.",
            ),
        ),
        Role(
            "photo_redactor",
            Translated(kk="Сурет тексеруші", ru="Редактор фотографий", en="Photo redactor"),
            Translated(
                kk="Жарияламас бұрын бет пен көлік нөмірін жабады.",
                ru="Закрывает лица и номера до публикации.",
                en="Covers faces and plates before a photo is public.",
            ),
            watches_others=True,
        ),
        Role(
            "routing_editor",
            Translated(kk="Бағыт кестесінің редакторы", ru="Редактор маршрутов", en="Routing editor"),
            Translated(
                kk="Қай мәселе қай бөлімге баратынын белгілейді.",
                ru="Решает, какой вопрос идёт в какой отдел.",
                en="Says which matter goes to which department.",
            ),
        ),
        Role(
            "administrator",
            Translated(kk="Әкімші", ru="Администратор", en="Administrator"),
            Translated(
                kk="Адамдарды рөлге тағайындайды, ұйымдарды жүргізеді.",
                ru="Назначает людей на роли и ведёт организации.",
                en="Appoints people to roles and keeps the organisations.",
            ),
            watches_others=True,
        ),
        Role(
            "auditor",
            Translated(kk="Аудитор", ru="Аудитор", en="Auditor"),
            Translated(
                kk="Журналды оқиды, ештеңені өзгертпейді.",
                ru="Читает журнал и ничего не меняет.",
                en="Reads the journal and changes nothing.",
            ),
            watches_others=True,
        ),
        Role(
            "statistician",
            Translated(kk="Статистик", ru="Статистик", en="Statistician"),
            Translated(
                kk="Сандарды есептейді, адамдардың атын көрмейді.",
                ru="Считает числа и не видит имён.",
                en="Works with figures and sees no names.",
            ),
        ),
        Role(
            "school_director",
            Translated(kk="Мектеп директоры", ru="Директор школы", en="School director"),
            Translated(
                kk="Мектептің тізімін бекітеді, оқу күндерін жариялайды.",
                ru="Утверждает списки школы и объявляет учебные дни.",
                en="Approves the school's lists and says which days are school days.",
            ),
        ),
        Role(
            "social_pedagogue",
            Translated(kk="Әлеуметтік педагог", ru="Социальный педагог", en="Social pedagogue"),
            Translated(
                kk="Сыныптар мен оқушылардың тізімін жүргізеді.",
                ru="Ведёт списки классов и учеников.",
                en="Keeps the lists of classes and pupils.",
            ),
        ),
        Role(
            "class_teacher",
            Translated(kk="Сынып жетекшісі", ru="Классный руководитель", en="Class teacher"),
            Translated(
                kk="Күнде сыныбында кім бар, кім жоғын белгілейді.",
                ru="Каждый день отмечает, кто в классе.",
                en="Marks each day who is in class.",
            ),
        ),
        Role(
            "canteen_worker",
            Translated(kk="Асхана қызметкері", ru="Работник столовой", en="Canteen worker"),
            Translated(
                kk="Балаларды тамақтандырады, берілген асты белгілейді.",
                ru="Кормит детей и отмечает каждую порцию.",
                en="Feeds the children and marks every meal.",
            ),
        ),
        Role(
            "supplier",
            Translated(kk="Жеткізуші", ru="Поставщик", en="Supplier"),
            Translated(
                kk="Мектептерге ас әзірлейді, шот ұсынады.",
                ru="Готовит для школ и выставляет счета.",
                en="Cooks for schools and sends invoices.",
            ),
        ),
        Role(
            "education_department",
            Translated(kk="Білім басқармасының маманы", ru="Специалист управления образования", en="Education officer"),
            Translated(
                kk="Мектептердің тізімін тексереді, төлемге жібереді.",
                ru="Сверяет списки школ и отправляет на оплату.",
                en="Checks the schools' lists and sends them to be paid.",
            ),
            watches_others=True,
        ),
        Role(
            "road_engineer",
            Translated(kk="Жол инженері", ru="Инженер по дорогам", en="Road engineer"),
            Translated(
                kk="Жол тізілімі мен паспорттарын жүргізеді, жұмысты жоспарлайды.",
                ru="Ведёт реестр и паспорта дорог, планирует работы.",
                en="Keeps the road register and its passports, plans the works.",
            ),
        ),
        Role(
            "road_director",
            Translated(kk="Жол басқармасының басшысы", ru="Руководитель дорожного управления", en="Road director"),
            Translated(
                kk="Жөндеу бағдарламасын бекітеді; оны сұраған адам бекітпейді.",
                ru="Утверждает программу ремонта; кто её запросил, не утверждает.",
                en="Adopts the repair programme; whoever asked for it does not.",
            ),
            watches_others=True,
        ),
        Role(
            "road_inspector",
            Translated(kk="Жол инспекторы", ru="Дорожный инспектор", en="Road inspector"),
            Translated(
                kk="Екінші адам ретінде тексереді: паспортты, жұмысты, қазылған жерді.",
                ru="Проверяет вторым: паспорт, работу, раскопку.",
                en="Checks as the second person: a passport, a work, a dig.",
            ),
        ),
        Role(
            "contractor",
            Translated(kk="Мердігер", ru="Подрядчик", en="Contractor"),
            Translated(
                kk="Жолды салады, жөндейді, кепілдік бойынша түзетеді.",
                ru="Строит и чинит дороги, исправляет по гарантии.",
                en="Builds and repairs roads, and puts right what is under warranty.",
            ),
        ),
        Role(
            "utility_operator",
            Translated(kk="Желі иесі", ru="Владелец сетей", en="Utility operator"),
            Translated(
                kk="Қазуға рұқсат сұрайды, жолды орнына келтіреді.",
                ru="Просит разрешение на раскопку и восстанавливает дорогу.",
                en="Asks for leave to dig and puts the road back.",
            ),
        ),
    )
}

ROLES_OF_OFFICE = tuple(ROLES)


def role(slug: str) -> Role:
    """Return a role by its slug; an unknown slug is a KeyError."""
    return ROLES[slug]
