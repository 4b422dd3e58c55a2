"""The card of `proposals`: the city listens."""

from django.apps import AppConfig

from qala.kernel.cards import Card, MenuLine
from qala.kernel.translated import Translated
from qala.proposals.sentences import SENTENCES

DESK_ROLES = ("operator", "triage_officer", "dispatcher", "executor", "inspector", "signer", "translator")


class ProposalsConfig(AppConfig):
    name = "qala.proposals"
    label = "proposals"
    card = Card(
        slug="proposals",
        title=Translated(kk="Ұсыныстар", ru="Предложения", en="Proposals"),
        address="/proposals/",
        menu=(
            MenuLine(Translated(kk="Ұсыныс жіберу", ru="Предложить", en="Send a proposal"), "proposals:new"),
            MenuLine(Translated(kk="Не жіберілді", ru="Что прислали", en="What was sent"), "proposals:list"),
            MenuLine(Translated(kk="Не істелді", ru="Что сделано", en="What was done"), "proposals:statistics"),
            MenuLine(Translated(kk="Жұмыс үстелі", ru="Рабочий стол", en="Desk"), "proposals:desk", roles=DESK_ROLES),
            MenuLine(
                Translated(kk="Бағдарлама кілттері", ru="Ключи программ", en="Keys of programs"),
                "proposals:desk_keys",
                roles=("administrator",),
            ),
        ),
        journal_sentences=SENTENCES,
        objects=("proposals.proposal", "proposals.worksorder", "proposals.placard", "proposals.meeting"),
        reference="qala.proposals.queries.references.reference",
        beside="qala.proposals.queries.references.beside",
        cabinet="qala.proposals.queries.references.cabinet",
        indicators="qala.proposals.queries.statistics.indicators",
    )

    def ready(self) -> None:
        from qala.proposals import hearing  # noqa: F401 - its listeners listen from now on
