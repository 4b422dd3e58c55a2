from django.apps import AppConfig

from qala.kernel.cards import Card
from qala.kernel.translated import Translated


class JournalConfig(AppConfig):
    name = "qala.journal"
    label = "journal"
    card = Card(
        slug="journal",
        title=Translated(kk="Журнал", ru="Журнал", en="Journal"),
        leaves={1: "qala.journal.leaves.of_entries", 2: "qala.journal.leaves.of_members"},
    )
