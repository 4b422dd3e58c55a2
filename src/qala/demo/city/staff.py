"""Who works where and in which role, and the named people to step into on the demo page."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from qala.demo.city.departments import departments
from qala.demo.city.lexicon import rows
from qala.demo.city.people import STAFF
from qala.demo.city.shapes import DemoRolePlan, Names, PersonPlan, StaffPlan

ROLES = (
    "operator", "triage_officer", "dispatcher", "executor", "inspector", "signer", "translator", "placard_keeper",
    "protocol_controller", "photo_redactor", "routing_editor", "administrator", "auditor", "statistician",
    "road_engineer", "road_inspector", "road_director", "contractor", "utility_operator",
)  # fmt: skip
_SINCE = date(2024, 11, 1)
_CENTRAL = (
    ("operator", "call_centre_109", 6),
    ("triage_officer", "digital", 4),
    ("photo_redactor", "digital", 2),
    ("routing_editor", "digital", 1),
    ("administrator", "digital", 1),
    ("translator", "digital", 2),
    ("placard_keeper", "urban_environment", 3),
    ("protocol_controller", "akimat", 1),
    ("auditor", "akimat", 1),
    ("statistician", "akimat", 1),
    ("inspector", "inspection", 5),
)


def _posts() -> Iterator[tuple[str, str]]:
    """List (role, organisation) of every post; the akim's comes first."""
    yield "signer", "akimat"
    for role, organisation, count in _CENTRAL:
        yield from ((role, organisation) for _ in range(count))
    for body in departments():
        if body.kind in ("department", "district_akimat") and body.slug not in ("call_centre_109", "inspection"):
            yield from ((role, body.slug) for role in ("signer", "dispatcher", "executor"))
    # Later offices stand at the end, so that nobody who had a post before moves.
    yield from (("road_engineer", "passenger_transport_roads"), ("road_inspector", "inspection"))
    yield from (("road_director", "passenger_transport_roads"), ("contractor", "republican_roads"))
    yield from (("utility_operator", "water_utility"), ("road_inspector", "inspection"))


def staff(people: Sequence[PersonPlan]) -> Iterator[StaffPlan]:
    """Fill every post with one of the officials, nobody twice: so the claimant never confirms."""
    posts = list(_posts())
    if len(posts) > STAFF or len(people) < STAFF:
        raise ValueError(f"{len(posts)} posts, {STAFF} officials")
    for person, (role, organisation) in enumerate(posts):
        yield StaffPlan(person, role, organisation, _SINCE)


@cache
def posted(role: str, organisation: str) -> int | None:
    """Who holds a role in an organisation: the first person's index, or nobody."""
    return next((i for i, post in enumerate(_posts()) if post == (role, organisation)), None)


@cache
def all_posted(role: str, organisation: str = "") -> tuple[int, ...]:
    """Everyone who holds a role, in one organisation or anywhere."""
    return tuple(i for i, (r, o) in enumerate(_posts()) if r == role and (not organisation or o == organisation))


def demo_roles(people: Sequence[PersonPlan]) -> tuple[DemoRolePlan, ...]:
    """Give the people to try, each with one thing to do first."""
    found, residents = [], iter(range(STAFF, len(people)))
    for slug, role, organisation, *texts in rows("demo_roles"):
        person = posted(role, organisation) if role else None
        found.append(
            DemoRolePlan(
                slug,
                next(residents) if person is None else person,
                Names(*texts[:3]),
                Names(*texts[3:]),
                role,
                organisation,
            )
        )
    return tuple(found)
