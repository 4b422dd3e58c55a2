from django.apps import AppConfig

from qala.kernel.cards import Card, MenuLine
from qala.kernel.translated import Translated


class JournalConfig(AppConfig):
    name = "qala.journal"
    label = "journal"
    card = Card(
        slug="journal",
        title=Translated(kk="Журнал", ru="Журнал", en="Journal"),
        address="/log/",
        menu=(
            MenuLine(Translated(kk="Журналды тексеру", ru="Проверить журнал", en="Check the log"), "journal:log"),
        ),
        journal_sentences={
            "journal.secret.erased": Translated(
                kk="Мөрленген жазбаның кілті өшірілді: мазмұны енді ашылмайды.",
                ru="Ключ запечатанных записей стёрт: их содержание больше не открыть.",
                en="The secret of sealed records was erased: they open no more.",
            ),
            "journal.checkpoint.cosigned": Translated(
                kk="Куәгер журналдың бақылау нүктесіне қол қойды.",
                ru="Свидетель заверил контрольную точку журнала.",
                en="A witness cosigned a checkpoint of the log.",
            ),
        },
        leaves={1: "qala.journal.leaves.of_entries", 2: "qala.journal.leaves.of_members"},
    )
