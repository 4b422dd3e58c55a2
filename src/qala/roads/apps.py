from django.apps import AppConfig

from qala.kernel.cards import Card
from qala.kernel.translated import Translated


class RoadsConfig(AppConfig):
    name = "qala.roads"
    label = "roads"
    card = Card(slug="roads", title=Translated(kk="Жолдар", ru="Дороги", en="Roads"))
