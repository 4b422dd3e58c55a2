"""What the journal says, for tests."""

from qala.journal.models import Entry


def last() -> Entry:
    entry = Entry.objects.order_by("-pk").first()
    assert entry is not None
    return entry


def journal_has_no(*texts: str) -> bool:
    told = " ".join(f"{row.object} {row.facts}" for row in Entry.objects.all())
    return not any(text in told for text in texts)
