"""What the database holds after the storm, against what was sent; and how it writes."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from qala.journal.models import Entry
from qala.proposals.models import Photo, Proposal, Statement


def kept(sent: Sequence[UUID], before: int, photos: int) -> dict[str, Any]:
    """None lost, none doubled: every key is there once, nothing else came, each with its words and one journal row."""
    rows = dict(Proposal.objects.filter(pk__gt=before).values_list("uid", "pk"))
    made = Proposal.objects.filter(pk__gt=before).count()
    ours = [rows[uid] for uid in sent if uid in rows]
    keys = [f"proposals.proposal:{pk}" for pk in ours]
    entries = Entry.objects.filter(verb="proposals.proposal.submitted", object__in=keys).count()
    return {
        "storm_lost": len(set(sent)) - len(ours),
        "storm_doubled": made - len(ours),
        "storm_numbers": len({case.number for case in Proposal.objects.filter(pk__in=ours).only("received_at")}),
        "storm_without_words": len(ours) - Statement.objects.filter(pk__in=ours).exclude(text="").count(),
        "storm_journal_gap": len(ours) - entries,
        "storm_photos_lost": photos - Photo.objects.filter(proposal__in=ours).count(),
        "storm_quarantined": Proposal.objects.filter(pk__in=ours, quarantined_at__isnull=False).count(),
    }


def how_it_writes() -> dict[str, str]:
    names = ("server_version", "fsync", "synchronous_commit", "full_page_writes", "shared_buffers", "wal_sync_method")
    return shown(names)


def shown(names: Iterable[str]) -> dict[str, str]:
    found = {}
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"SHOW {name}")
            found[name] = str(cursor.fetchone()[0])
    return found


def newest() -> int:
    return Proposal.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def sizes() -> dict[str, Any]:
    """Rows and bytes of the great tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        size = int(cursor.fetchone()[0])
        cursor.execute("SELECT to_regclass('proposals_meaning') IS NOT NULL")
        here = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM proposals_meaning" if here else "SELECT 0")
        vectors = int(cursor.fetchone()[0])
    return {
        "stored_cases": Proposal.objects.count(),
        "stored_spellings": Statement.objects.count(),
        "stored_vectors": vectors,
        "database_mb": round(size / 1e6),
    }
