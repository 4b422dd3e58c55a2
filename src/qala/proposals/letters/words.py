# ruff: noqa: E501 - a table of texts
"""What each letter says, in Kazakh, Russian and English. Places in braces are filled from the case."""

from dataclasses import dataclass

from qala.kernel.translated import Translated


@dataclass(frozen=True)
class Words:
    """A subject and a body. `offers_contest` adds how to disagree, `carries` what of the case is quoted."""

    subject: Translated
    body: Translated
    carries: str = ""
    offers_contest: bool = False


def _words(subject: tuple[str, str, str], body: tuple[str, str, str], carries: str = "", *, contest: bool = False) -> Words:
    return Words(Translated(*subject), Translated(*body), carries, contest)


WORDS = {
    "received": _words(
        ("№{number}: қабылдадық", "№{number}: приняли", "No. {number}: we have it"),
        ("Жазылу расталды. №{number} бойынша не өзгерсе де, осында жазамыз. Жауап беретін соңғы күн: {due}.",
         "Подписка подтверждена. Напишем сюда обо всём, что изменится по №{number}. Ответим не позже: {due}.",
         "Your address is confirmed. We will write here whenever No. {number} moves. We answer by {due}."),
    ),
    "assigned": _words(
        ("№{number}: жауаптысы бар", "№{number}: есть ответственный", "No. {number}: someone is responsible"),
        ("№{number} енді мына мекемеде: {department}. Мерзім басынан бері жүріп тұр, қайта басталмайды.",
         "Теперь №{number} ведёт: {department}. Срок идёт с первого дня и не начинается заново.",
         "No. {number} is now with: {department}. The clock has run since the first day and does not start again."),
    ),
    "planned": _words(
        ("№{number}: жоспарға алынды", "№{number}: внесено в план", "No. {number}: planned"),
        ("№{number} жоспарға алынды. Күні: {promised}. Бұл әлі орындалды деген сөз емес: біткенін біреу көріп растайды.",
         "№{number} внесено в план. День: {promised}. Это ещё не «сделано»: готовое кто-то другой проверит и подтвердит.",
         "No. {number} is planned for {promised}. Planned is not done: somebody else will see it and confirm."),
        "decision",
    ),
    "redated": _words(
        ("№{number}: күні ауысты", "№{number}: срок перенесён", "No. {number}: the date was moved"),
        ("№{number} үшін жаңа күн: {promised}. Ескі күн тарихта қалды, себебі төменде.",
         "Новый день для №{number}: {promised}. Прежний остался в истории, причина ниже.",
         "The new day for No. {number} is {promised}. The old one stays in the history; the reason is below."),
        "plan",
    ),
    "explained": _words(
        ("№{number}: түсіндірме", "№{number}: разъяснение", "No. {number}: an explanation"),
        ("№{number} бойынша түсіндірме берілді. Оны орындалған жұмысқа санамаймыз.",
         "По №{number} дано разъяснение. Сделанной работой мы его не считаем.",
         "No. {number} was answered with an explanation. We do not count it as work done."),
        "decision", contest=True,
    ),
    "refused": _words(
        ("№{number}: бас тартылды", "№{number}: отказано", "No. {number}: refused"),
        ("№{number} орындалмайды. Себебі төменде.", "№{number} выполнять не будут. Причина ниже.",
         "No. {number} will not be done. The reason is below."),
        "decision", contest=True,
    ),
    "withdrawn": _words(
        ("№{number}: қайтарып алынды", "№{number}: отозвано", "No. {number}: withdrawn"),
        ("№{number} қайтарып алынды деп жазылды, іс жабылды. Сіз сұрамаған болсаңыз, келіспейтініңізді талонда айтыңыз.",
         "№{number} записано как отозванное, дело закрыто. Если вы об этом не просили, скажите об этом на талоне.",
         "No. {number} was written down as withdrawn and is closed. If you did not ask for it, say so on the talon."),
        "decision", contest=True,
    ),
    "forwarded": _words(
        ("№{number}: басқа органға жолданды", "№{number}: передано в другой орган", "No. {number}: passed on"),
        ("№{number} басқа органның ісі екен, сонда жолдадық: {addressee}. Қабылданған күні өзгермейді.",
         "№{number} решает другой орган, туда и передали: {addressee}. День приёма остаётся прежним.",
         "No. {number} belongs to another body, so we passed it on: {addressee}. The day of receipt stays."),
        "decision",
    ),
    "started": _words(
        ("№{number}: жұмыс басталды", "№{number}: работа началась", "No. {number}: work began"),
        ("№{number} бойынша жұмыс басталды.", "По №{number} началась работа.", "Work on No. {number} has begun."),
    ),
    "claimed": _words(
        ("№{number}: бітті дейді. Көріп бересіз бе?", "№{number}: говорят, готово. Посмотрите?", "No. {number}: they say it is done. Will you look?"),
        ("Орындаушы №{number} бітті дейді. Біз әлі санамаймыз: сіз немесе тексеруші көріп растауы керек.",
         "Исполнитель говорит, что №{number} готово. Мы ещё не считаем: нужно, чтобы это увидели вы или проверяющий.",
         "The executor says No. {number} is done. We do not count it yet: you or an inspector must see it first."),
        contest=True,
    ),
    "confirmed": _words(
        ("№{number}: орындалды, расталды", "№{number}: сделано и подтверждено", "No. {number}: done and confirmed"),
        ("№{number} орындалды, мұны орындаушыдан басқа адам көріп растады.",
         "№{number} сделано, и это подтвердил не исполнитель, а другой человек.",
         "No. {number} is done, and somebody other than the executor has seen it."),
        contest=True,
    ),
    "contested": _words(
        ("№{number}: іс қайта ашылды", "№{number}: дело открыто снова", "No. {number}: open again"),
        ("Жауаппен келіспеді, сондықтан №{number} қайта ашылды. Ескі мерзімдер көрініп тұр.",
         "С ответом не согласились, поэтому №{number} открыто снова. Прежние сроки видны.",
         "The answer was contested, so No. {number} is open again. The old dates stay visible."),
    ),
    "asked": _words(
        ("№{number}: сізге сұрақ бар", "№{number}: к вам вопрос", "No. {number}: a question for you"),
        ("№{number} бойынша бір нәрсені нақтылағымыз келеді. Талоныңызды ашып, жауап жазыңыз.",
         "По №{number} нужно кое-что уточнить. Откройте свой талон и ответьте.",
         "We need to know one more thing about No. {number}. Open your talon and answer there."),
        "question",
    ),
    "extended": _words(
        ("№{number}: мерзім ұзартылды", "№{number}: срок продлён", "No. {number}: the term is longer"),
        ("№{number} бойынша жауап мерзімі ұзартылды. Жаңа соңғы күн: {due}. Себебі төменде.",
         "Срок ответа по №{number} продлён. Новый последний день: {due}. Причина ниже.",
         "The term of No. {number} was extended. The new last day is {due}. The reason is below."),
        "extension",
    ),
    "linked": _words(
        ("№{number}: ұқсас іс табылды", "№{number}: нашли похожее дело", "No. {number}: it has a twin"),
        ("Осы мәселені басқалар да жазыпты, істерді байланыстырдық. №{number} талоны, мерзімі, дауыстары өзінде қалады.",
         "О том же написали и другие, дела мы связали. Талон, срок и голоса №{number} остаются при нём.",
         "Others wrote about the same thing, so we linked the cases. No. {number} keeps its talon, its clock and its voices."),
    ),
    "split": _words(
        ("№{number}: бірнеше іске бөлінді", "№{number}: разделено на несколько дел", "No. {number}: split into several cases"),
        ("№{number} бірнеше мәселені қозғапты, енді әрқайсысы – жеке іс: {parts}. Олардың жаңалығын да осы мекенжайға жазамыз. Талондары №{number} талонында тұр.",
         "В №{number} было несколько вопросов, теперь каждый – отдельное дело: {parts}. Об этих делах тоже напишем сюда. Их талоны стоят на талоне №{number}.",
         "No. {number} was about several things; each is a case of its own now: {parts}. News of these come here too. Their talons stand on the talon of No. {number}."),
    ),
    "replied": _words(
        ("№{number}: жауап", "№{number}: ответ", "No. {number}: a reply"),
        ("№{number} бойынша жауап жазылды.", "По №{number} написан ответ.", "There is a reply to No. {number}."),
        "reply",
    ),
    "incident": _words(
        ("№{number}: ортақ оқиға бойынша жауап", "№{number}: ответ по общему случаю", "No. {number}: a reply to all"),
        ("№{number} сияқты хабар көп түсті. Барлығына бір жауап жазылды, ал сіздің ісіңіз бөлек тұр.",
         "Таких сообщений, как №{number}, пришло много. Ответ один для всех, а ваше дело остаётся отдельным.",
         "Many wrote what No. {number} says. One reply goes to all, and your case stays your own."),
        "incident",
    ),
    "confirm_address": _words(
        ("№{number}: осы мекенжайға жазайық па?", "№{number}: писать на этот адрес?", "No. {number}: shall we write here?"),
        ("Біреу №{number} жаңалығын осы мекенжайға сұрады. Сіз болсаңыз, сілтемені ашыңыз. Сіз емес болсаңыз, ештеңе істемеңіз: біз енді жазбаймыз.",
         "Кто-то попросил присылать сюда новости по №{number}. Если это вы, откройте ссылку. Если нет, ничего не делайте: больше мы не напишем.",
         "Somebody asked for news of No. {number} at this address. If it was you, open the link. If not, do nothing: we will not write again."),
    ),
    "one_time_code": _words(
        ("№{number}: код {code}", "№{number}: код {code}", "No. {number}: code {code}"),
        ("№{number} өтінішіне қол қоятын код: {code}. Ол {minutes} минут жарайды. Ешкімге айтпаңыз.",
         "Код, чтобы подписать обращение №{number}: {code}. Действует {minutes} минут. Никому его не сообщайте.",
         "The code to sign appeal No. {number}: {code}. It is good for {minutes} minutes. Tell it to nobody."),
    ),
    "notice": _words(("{subject}",) * 3, ("{text}",) * 3),
    "meeting_seat": _words(
        ("{when}: кездесудегі орныңыз", "{when}: ваше место на встрече", "{when}: your seat at the meeting"),
        ("«{meeting}» кездесуіне жазылдыңыз: {when}, {where}. Бір нәрсе өзгерсе осында жазайық десеңіз, сілтемені ашып растаңыз. Сол жерден бас тартуға да болады.",
         "Вы записались на встречу «{meeting}»: {when}, {where}. Чтобы мы написали сюда, если что-то изменится, откройте ссылку и подтвердите адрес. Там же можно отменить запись.",
         "You have registered for “{meeting}”: {when}, {where}. Open the link and confirm if we should write here when something changes. You can also give the seat back there."),
    ),
    "meeting_moved_up": _words(
        ("{when}: сізге орын босады", "{when}: для вас нашлось место", "{when}: a seat is yours"),
        ("«{meeting}» кездесуінде орын босады, ол енді сіздікі: {when}, {where}. Келе алмасаңыз, сілтемеден бас тартыңыз.",
         "На встрече «{meeting}» освободилось место, теперь оно ваше: {when}, {where}. Если не придёте, отдайте его по ссылке.",
         "A seat at “{meeting}” came free and is yours: {when}, {where}. If you cannot come, give it back by the link."),
    ),
    "meeting_cancelled": _words(
        ("{when}: кездесу болмайды", "{when}: встречи не будет", "{when}: the meeting is cancelled"),
        ("«{meeting}» кездесуі ({when}) болмайды. Жазған сұрағыңыз жоғалмайды: ол жеке іс болып тіркелген.",
         "Встреча «{meeting}» ({when}) не состоится. Ваш вопрос не пропадёт: он зарегистрирован как отдельное дело.",
         "“{meeting}” ({when}) will not take place. A question you wrote is not lost: it is a case of its own."),
    ),
}  # fmt: skip

CONTEST = Translated(
    kk="Келіспесеңіз, талоныңыздан «Келіспеймін» деп жаза аласыз.",
    ru="Если вы не согласны, напишите об этом на странице своего талона.",
    en="If you disagree, say so on the page of your talon.",
)
STOP = Translated(kk="Енді жазбасын десеңіз", ru="Чтобы мы больше не писали", en="To hear no more")
FROM = Translated(kk="Хабарды {city} қаласы жіберді.", ru="Пишет город {city}.", en="Sent by the city of {city}.")
IN_ANOTHER_LANGUAGE = Translated(
    kk="Бұл тілге әлі аударылмаған, түпнұсқасы:", ru="Перевода ещё нет, вот оригинал:", en="Not translated yet; the original:"
)
SHORT_CODE = Translated(
    kk="№{number}: код {code}, {minutes} мин", ru="№{number}: код {code}, {minutes} мин", en="No. {number}: code {code}, {minutes} min"
)
SHORT_CONFIRM = Translated(
    kk="№{number}: жаңалығын алуды растау: {link}", ru="№{number}: подтвердить подписку: {link}", en="No. {number}: confirm news: {link}"
)
