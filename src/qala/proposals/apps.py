"""The card of `proposals`: the city listens."""

from django.apps import AppConfig

from qala.kernel.cards import Card
from qala.kernel.translated import Translated
from qala.proposals.menu import MENU
from qala.proposals.sentences import SENTENCES


class ProposalsConfig(AppConfig):
    name = "qala.proposals"
    label = "proposals"
    card = Card(
        slug="proposals",
        title=Translated(kk="Ұсыныстар", ru="Предложения", en="Proposals"),
        address="/proposals/",
        menu=MENU,
        journal_sentences=SENTENCES,
        objects=("proposals.proposal", "proposals.worksorder", "proposals.placard", "proposals.meeting"),
        reference="qala.proposals.queries.references.reference",
        beside="qala.proposals.queries.references.beside",
        about="qala.proposals.queries.references.about",
        cabinet="qala.proposals.queries.references.cabinet",
        indicators="qala.proposals.queries.statistics.indicators",
        warm_up="qala.proposals.queries.understanding.model",
    )

    def ready(self) -> None:
        from qala.proposals import hearing  # noqa: F401 - its listeners listen from now on
