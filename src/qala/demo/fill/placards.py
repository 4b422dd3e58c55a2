"""Placards hang, are taken down, and were scanned for two years."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from qala.demo.city.days import CITY
from qala.demo.city.frame import dice
from qala.demo.city.shapes import CityPlan, VoicePlan
from qala.demo.fill.crowd import Crowd
from qala.demo.fill.ground import LOADER, Ground
from qala.proposals.actions.history import Taken, load_funnels, load_removals
from qala.proposals.actions.placards import REASONS, PlacardSheet, issue_many
from qala.proposals.models import Placard, PlacardTally


def hang(plan: CityPlan, ground: Ground, crowd: Crowd) -> dict[str, Placard]:
    """Issue every placard of the plan; some have come down since."""
    sheets = [
        PlacardSheet(
            kind=placard.kind,
            landmark_id=ground.landmarks.get(placard.landmark),
            route=placard.route,
            vehicle=placard.vehicle,
            language=placard.language,
            keeper=crowd.people[placard.keeper] if placard.keeper is not None else None,
            installed_on=placard.installed_on,
        )
        for placard in plan.placards
    ]
    made = issue_many(by=LOADER, sheets=sheets)
    hung = {placard.key: row for placard, row in zip(plan.placards, made, strict=True)}
    gone = [placard for placard in plan.placards if placard.removed_on]
    removals = [
        Taken(hung[placard.key], placard.removed_on, REASONS[index % len(REASONS)])
        for index, placard in enumerate(gone)
        if placard.removed_on
    ]
    load_removals(by=LOADER, removals=removals)
    return hung


def count_scans(plan: CityPlan, told: Sequence[VoicePlan], placards: dict[str, Placard]) -> None:
    """One scan in three or four opens the form, and about one opened form in two is sent."""
    random = dice(plan.seed, "scans")
    sent: Counter[tuple[str, date]] = Counter()
    for voice in told:
        if voice.placard:
            sent[voice.placard, voice.submitted_at.astimezone(CITY).date()] += 1
    tallies: list[tuple[str, date, int, int, int]] = []
    last: dict[str, date] = {}
    for (key, day), times in sorted(sent.items()):
        for back in range(3):
            on = day - timedelta(days=back * 2)
            opened = times + random.randint(0, 3) if back == 0 else random.randint(0, 2)
            scanned = opened + random.randint(1, 7)
            tallies.append((key, on, scanned, opened, times if back == 0 else 0))
        last[key] = max(day, last.get(key, day))
    rows: dict[tuple[str, date], PlacardTally] = {}
    for key, on, scanned, opened, gone in tallies:
        row = rows.setdefault((key, on), PlacardTally(placard=placards[key], day=on, shard=0))
        row.scanned, row.opened, row.sent = row.scanned + scanned, row.opened + opened, row.sent + gone
    for key, day in last.items():
        placards[key].last_scan_at = datetime.combine(day, time(15), CITY).astimezone(UTC)
    load_funnels(by=LOADER, tallies=rows.values(), seen=[placards[key] for key in last])
