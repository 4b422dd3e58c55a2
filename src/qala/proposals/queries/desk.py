"""The officers' list as its address asks, sorted by the clock, and what each office has before it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from qala.kernel.clock import today
from qala.people.models import Organisation, Person
from qala.people.queries import organisations_of, roles_of
from qala.proposals.models import OPEN_STATES, Decision, Proposal, Remark, Reply, Visibility, WorksOrder
from qala.proposals.queries.outcomes import HAS_WORKS, of_outcome
from qala.proposals.queries.pauses import term_waits
from qala.proposals.rules.outcomes import Outcome
from qala.proposals.rules.spelling import folded

NUMBER = re.compile(r"^(?:\d{2}-)?0*(\d{1,12})$")
SOON_DAYS = 4
ORDERS_TO_DO = ("ordered", "in_work", "returned")


@dataclass(frozen=True)
class Asked:
    """What the list's address says; empty words ask for nothing."""

    pile: str = ""
    state: str = ""
    category: str = ""
    department: str = ""
    district: str = ""
    track: str = ""
    due: str = ""
    q: str = ""


@dataclass(frozen=True)
class Pile:
    """One kind of work before an officer: how much of it, and the address that lists it."""

    slug: str
    title: str
    count: int
    address: str
    tone: str = ""


def listed(person: Person, asked: Asked) -> QuerySet[Proposal]:
    """Cases as asked, those due first on top. Without any wish: what is open."""
    cases = in_pile(person, asked.pile)
    for field, word in (
        ("state", asked.state),
        ("category", asked.category),
        ("department__slug", asked.department),
        ("district", asked.district),
        ("track", asked.track),
    ):
        if word:
            cases = cases.filter(**{field: word})
    if not (asked.pile or asked.state or asked.q):
        cases = cases.filter(state__in=OPEN_STATES)
    cases = _due(cases, asked.due) if asked.due else cases
    cases = _said(cases, asked.q) if asked.q else cases
    return cases.select_related("statement", "category", "landmark", "street", "placard").order_by(
        F("due_on").asc(nulls_last=True), "received_at", "pk"
    )


def _due(cases: QuerySet[Proposal], due: str) -> QuerySet[Proposal]:
    day = today()
    if due == "overdue":
        return cases.filter(late(day))
    if due == "today":
        return cases.filter(due_on=day, answered_at=None)
    if due == "week":
        return cases.filter(due_on__gt=day, due_on__lte=day + timedelta(days=7), answered_at=None)
    return cases.filter(due_on__gt=day + timedelta(days=7))


def late(day: date) -> Q:
    """Unanswered after its day while no question stops it, or promised for a day that passed unconfirmed."""
    return Q(state__in=OPEN_STATES) & (
        Q(answered_at=None, due_on__lt=day) & ~term_waits()
        | Q(confirmed_at=None, promised_on__lt=day, answered_at__isnull=False)
    )


def _said(cases: QuerySet[Proposal], words: str) -> QuerySet[Proposal]:
    """By number, or by words in whatever letters and spelling."""
    number = NUMBER.match(words.strip())
    if number:
        return cases.filter(pk=int(number[1]))
    spelling = folded(words)
    return cases.filter(
        Q(statement__spelling__trigram_word_similar=spelling) | Q(statement__spelling__contains=spelling)
    ) if spelling else cases.none()


def due_within(days: int) -> Q:
    """Unanswered appeals whose legal day is near or past."""
    last = today() + timedelta(days=days)
    return Q(state__in=OPEN_STATES, answered_at=None, track="appeal", due_on__lte=last)


def waiting_reviews() -> Q:
    """Texts no officer has read for the public yet: minors, appeals, whatever was set to outline."""
    return Q(visibility=Visibility.OUTLINE, statement__reviewed_at=None, quarantined_at=None, erased_at=None)


def unsigned() -> Q:
    """A draft lies before the head or a deputy, and nothing was decided since."""
    drafts = Remark.objects.filter(proposal=OuterRef("pk"), verb__startswith="sign_")
    signed = Decision.objects.filter(proposal=OuterRef("proposal"), signed_at__gt=OuterRef("at"))
    return Q(Exists(drafts.filter(~Exists(signed)))) & Q(state__in=OPEN_STATES)


def silent() -> Q:
    """The author said nothing to a claim, so an inspector is sent."""
    sent = Remark.objects.filter(proposal=OuterRef("pk"), verb="inspect", at__gte=OuterRef("claimed_at"))
    return Q(state="fixed_claimed") & Q(Exists(sent))


def in_pile(person: Person, slug: str) -> QuerySet[Proposal]:
    """The cases of one pile; an unknown name holds nothing back."""
    cases = Proposal.objects.all()
    wanted = {
        "new": Q(state="received", quarantined_at=None),
        "held": Q(quarantined_at__isnull=False),
        "review": waiting_reviews(),
        "unassigned": Q(state="triaged"),
        "ours": Q(state__in=["assigned", "in_work"], department__in=own_departments(person)),
        "unordered": of_outcome(Outcome.PLANNED) & ~HAS_WORKS,
        "claimed": Q(state="fixed_claimed"),
        "silent": silent(),
        "sign": unsigned(),
        "soon": due_within(SOON_DAYS),
        "overdue": late(today()),
    }
    return cases.filter(wanted[slug]) if slug in wanted else cases


PILES = {
    "triage_officer": ("new", "held", "review"),
    "operator": ("new", "held", "review"),
    "dispatcher": ("unassigned", "ours", "unordered", "overdue"),
    "executor": ("ours", "orders"),
    "inspector": ("silent", "claimed", "accept"),
    "signer": ("sign", "soon", "overdue"),
    "translator": ("translate",),
}
TONES = {"overdue": "harm"} | dict.fromkeys(("held", "silent", "soon", "unordered"), "attention")


def pile_words(slug: str) -> str:
    """A pile named for people."""
    return {
        "new": _("New, to be triaged"),
        "held": _("Set aside for a check"),
        "review": _("To be read before publication"),
        "unassigned": _("Triaged, without a department"),
        "ours": _("With our departments"),
        "unordered": _("Promised, no works order"),
        "overdue": _("Overdue"),
        "orders": _("Works orders to do"),
        "silent": _("The author is silent: go and look"),
        "claimed": _("Said to be done"),
        "accept": _("Works to accept"),
        "sign": _("Drafts to sign"),
        "soon": _("Appeals due within days"),
        "translate": _("Replies without a language"),
    }[slug]


def my_work(person: Person) -> list[Pile]:
    """What waits for this person by the offices they hold, each pile once, each counted."""
    roles = roles_of(person)
    slugs = dict.fromkeys(slug for role, piles in PILES.items() if role in roles for slug in piles)
    return list(_counted(person, slugs))


def _counted(person: Person, slugs: dict[str, None]) -> Iterator[Pile]:
    elsewhere: dict[str, tuple[str, Callable[[], int]]] = {
        "orders": ("/desk/works/?pile=orders", lambda: orders_of(person).count()),
        "accept": ("/desk/works/?pile=accept", lambda: orders_to_accept().count()),
        "translate": ("/desk/translations/", lambda: untranslated_replies().count() + untranslated_decisions().count()),
        "held": ("/desk/quarantine/", lambda: in_pile(person, "held").count()),
        "review": ("/desk/quarantine/?pile=review", lambda: in_pile(person, "review").count()),
    }
    for slug in slugs:
        if slug in elsewhere:
            address, counted = elsewhere[slug]
            count = counted()
        else:
            address, count = f"/desk/?pile={slug}", in_pile(person, slug).count()
        yield Pile(slug, pile_words(slug), count, address, TONES.get(slug, ""))


def own_departments(person: Person) -> list[int]:
    """Where a person dispatches or executes, with the departments under it."""
    own = {org.pk for role in ("dispatcher", "executor") for org in organisations_of(person, role)}
    return [*own, *Organisation.objects.filter(parent__in=own).values_list("pk", flat=True)] if own else []


def orders_of(person: Person) -> QuerySet[WorksOrder]:
    """Works orders a person's own units have to do; those who only watch see all."""
    orders = WorksOrder.objects.select_related("executor").filter(state__in=ORDERS_TO_DO)
    if "dispatcher" in roles_of(person):
        return orders
    return orders.filter(executor__in=own_departments(person))


def orders_to_accept() -> QuerySet[WorksOrder]:
    return WorksOrder.objects.select_related("executor").filter(state="claimed")


def untranslated_replies() -> QuerySet[Reply]:
    """Published replies that lack Kazakh or Russian."""
    return Reply.objects.exclude(text__has_keys=["kk", "ru"]).select_related("proposal", "incident")


def untranslated_decisions() -> QuerySet[Decision]:
    return Decision.objects.exclude(reason__has_keys=["kk", "ru"]).exclude(reason={}).select_related("proposal")


def why_held(code: str) -> str:
    """Why a case was set aside, in words."""
    words = {
        "too_fast": _("sent faster than anyone types"),
        "future": _("its clock runs ahead of ours"),
        "forged": _("the form was not ours"),
        "honeypot": _("a field that people do not see was filled"),
        "flood": _("the same text came many times"),
        "device": _("too many from one device"),
        "placard": _("too many from one placard"),
        "unnamed": _("too many from unknown devices"),
        "key": _("too many from one program"),
        "by_hand": _("set aside by an officer"),
    }
    known = [one.strip().removeprefix("token_") for one in code.split(",")]
    told = (words.get(one) or words.get(one.partition("_")[0]) or words["by_hand"] for one in known if one)
    return ", ".join(dict.fromkeys(told))
