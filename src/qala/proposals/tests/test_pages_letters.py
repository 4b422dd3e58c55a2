"""Where the links of letters lead, and the desk of what did not arrive."""

import pytest
from django.test import Client
from django.urls import reverse

from qala.kernel.actors import Job
from qala.kernel.clock import now
from qala.people.tests.conftest import signed_in
from qala.people.tests.factories import PersonFactory
from qala.proposals.actions import answers, following, letters
from qala.proposals.letters import sealed
from qala.proposals.models import Letter, Subscription
from qala.proposals.queries.follow import Holder
from qala.proposals.tests.factories import AuthorFactory, ProposalFactory, officer, said

pytestmark = pytest.mark.django_db

PERMISSIONS = [
    ("guest", "confirm_following", 200),
    ("guest", "end_following", 200),
    ("guest", "desk_letters", 302),
    ("resident", "desk_letters", 403),
    ("executor", "desk_letters", 403),
    ("operator", "desk_letters", 200),
    ("dispatcher", "desk_letters", 200),
    ("guest", "desk_letter_print", 302),
    ("resident", "desk_letter_print", 403),
    ("operator", "desk_letter_print", 200),
    ("guest", "desk_letter_again", 302),
    ("resident", "desk_letter_again", 403),
    ("operator", "desk_letter_again", 409),
    ("guest", "desk_letter_posted", 302),
    ("resident", "desk_letter_posted", 403),
    ("triage_officer", "desk_letter_posted", 302),
]
POSTED = {"desk_letter_again", "desk_letter_posted"}


def asked(**facts) -> Subscription:
    case = ProposalFactory(in_work=True)
    facts = {"way": "email", "address": "a@example.kz", "language": "kk"} | facts
    return following.follow(by=Holder(case.pk), proposal=case, **facts)


def paper() -> Letter:
    """What an appeal on paper is refused by."""
    case = AuthorFactory(proposal=ProposalFactory(appeal=True, triaged=True)).proposal
    answers.refuse(by=officer("signer"), proposal=case, ground="cost", reason=said("Биыл ақша бөлінген жоқ"))
    return Letter.objects.get(proposal=case, way="post", template="refused")


def path(address: str) -> str:
    return address.removeprefix("http://localhost:8000")


def browser(role: str) -> Client:
    if role == "guest":
        return Client()
    return signed_in(PersonFactory() if role == "resident" else officer(role))


@pytest.mark.parametrize(("role", "name", "status"), PERMISSIONS)
def test_who_may_open_what(role, name, status):
    if name == "confirm_following":
        address = path(sealed.confirm_address(asked().pk))
    elif name == "end_following":
        address = path(sealed.end_address(asked().pk))
    else:
        address = reverse(f"proposals:{name}", args=[] if name == "desk_letters" else [paper().pk])
    client = browser(role)
    ask = client.post if name in POSTED else client.get
    assert ask(address).status_code == status


def test_opening_the_link_changes_nothing_and_the_button_does(client):
    subscription = asked()
    address = path(sealed.confirm_address(subscription.pk))
    assert client.get(address).status_code == 200
    subscription.refresh_from_db()
    assert subscription.confirmed_at is None
    for _twice in range(2):
        assert client.post(address).status_code == 200
    subscription.refresh_from_db()
    assert subscription.confirmed_at is not None
    assert Letter.objects.filter(template="received").count() == 1


def test_one_click_from_the_mail_service_stops_the_news():
    subscription = asked()
    strict = Client(enforce_csrf_checks=True)
    address = path(sealed.end_address(subscription.pk))
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    subscription.refresh_from_db()
    assert subscription.ended_at is not None
    confirming = path(sealed.confirm_address(subscription.pk))
    assert strict.post(confirming).status_code == 403
    assert Client().post(confirming).status_code == 422


def test_a_link_opens_only_what_it_was_sealed_for(client, time_machine):
    subscription = asked()
    ending = sealed.end_address(subscription.pk).rstrip("/").rpartition("/")[2]
    assert client.get(reverse("proposals:confirm_following", args=[ending])).status_code == 404
    confirming = path(sealed.confirm_address(subscription.pk))
    later = now().timestamp() + 8 * 86_400
    time_machine.move_to(later)
    assert client.get(confirming).status_code == 404


def test_a_failed_letter_is_seen_in_part_and_tried_again(settings):
    settings.QALA_SMS_QUIET = (0, 0)
    case = ProposalFactory(in_work=True)
    at = now()
    Subscription.objects.create(
        proposal=case, way="sms", address="+77012345678", asked_at=at, confirmed_at=at
    )
    letters.tell(by=Job("test"), proposal=case, template="started")
    letters.send_waiting(by=Job("proposals.post"), limit=5)
    desk = browser("operator")
    html = desk.get(reverse("proposals:desk_letters")).content.decode()
    assert "…678" in html
    assert "7012345678" not in html
    assert case.number in html
    again = desk.post(reverse("proposals:desk_letter_again", args=[Letter.objects.get().pk]))
    assert again.status_code == 302
    assert (Letter.objects.get().state, Letter.objects.get().tries) == ("queued", 0)


def test_paper_is_printed_posted_and_leaves_the_pile():
    letter, desk = paper(), browser("operator")
    pile = reverse("proposals:desk_letters") + "?pile=print"
    assert letter.proposal.number in desk.get(pile).content.decode()
    sheet = desk.get(reverse("proposals:desk_letter_print", args=[letter.pk])).content.decode()
    assert "Шымкент, Тәуке хан даңғылы 1" in sheet
    assert "Биыл ақша бөлінген жоқ" in sheet
    assert letter.proposal.number in sheet
    assert letters.send_waiting(by=Job("proposals.post"), limit=5).sent == 0  # no machine posts paper
    desk.post(reverse("proposals:desk_letter_posted", args=[letter.pk]))
    letter.refresh_from_db()
    assert letter.state == "sent"
    assert letter.proposal.number not in desk.get(pile).content.decode()


def test_the_list_asks_the_database_a_fixed_number_of_times(django_assert_max_num_queries):
    at = now()
    for n in range(12):
        Letter.objects.create(
            proposal=ProposalFactory(), way="sms", address="+77012345678", template="started", state="failed",
            trouble="refused: x", dedup=f"d{n}", queued_at=at, next_try_at=at,
        )  # fmt: skip
    desk = browser("operator")
    with django_assert_max_num_queries(16):
        assert desk.get(reverse("proposals:desk_letters")).status_code == 200
