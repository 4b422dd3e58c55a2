from django.apps import AppConfig

from qala.kernel.cards import Card, MenuLine
from qala.kernel.translated import Translated

TITLE = Translated(kk="Ақша кітабы", ru="Книга денег", en="Books of money")


class LedgerConfig(AppConfig):
    name = "qala.ledger"
    label = "ledger"
    card = Card(
        slug="ledger",
        title=TITLE,
        address="/ledger/",
        menu=(MenuLine(TITLE, "ledger:accounts", roles=("auditor", "education_department")),),
        objects=("ledger.account", "ledger.transfer", "ledger.period"),
        reference="qala.ledger.references.reference",
        leaves={3: "qala.ledger.queries.leaves.leaves"},
        journal_sentences={
            "ledger.account.opened": Translated(kk="Шот ашылды.", ru="Открыт счёт.", en="An account was opened."),
            "ledger.transfers.posted": Translated(
                kk="Ақша қозғалысы жазылды.", ru="Записано движение денег.", en="A movement of money was written down."
            ),
            "ledger.keys.reused": Translated(
                kk="Бұрынғы кілтпен басқа қозғалыс келді, жазылмады.",
                ru="Под прежним ключом пришло другое движение, оно не записано.",
                en="Another movement came under a known key and was refused.",
            ),
            "ledger.period.closed": Translated(
                kk="Күндер жабылып, қалдықтар көшірілді.",
                ru="Дни закрыты, остатки перенесены.",
                en="Days were closed and balances carried.",
            ),
        },
    )
