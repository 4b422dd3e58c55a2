"""What people write to the bot: the talon's code links a chat to a case, /stop ends everything."""

from django.utils import translation

from qala.kernel.actors import Actor
from qala.kernel.refusals import require
from qala.kernel.translated import LANGUAGES, Translated
from qala.proposals.actions.subscriptions import follow_in_chat, leave_chat
from qala.proposals.counting import spend
from qala.proposals.letters import telegram
from qala.proposals.letters.outcomes import Later, Never
from qala.proposals.policies import may_run_nightly
from qala.proposals.queries.follow import holder
from qala.proposals.rules.words import STATE_WORDS

STARTS_AN_HOUR = 20

LINKED = Translated(
    kk="Жаңалық осында келеді. №{number}: {state}. Тоқтату: /stop",
    ru="Новости придут сюда. №{number}: {state}. Остановить: /stop",
    en="News will come here. No. {number}: {state}. To stop: /stop",
)
UNKNOWN = Translated(
    kk="Бұл код ешбір талонға келмейді. Талон бетіндегі «Telegram-да бақылау» сілтемесін басыңыз.",
    ru="Такого талона нет. Нажмите «Следить в Telegram» на странице своего талона.",
    en="This code opens no talon. Tap “Follow in Telegram” on the page of your talon.",
)
STOPPED = Translated(
    kk="Енді жазбаймыз. Істеріңіз жүре береді.", ru="Больше не пишем. Дела идут дальше.", en="We will not write again."
)


def listen(*, by: Actor, wait: int = 0) -> int:
    """Read what was written to the bot, answer it, and take it away. Returns how many messages were heard.

    Telegram keeps updates until a later one is asked for, so a crash in between only means hearing them again.
    """
    require(may_run_nightly(by))
    if not telegram.is_set_up():
        return 0
    said = list(telegram.heard(wait=wait))
    for one in said:
        _answer(by, one)
    if said:
        for _later in telegram.heard(said[-1].update + 1):
            pass
    return len(said)


def _answer(by: Actor, said: telegram.Said) -> None:
    """A chat that is gone or a busy server costs only our answer, never the link."""
    words = _heard(by, said)
    if words:
        try:
            telegram.say(said.chat, words)
        except (Later, Never):
            return


def _heard(by: Actor, said: telegram.Said) -> str:
    command, _, rest = said.text.strip().partition(" ")
    language = said.language if said.language in LANGUAGES else "kk"
    if command == "/stop":
        leave_chat(by=by, chat=said.chat)
        return STOPPED.get(language)
    if command != "/start" or not said.chat:
        return UNKNOWN.get(language) if said.text else ""
    if spend(f"chat:{said.chat}") > STARTS_AN_HOUR:
        return ""
    number, _, code = rest.strip().partition("_")
    found = holder(number[:20], code[:40])
    if found is None:
        return UNKNOWN.get(language)
    case, author = found
    follow_in_chat(by=author, proposal=case, chat=said.chat, language=language)
    with translation.override(language):
        return LINKED.get(language).format(number=case.number, state=STATE_WORDS[case.state].get(language))
