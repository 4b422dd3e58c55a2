"""Opening accounts. They are never changed and never closed: money that stands still is at rest."""

from django.db import transaction

from qala.journal.log import record
from qala.kernel.actors import Actor
from qala.kernel.refusals import require
from qala.ledger.models import Account
from qala.ledger.policies import may_open_account


@transaction.atomic
def open_account(  # noqa: PLR0913 - what an account is
    *, by: Actor, code: str, kind: str, parent: Account | None = None, floor: int | None = None, owner: str = "",
    currency: str = "KZT",
) -> Account:  # fmt: skip
    """Open an account, or find it where the same one is open already. `owner` is an opaque key."""
    require(may_open_account(by))
    account, made = Account.objects.get_or_create(
        code=code, defaults={"kind": kind, "parent": parent, "floor": floor, "owner": owner, "currency": currency}
    )
    asked = (kind, parent.pk if parent else None, floor, owner, currency)
    if (account.kind, account.parent_id, account.floor, account.owner, account.currency) != asked:
        raise ValueError(f"{code} is open already as another kind of account")
    if made:
        record(by, "ledger.account.opened", account, kind=kind, parent=parent.pk if parent else None, floor=floor)
    return account
