"""What a stranger may know of an account: its code, where its statement is, what kind it is."""

from django.urls import reverse

from qala.kernel.cards import Reference
from qala.kernel.keys import row_number, split_key
from qala.ledger.models import Account
from qala.ledger.policies import may_read_books
from qala.ledger.rules import KINDS
from qala.ledger.words import titles
from qala.people.models import Person


def reference(key: str, person: object) -> Reference | None:
    """The account behind a key, for those who read the books; nothing for anybody else."""
    label, pk = split_key(key)
    if label != "ledger.account" or not isinstance(person, Person) or not may_read_books(person):
        return None
    account = Account.objects.filter(pk=row_number(pk)).first()
    if account is None:
        return None
    title = titles([account.code])[account.code]
    return Reference(title, reverse("ledger:account", args=[account.code]), KINDS[account.kind].in_language())
