"""What a load of told cases needs to know, asked in a handful of statements."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from qala.people.models import Appointment, Organisation
from qala.proposals.models import Placard, Proposal, RoutingTable, WorksOrder
from qala.proposals.queries.routing import as_rule
from qala.proposals.rules.history import Story
from qala.proposals.telling import Known, almanac


def known_for(stories: Sequence[Story]) -> Known:
    """The registers as these stories find them."""
    posts: dict[tuple[str, str], list[tuple[str, date, date | None]]] = defaultdict(list)
    for post in Appointment.objects.select_related("organisation"):
        key = (f"person:{post.person_id}", post.role)
        posts[key].append((post.organisation.slug, post.from_on, post.until_on))
    table = RoutingTable.objects.filter(state=RoutingTable.State.ACTIVE).first()
    uids = {story.uid for story in stories}
    uids |= {uid for story in stories for uid in (story.twin_of, story.shares_order_of) if uid}
    cases = {case.uid: case for case in Proposal.objects.filter(uid__in=uids)}
    ordered = WorksOrder.proposals.through.objects.filter(proposal__uid__in=uids)
    orders = {
        row.proposal.uid: row.worksorder
        for row in ordered.select_related("proposal", "worksorder").order_by("-worksorder_id")
    }
    return Known(
        almanac=almanac(),
        departments={body.slug: body for body in Organisation.objects.all()},
        posts={key: tuple(held) for key, held in posts.items()},
        table=as_rule(table) if table else None,
        placard_kinds=dict(Placard.objects.values_list("pk", "kind")),
        cases=cases,
        orders=orders,
    )
