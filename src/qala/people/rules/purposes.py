"""The purposes a city asks consent for from the first day. Later wordings are new rows (`ConsentText`)."""

from dataclasses import dataclass

from qala.kernel.translated import Translated


@dataclass(frozen=True, slots=True)
class Purpose:
    """One purpose with its first wording."""

    slug: str
    title: Translated
    text: Translated


FIRST_VERSION = "1"

FIRST_PURPOSES = (
    Purpose(
        "news-of-my-cases",
        Translated(kk="Ұсынысым туралы хабар", ru="Новости о моих обращениях", en="News of my cases"),
        Translated(
            kk="Ұсынысыма жауап келгенде, күйі өзгергенде маған хат немесе хабарлама жіберіңіздер. Хабарламада тек "
            "нөмір, күй және сілтеме болады.",
            ru="Пишите мне, когда на моё обращение ответили или его состояние изменилось. В сообщении будут только "
            "номер, состояние и ссылка.",
            en="Write to me when my case is answered or changes. The message holds only its number, state and link.",
        ),
    ),
    Purpose(
        "name-in-public",
        Translated(kk="Атымды көрсету", ru="Моё имя на виду", en="My name in public"),
        Translated(
            kk="Ұсынысымның жанында атым мен тегім көрінсін. Келісімді қайтарсам, атым ашық беттен алынады.",
            ru="Показывайте моё имя и фамилию рядом с моим предложением. Если я передумаю, имя уберут с открытой "
            "страницы.",
            en="Show my name beside my proposal. If I change my mind, it is taken off the public page.",
        ),
    ),
    Purpose(
        "participatory-budget",
        Translated(
            kk="Халық қатысатын бюджетке беру", ru="Передача в бюджет участия", en="Move to the participatory budget"
        ),
        Translated(
            kk="Ұсынысым халық қатысатын бюджеттің талабына сай болса, сонда берілсін.",
            ru="Если моё предложение подходит бюджету народного участия, передайте его туда.",
            en="If my proposal fits the participatory budget, move it there.",
        ),
    ),
)
