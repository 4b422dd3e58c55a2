"""The card of `meals`: what children eat, who pays, and what anyone can check."""

from django.apps import AppConfig

from qala.kernel.cards import Card
from qala.kernel.translated import Translated
from qala.meals.sentences import SENTENCES


class MealsConfig(AppConfig):
    name = "qala.meals"
    label = "meals"
    card = Card(
        slug="meals",
        title=Translated(kk="Мектеп асы", ru="Школьное питание", en="School meals"),
        address="/meals/",
        journal_sentences=SENTENCES,
        objects=("meals.voucher", "meals.invoice", "meals.entitlementlist"),
    )
