"""Another city's cases taken over: in one statement a table, once each."""

import re
from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from qala.journal.log import record_many
from qala.kernel.actors import Actor
from qala.kernel.clock import local
from qala.kernel.refusals import Refusal, require
from qala.proposals.models import Arrival, Channel, Proposal, Statement
from qala.proposals.policies import may_load
from qala.proposals.queries.districts import districts_at
from qala.proposals.rules.georeport.imports import Foreign
from qala.proposals.rules.masking import mask
from qala.proposals.rules.spelling import folded

ORIGIN = re.compile(r"[a-z0-9][a-z0-9.-]{0,59}")
BATCH = 1_000


@transaction.atomic
def take_over(*, by: Actor, origin: str, cases: Sequence[Foreign], language: str = "en") -> list[Proposal]:
    """Take in the cases of another city that are not here yet. `origin` names it, such as `sf` or `sfgov.org`.

    Loading the same file again adds nothing: a number arrives once from one origin.
    """
    require(may_load(by))
    if not ORIGIN.fullmatch(origin):
        raise Refusal(_("Name the city they come from in small Latin letters, such as sf."), code="origin")
    known = set(
        Arrival.objects.filter(origin=origin, their_number__in=[case.their_number for case in cases]).values_list(
            "their_number", flat=True
        )
    )
    fresh = [case for case in cases if case.their_number not in known]
    districts = districts_at([(case.longitude, case.latitude) for case in fresh])
    rows = [
        _proposal(by, origin, case, language, district) for case, district in zip(fresh, districts, strict=True)
    ]
    Proposal.objects.bulk_create(rows, batch_size=BATCH)
    Statement.objects.bulk_create(map(_statement, rows, fresh), batch_size=BATCH)
    Arrival.objects.bulk_create((_arrival(row, origin, case) for row, case in zip(rows, fresh, strict=True)), BATCH)
    if rows:
        record_many(by, "proposals.import.loaded", rows, origin=origin)
    return rows


def _proposal(by: Actor, origin: str, case: Foreign, language: str, district: str | None) -> Proposal:
    return Proposal(
        uid=uuid5(NAMESPACE_URL, f"import:{origin}:{case.their_number}"),
        channel=Channel.IMPORT,
        state=case.state,
        category_id=case.category or None,
        language=language,
        district_id=district,
        longitude=case.longitude,
        latitude=case.latitude,
        received_at=case.received_at,
        registered_on=local(case.received_at).date(),
        accepted_by=by.actor_key,
        due_on=case.due_on,
        promised_on=case.due_on,
        closed_at=case.closed_at,
    )


def _statement(row: Proposal, case: Foreign) -> Statement:
    return Statement(
        proposal=row,
        text=case.text,
        public_text=mask(case.text).text,
        place_text=case.place_text[:300],
        spelling=folded(case.text),
    )


def _arrival(row: Proposal, origin: str, case: Foreign) -> Arrival:
    return Arrival(
        proposal=row, origin=origin, their_number=case.their_number[:60], attributes=dict(case.attributes)
    )
