"""The invented people one can step into."""

from dataclasses import dataclass

from qala.people.models import Account, Appointment


@dataclass(frozen=True)
class DemoRole:
    """One person to try: who they are and which offices they hold."""

    account: int
    name: str
    offices: tuple[str, ...]
    organisation: str


def demo_roles() -> list[DemoRole]:
    """Everybody with an account, offices first."""
    accounts = Account.objects.select_related("person").order_by("pk")
    posts: dict[object, list[Appointment]] = {}
    for post in Appointment.objects.in_force().select_related("organisation"):
        posts.setdefault(post.person_id, []).append(post)
    found = []
    for account in accounts:
        held = posts.get(account.person_id, [])
        offices = tuple(dict.fromkeys(post.role for post in held))
        organisation = str(held[0].organisation) if held else ""
        found.append(DemoRole(account.pk, str(account.person), offices, organisation))
    return sorted(found, key=lambda role: (not role.offices, role.account))
