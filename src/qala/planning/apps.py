from django.apps import AppConfig

from qala.kernel.cards import Card
from qala.kernel.translated import Translated


class PlanningConfig(AppConfig):
    name = "qala.planning"
    label = "planning"
    card = Card(slug="planning", title=Translated(kk="Жоспарлар", ru="Планы", en="Plans"))
