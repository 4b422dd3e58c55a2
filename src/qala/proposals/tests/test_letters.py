"""The outbox against real protocols on loopback: what arrives, what is said in which language, what goes wrong."""

from datetime import timedelta
from email import message_from_bytes
from email.message import Message

import pytest
from django.core.mail.backends.smtp import EmailBackend

from qala.journal.models import Entry
from qala.kernel.actors import RESIDENT, Job
from qala.kernel.clock import now
from qala.kernel.refusals import Forbidden, Refusal
from qala.kernel.translated import LANGUAGES
from qala.proposals.actions import following, letters, outbox, replies, signing, subscriptions
from qala.proposals.letters import inbox, posting
from qala.proposals.letters.composing import compose
from qala.proposals.letters.outcomes import Never
from qala.proposals.letters.words import WORDS
from qala.proposals.models import Letter, Proposal, Subscription, TelegramChat
from qala.proposals.queries.follow import Holder, follow_code
from qala.proposals.rules.outbox import MOST_TRIES
from qala.proposals.rules.slots import open_slots
from qala.proposals.tests.factories import AuthorFactory, ProposalFactory, officer, said
from qala.proposals.tests.post_offices import HttpOffice, MailOffice, Told, open_office

pytestmark = pytest.mark.django_db
POSTMAN = Job("proposals.post")


@pytest.fixture(autouse=True)
def noon(settings):
    """No quiet hours, so that tests run at night too."""
    settings.QALA_SMS_QUIET = (0, 0)
    settings.QALA_LETTER_TIMEOUT = settings.EMAIL_TIMEOUT = 0.5


@pytest.fixture
def mail(settings):
    with open_office(MailOffice()) as office:
        settings.EMAIL_BACKEND = f"{EmailBackend.__module__}.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        yield office


@pytest.fixture
def bot(settings):
    with open_office(HttpOffice()) as office:
        settings.QALA_TELEGRAM_API, settings.QALA_TELEGRAM_TOKEN = office.address, "42:secret"
        yield office


@pytest.fixture
def gateway(settings):
    with open_office(HttpOffice()) as office:
        settings.QALA_SMS_URL, settings.QALA_SMS_USER, settings.QALA_SMS_PASSWORD = office.address + "/send", "u", "p"
        yield office


def follower(case: Proposal, way="email", address="a@example.kz", language="ru") -> Subscription:
    at = now()
    return Subscription.objects.create(
        proposal=case, way=way, address=address, language=language, asked_at=at, confirmed_at=at
    )


def queued(way="email", address="a@example.kz", template="started", language="ru") -> Letter:
    case = ProposalFactory(in_work=True)
    follower(case, way, address, language)
    letters.tell(by=RESIDENT, proposal=case, template=template)
    return Letter.objects.get()


def read(raw: str) -> Message:
    return message_from_bytes(raw.encode())


def body_of(raw: str) -> str:
    return read(raw).get_payload(decode=True).decode()


def test_a_letter_goes_out_in_the_readers_language_with_one_click_to_stop(mail):
    letter = queued()
    assert letters.send_waiting(by=POSTMAN, limit=10).sent == 1
    [raw] = mail.letters
    head = read(raw)
    stop = head["List-Unsubscribe"].strip()
    assert stop.startswith("<http://localhost:8000/follow/end/")
    assert stop.endswith("/>")
    assert head["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert head["Message-ID"].strip().startswith(f"<qala-letter-{letter.pk}@")
    assert "началась работа" in body_of(raw)
    letter.refresh_from_db()
    assert (letter.state, letter.tries) == ("sent", 1)
    assert letter.sent_at is not None
    assert letters.send_waiting(by=POSTMAN, limit=10).sent == 0


def test_the_journal_hears_of_every_letter_and_of_no_address(mail):
    letter = queued()
    letters.send_waiting(by=POSTMAN, limit=10)
    [entry] = Entry.objects.filter(verb="proposals.letter.sent")
    assert entry.object == f"proposals.letter:{letter.pk}"
    assert "example.kz" not in str(list(Entry.objects.values_list("facts", flat=True)))


def test_only_the_postman_sends(mail):
    letter = queued()
    with pytest.raises(Forbidden):
        letters.send_waiting(by=officer("operator"), limit=10)
    for act in (outbox.give_up, outbox.put_off):
        with pytest.raises((Forbidden, TypeError)):
            act(by=RESIDENT, letter=letter, trouble="x", **({"until": now()} if act is outbox.put_off else {}))
    assert mail.letters == []


def test_an_open_case_is_quoted_and_one_in_outline_only_to_its_author(mail):
    for trait, address, quoted in [
        ({}, "a@example.kz", True),
        ({"visibility": "outline"}, "a@example.kz", False),
        ({"visibility": "outline"}, "Author@Example.kz", True),
    ]:
        mail.letters.clear()
        case = ProposalFactory(in_work=True, **trait)
        AuthorFactory(proposal=case, email="author@example.kz")
        follower(case, address=address, language="en")
        replies.reply(by=officer("operator"), proposal=case, text=said("Шам ауыстырылды"))
        letters.send_waiting(by=POSTMAN, limit=10)
        text = body_of(mail.letters[0])
        assert ("> Шам ауыстырылды" in text) is quoted
        assert ("Not translated yet" in text) is quoted


@pytest.mark.parametrize("way", ["telegram", "sms"])
def test_phones_get_number_state_and_link_and_nothing_else(way, bot, gateway):
    office = bot if way == "telegram" else gateway
    case = ProposalFactory(in_work=True)
    follower(case, way, "+77012345678", "kk")
    replies.reply(by=officer("operator"), proposal=case, text=said("Құпия сөз"))
    assert letters.send_waiting(by=POSTMAN, limit=10).sent == 1
    [heard] = office.heard
    text = heard.json()["text"]
    assert text.startswith(f"№{case.number}: Жұмыс жүріп жатыр. http")
    assert text.endswith(f"/proposals/{case.number}/")
    assert "Құпия" not in heard.body
    assert follow_code(case) not in heard.body


def test_the_gateway_sees_our_password_and_quoted_words(gateway, settings):
    queued("sms", "+77012345678")
    letters.send_waiting(by=POSTMAN, limit=10)
    assert gateway.heard[0].headers["Authorization"] == "Basic dTpw"
    assert gateway.heard[0].json()["recipient"] == "+77012345678"
    settings.QALA_SMS_BODY = "phones=$phone&mes=$text&sender=$sender"
    Letter.objects.update(state="queued", next_try_at=now())
    letters.send_waiting(by=POSTMAN, limit=10)
    assert gateway.heard[1].headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert "phones=%2B77012345678&mes=%E2%84%96" in gateway.heard[1].body


def test_a_busy_bot_is_obeyed_and_costs_no_try(bot):
    first = queued("telegram", "100")
    case = ProposalFactory()
    follower(case, "telegram", "101")
    letters.tell(by=RESIDENT, proposal=case, template="started")
    bot.answers = [Told(429, {"ok": False, "description": "Too Many Requests", "parameters": {"retry_after": 600}})]
    before = now()
    round_ = letters.send_waiting(by=POSTMAN, limit=10)
    assert (round_.put_off, round_.sent, len(bot.heard)) == (2, 0, 1)
    for letter in Letter.objects.all():
        assert letter.tries == 0
        assert letter.next_try_at >= before + timedelta(seconds=590)
    first.refresh_from_db()
    assert first.state == "queued"


@pytest.mark.parametrize(
    ("answer", "state", "trouble"),
    [
        (Told(500, "oops"), "queued", "status_500"),
        (Told(503, "", {"Retry-After": "900"}), "queued", "status_503"),
        (Told(401, "no"), "queued", "our_password_is_refused"),
        (Told(422, "bad number +77012345678"), "failed", "refused: bad number …"),
        (Told(200, "", sleeps=1.0), "queued", "no_answer_in_time"),
    ],
)
def test_the_gateways_faults_are_told_apart(gateway, answer, state, trouble):
    letter = queued("sms", "+77012345678")
    case_state = letter.proposal.state
    gateway.answers = [answer]
    letters.send_waiting(by=POSTMAN, limit=10)
    letter.refresh_from_db()
    assert letter.state == state
    assert letter.trouble.startswith(trouble)
    assert "77012345678" not in letter.trouble
    assert Proposal.objects.get(pk=letter.proposal_id).state == case_state
    if state == "queued":
        assert letter.tries == 1
        assert letter.next_try_at > now() + timedelta(seconds=880 if answer.status == 503 else 30)


def test_a_gateway_that_says_no_with_200_is_heard(gateway, settings):
    settings.QALA_SMS_TROUBLE = '"error_code"'
    letter = queued("sms", "+77012345678")
    gateway.answers = [Told(200, {"error_code": 7})]
    assert letters.send_waiting(by=POSTMAN, limit=10).failed == 1
    letter.refresh_from_db()
    assert letter.state == "failed"


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({"RCPT": "550 no such user a@example.kz"}, "failed"),
        ({"RCPT": "451 greylisted"}, "queued"),
        ({"MAIL": "550 who are you"}, "queued"),
        ({"DATA": "554 spam"}, "failed"),
        ({"HELLO": "421 busy"}, "queued"),
    ],
)
def test_the_mail_servers_faults_are_told_apart(mail, answers, state):
    letter = queued()
    mail.answers = answers
    letters.send_waiting(by=POSTMAN, limit=10)
    letter.refresh_from_db()
    assert letter.state == state
    assert "a@example.kz" not in letter.trouble


def test_a_silent_mail_server_is_not_waited_for(mail):
    letter = queued()
    mail.sleeps = 1.0
    assert letters.send_waiting(by=POSTMAN, limit=10).put_off == 1
    letter.refresh_from_db()
    assert letter.trouble.startswith("no_answer_in_time")


def test_a_letter_is_given_up_visibly_and_can_be_tried_again(gateway):
    letter = queued("sms", "+77012345678")
    gateway.answers = [Told(500, "oops")]
    for _try in range(MOST_TRIES):
        Letter.objects.update(next_try_at=now())
        letters.send_waiting(by=POSTMAN, limit=10)
    letter.refresh_from_db()
    assert (letter.state, letter.tries) == ("failed", MOST_TRIES)
    with pytest.raises(Forbidden):
        outbox.try_again(by=officer("executor"), letter=letter)
    outbox.try_again(by=officer("operator"), letter=letter)
    gateway.answers = [Told(200, "")]
    assert letters.send_waiting(by=POSTMAN, limit=10).sent == 1
    letter.refresh_from_db()
    with pytest.raises(Refusal):
        outbox.try_again(by=officer("operator"), letter=letter)


def test_a_way_that_is_not_set_up_fails_visibly():
    letter = queued("telegram", "100")
    assert letters.send_waiting(by=POSTMAN, limit=10).failed == 1
    letter.refresh_from_db()
    assert letter.trouble == "not_set_up: telegram"


def test_whoever_left_the_bot_is_written_to_no_more(bot):
    queued("telegram", "100")
    bot.answers = [Told(403, {"ok": False, "description": "Forbidden: bot was blocked by the user"})]
    letters.send_waiting(by=POSTMAN, limit=10)
    assert Subscription.objects.get().ended_at is not None


def test_who_stopped_in_the_meantime_gets_nothing(mail):
    letter = queued()
    Subscription.objects.update(ended_at=now())
    assert letters.send_waiting(by=POSTMAN, limit=10).dropped == 1
    letter.refresh_from_db()
    assert (letter.state, letter.trouble) == ("dropped", "follower_left")
    assert mail.letters == []


def test_phones_do_not_ring_at_night_but_digits_come(gateway, settings):
    settings.QALA_SMS_QUIET = (0, 24)
    letter = queued("sms", "+77012345678")
    signing.send_code(by=Holder(letter.proposal_id), proposal=letter.proposal, way="sms", address="+77012345678")
    assert letters.send_waiting(by=POSTMAN, limit=10).sent == 1
    assert "код" in gateway.heard[0].json()["text"]
    letter.refresh_from_db()
    assert letter.state == "queued"


def test_digits_are_forgotten_once_sent_and_never_sent_too_late(gateway):
    case = ProposalFactory()
    signing.send_code(by=Holder(case.pk), proposal=case, way="sms", address="+77012345678")
    letters.send_waiting(by=POSTMAN, limit=10)
    assert "code" not in Letter.objects.get().slots
    signing.send_code(by=Holder(case.pk), proposal=case, way="sms", address="+77012345678")
    Letter.objects.filter(state="queued").update(queued_at=now() - timedelta(minutes=20))
    assert letters.send_waiting(by=POSTMAN, limit=10).dropped == 1
    assert len(gateway.heard) == 1


def test_the_same_occasion_is_told_once(mail):
    case = ProposalFactory()
    follower(case)
    for _again in range(2):
        letters.tell(by=RESIDENT, proposal=case, template="asked", once="asked-1")
    assert Letter.objects.count() == 1
    assert letters.send_waiting(by=POSTMAN, limit=10).sent == 1


def test_addresses_are_erased_some_time_after(mail):
    letter = queued()
    letters.send_waiting(by=POSTMAN, limit=10)
    assert outbox.erase_addresses(by=POSTMAN, days=30) == 0
    Letter.objects.update(queued_at=now() - timedelta(days=31))
    assert outbox.erase_addresses(by=POSTMAN, days=30) == 1
    letter.refresh_from_db()
    assert (letter.address, letter.slots, letter.state) == ("", {}, "sent")
    with pytest.raises(Forbidden):
        outbox.erase_addresses(by=officer("operator"), days=30)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("way", ["email", "sms"])
def test_every_letter_is_said_in_full_in_each_language(language, way):
    case = ProposalFactory(in_work=True)
    follower(case, way, "a@example.kz", language)
    for template in WORDS:
        if template.startswith("meeting_"):
            continue
        letter = Letter(
            pk=1, proposal=case, way=way, address="a@example.kz", language=language, template=template,
            slots={
                "number": case.number, "state": case.state, "code": "123456", "minutes": 15, "subscription": 1,
                "subject": case.number, "text": case.number,
            },
        )  # fmt: skip
        message = compose(letter)
        assert not open_slots(message.text), (template, message.text)
        assert case.number in message.subject
        assert case.number in message.text
        assert "!" not in message.text
        if way == "sms" and template != "confirm_address":
            assert len(message.text) < 134  # two segments of Cyrillic


def test_a_chat_is_linked_by_the_talons_code_and_left_by_stop(bot):
    case = ProposalFactory(in_work=True)
    start = {"message": {"chat": {"id": 100, "type": "private"}, "from": {"language_code": "ru"}}}
    words = [f"/start {case.number}_{follow_code(case)}", "/start 26-000001_WRONG", "/stop"]
    updates = [start["message"] | {"text": text} for text in words]
    told = [{"update_id": 7 + place, "message": one} for place, one in enumerate(updates)]
    bot.answers = [Told(body={"ok": True, "result": told[:2]}), Told()]
    assert inbox.listen(by=POSTMAN) == 2
    subscription = Subscription.objects.get()
    assert (subscription.way, subscription.address, subscription.language) == ("telegram", "100", "ru")
    assert subscription.confirmed_at is not None
    assert [heard.path.rpartition("/")[2] for heard in bot.heard] == [
        "getUpdates", "sendMessage", "sendMessage", "getUpdates",
    ]  # fmt: skip
    assert case.number in bot.heard[1].json()["text"]
    assert "Такого талона нет" in bot.heard[2].json()["text"]
    assert bot.heard[3].json()["offset"] == 9
    bot.answers = [Told(body={"ok": True, "result": told[2:]}), Told()]
    inbox.listen(by=POSTMAN)
    assert Subscription.objects.get().ended_at is not None
    assert not TelegramChat.objects.exists()
    assert "100" not in str(list(Entry.objects.values_list("facts", flat=True)))


def test_without_a_bot_nobody_listens():
    assert inbox.listen(by=POSTMAN) == 0
    with pytest.raises(Forbidden):
        inbox.listen(by=RESIDENT)


def test_nobody_is_written_to_before_they_say_yes(mail):
    case = ProposalFactory(in_work=True)
    subscription = following.follow(
        by=Holder(case.pk), proposal=case, way="email", address="a@example.kz", language="en"
    )
    letters.tell(by=RESIDENT, proposal=case, template="started")
    assert letters.send_waiting(by=POSTMAN, limit=10).sent == 1
    assert "/follow/confirm/" in body_of(mail.letters[0])
    assert "List-Unsubscribe" not in mail.letters[0]
    with pytest.raises(Forbidden):
        subscriptions.confirm_following(by=RESIDENT, subscription=subscription)


def test_the_posting_adapters_are_known():
    for way in ("telegram", "sms"):
        with pytest.raises(Never):
            posting.adapter_of(way)
