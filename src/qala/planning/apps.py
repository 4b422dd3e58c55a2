from django.apps import AppConfig

from qala.kernel.cards import Card
from qala.kernel.translated import Translated


class PlanningConfig(AppConfig):
    name = "qala.planning"
    label = "planning"
    card = Card(
        slug="planning",
        title=Translated(kk="Жоспарлар", ru="Планы", en="Plans"),
        objects=("planning.plan",),
        journal_sentences={
            "planning.plan.asked": Translated(
                kk="Жоспар жасау сұралды.", ru="Запрошен расчёт плана.", en="A plan was asked for."
            ),
            "planning.plan.solved": Translated(
                kk="Жоспар есептеліп, дәлелімен сақталды.",
                ru="План рассчитан и сохранён с доказательством.",
                en="The plan was solved and kept with its proof.",
            ),
            "planning.plan.failed": Translated(
                kk="Талаптар бір-біріне қайшы: жоспар шықпады.",
                ru="Требования противоречат друг другу: плана нет.",
                en="The demands contradict each other: there is no plan.",
            ),
            "planning.plan.adopted": Translated(
                kk="Жоспар бекітілді.", ru="План утверждён.", en="The plan was adopted."
            ),
            "planning.plan.set_aside": Translated(
                kk="Жоспар қолданыстан алынды.", ru="План отложен.", en="The plan was set aside."
            ),
        },
    )
