"""The card of `roads`: the register of roads, their condition, works and the programme of repairs."""

from django.apps import AppConfig

from qala.kernel.cards import Card
from qala.kernel.translated import Translated
from qala.roads.menu import MENU
from qala.roads.sentences import SENTENCES

OBJECTS = (
    "roads.passport", "roads.carriageway", "roads.works", "roads.cut", "roads.warranty", "roads.hazard", "roads.defect",
    "roads.survey",
)  # fmt: skip


class RoadsConfig(AppConfig):
    name = "qala.roads"
    label = "roads"
    card = Card(
        slug="roads",
        title=Translated(kk="Жолдар", ru="Дороги", en="Roads"),
        address="/roads/",
        menu=MENU,
        journal_sentences=SENTENCES,
        objects=OBJECTS,
        reference="qala.roads.queries.references.reference",
        beside="qala.roads.queries.references.beside",
        loaders={"roads": "qala.roads.loaders.load"},
    )

    def ready(self) -> None:
        from qala.roads import hearing  # noqa: F401 - its listeners listen from now on
