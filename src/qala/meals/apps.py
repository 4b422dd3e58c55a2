"""The card of `meals`: what children eat, who pays, and what anyone can check."""

from django.apps import AppConfig

from qala.kernel.cards import Card
from qala.kernel.translated import Translated
from qala.meals.menu import MENU
from qala.meals.movements import MOVEMENTS
from qala.meals.sentences import SENTENCES
from qala.meals.sentences_parents import PARENTS


class MealsConfig(AppConfig):
    name = "qala.meals"
    label = "meals"
    card = Card(
        slug="meals",
        title=Translated(kk="Мектеп асы", ru="Школьное питание", en="School meals"),
        address="/meals/",
        menu=MENU,
        journal_sentences=SENTENCES | PARENTS,
        cabinet="qala.meals.queries.references.cabinet",
        reference="qala.meals.queries.references.reference",
        movements=MOVEMENTS,
        account_titles="qala.meals.queries.account_titles.account_titles",
        subjects="qala.meals.queries.references.subjects",
        objects=(
            "meals.voucher",
            "meals.invoice",
            "meals.entitlementlist",
            "meals.listline",
            "meals.serviceevent",
            "meals.appeal",
        ),
    )

    def ready(self) -> None:
        from qala.meals import hearing  # noqa: F401 - its listeners listen from now on
