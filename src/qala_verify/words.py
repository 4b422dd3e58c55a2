"""What the checker says, in Kazakh, Russian and English."""

WORDS: dict[str, tuple[str, str, str]] = {
    "missing_or_broken": ("файл жоқ не оқылмайды", "файла нет или он не читается", "is missing or cannot be read"),
    "wrong_signature": ("қолтаңба қате", "подпись неверна", "bears a wrong signature"),
    "unlisted_signer": (
        "қол қойған кілт keys файлында жоқ",
        "подписано ключом, которого нет в файле keys",
        "is signed by a key the file keys does not list",
    ),
    "not_signed_by_key": (
        "берілген кілтпен қол қойылмаған",
        "не подписано данным ключом",
        "is not signed by the key given",
    ),
    "other_root": (
        "түбір хэші жарияланған жазбаларға сәйкес емес",
        "корень не сходится с опубликованными записями",
        "has a root that is not that of the published records",
    ),
    "other_tree": (
        "осы журналдың бұрынғы күйі емес",
        "не является прежним состоянием этого журнала",
        "is no earlier state of this log",
    ),
    "stranger": ("журналға жатпайтын файл", "файл не относится к журналу", "is no file of the log"),
    "damaged": (
        "мазмұны қол қойылған ағашқа сәйкес емес",
        "содержимое не сходится с подписанным деревом",
        "does not hold what the signed tree says",
    ),
    "proves_nothing": (
        "бос не басқа журналдікі: ештеңе дәлелдемейді",
        "пусто или от другого журнала: ничего не доказывает",
        "is empty or of another log: it proves nothing",
    ),
    "shorter": (
        "журнал бұрынғысынан қысқа: жазбалар жоғалған",
        "журнал короче прежнего: записи пропали",
        "the log is shorter than it was: records are gone",
    ),
    "rewritten": (
        "бұрынғы жазбалар өзгертілген: тарих қайта жазылған",
        "прежние записи изменены: история переписана",
        "the earlier records were changed: history was rewritten",
    ),
    "size": ("Журналда {} жазба бар.", "В журнале записей: {}.", "The log holds {} records."),
    "signed": (
        "Бақылау нүктесіне қол қойған: {}.",
        "Контрольную точку подписал: {}.",
        "The checkpoint is signed by {}.",
    ),
    "only_inside": (
        "Кілт берілмеді: тек папканың өз ішіндегі келісімі тексерілді. Кілтті басқа жерден алыңыз (--key).",
        "Ключ не дан: проверено только внутреннее согласие папки. Возьмите ключ в другом месте (--key).",
        "No key was given: only internal consistency was checked. Get the key elsewhere and pass it with --key.",
    ),
    "grown": (
        "Алғашқы {} жазба бұрын сақталған бақылау нүктесімен бірдей: ештеңе өзгертілмеген.",
        "Первые записи ({}) те же, что в сохранённой ранее контрольной точке: ничего не переписано.",
        "The first {} records are those of the checkpoint kept earlier: nothing was rewritten.",
    ),
    "no_since": (
        "Бұрынғы бақылау нүктесі берілмеді (--since): тарихтың қайта жазылмағаны тексерілген жоқ.",
        "Прежняя контрольная точка не дана (--since): не проверено, что история не переписана.",
        "No earlier checkpoint was given (--since): whether history was rewritten was not checked.",
    ),
    "witnessed": (
        "{} куәгері алғашқы {} жазбаны растаған.",
        "Свидетель {} заверил первые записи: {}.",
        "The witness {} cosigned the first {} records.",
    ),
    "too_few_witnesses": (
        "Куәгерлер жетпейді: {} бар, {} керек.",
        "Свидетелей мало: есть {}, нужно {}.",
        "Too few witnesses: {} of {} needed.",
    ),
    "included": (
        "Бұл жазба журналдың {} орнында тұр.",
        "Эта запись стоит в журнале на месте {}.",
        "This record stands in the log at place {}.",
    ),
    "header_differs": (
        "Ашық жолы жабық жазбасынан өзгеше: қорытындылар осы жол бойынша есептеледі.",
        "Открытая строка говорит не то, что закрытая запись, а итоги складывают по ней.",
        "The open header says something else than the sealed record, and totals are added up from headers.",
    ),
    "not_included": (
        "Түбіртек жалған не бүлінген: жазба осы журналда жоқ.",
        "Квитанция подделана или повреждена: такой записи в этом журнале нет.",
        "The receipt is forged or damaged: there is no such record in this log.",
    ),
    "blind": (
        "Жазбаның мазмұны өшірілген: орны дәлелденді, мазмұны енді ашылмайды.",
        "Содержание записи стёрто: место доказано, содержание больше не открыть.",
        "What the record said was erased: its place is proved, its content opens no more.",
    ),
    "recounted": (
        "{}: {} мөрленген тамақ, {} теңге.",
        "{}: запечатано порций — {}, тенге — {}.",
        "{}: {} sealed meals, {} tenge.",
    ),
    "totals_agree": (
        "Жарияланған қорытынды мөрленген жазбалармен бірдей.",
        "Опубликованные итоги равны запечатанным записям.",
        "The published totals are the sealed records.",
    ),
    "totals_differ": (
        "Жарияланған қорытынды мөрленген жазбалардан өзгеше:",
        "Опубликованные итоги расходятся с запечатанными записями:",
        "The published totals differ from the sealed records:",
    ),
    "month_paid": (
        "Осы айға төленгені: {} теңге. Әлі төленбегені: {} теңге.",
        "Оплачено за этот месяц: {} тенге. Ещё не оплачено: {} тенге.",
        "Paid for this month: {} tenge. Not paid yet: {} tenge.",
    ),
    "month_returned": (
        "Бюджетке қайтқаны: {} теңге. Тамаққа кеткенімен бірге: {} теңге.",
        "Вернулось в бюджет: {} тенге. Вместе с порциями: {} тенге.",
        "Returned to the budget: {} tenge. Together with the meals: {} tenge.",
    ),
    "month_recovered": (
        "Төленген соң есептен шығарылғаны: {} теңге. Оның қайтарылғаны: {} теңге.",
        "Снято с учёта после оплаты: {} тенге. Из них удержано: {} тенге.",
        "Taken back after it was paid: {} tenge. Recovered of it: {} tenge.",
    ),
    "month_unpriced": (
        "{} тамақтың бағасы ашылмаған: әрқайсысы ең қымбатының екі еселенген бағасынан ({} теңге) аспайды деп саналды.",
        "Порций без открытой цены: {}. Считаем, что каждая не дороже двойной цены самой дорогой ({} тенге).",
        "The price of {} meals is not told: each is taken for no more than twice the dearest ({} tenge).",
    ),
    "month_blind": (
        "Бұл айда ешбір тамақтың бағасы ашылмаған: төленгенін салыстыру мүмкін емес.",
        "В этом месяце не открыта цена ни одной порции: сравнить с оплатой нельзя.",
        "No price of this month's meals is told: what was paid cannot be compared.",
    ),
    "payments_of_old": (
        "Қай айға екенін әлі жазбаған ескі төлемдер: {}. Олар бұл есепке кірмейді.",
        "Старых платежей, где месяц ещё не писали: {}. В этот счёт они не входят.",
        "Old payments, from before they named a month: {}. They are not in this count.",
    ),
    "school_money": (
        "  {}: тамағы {}, төленгені {}, қайтқаны {}",
        "  {}: порции {}, оплачено {}, вернулось {}",
        "  {}: meals {}, paid {}, returned {}",
    ),
    "paid_more": (
        "{}: {} теңге төленген, ал тамағы {} теңге: {} теңге артық.",
        "{}: оплачено {} тенге, а порции стоят {} тенге: лишнее — {} тенге.",
        "{}: {} tenge paid, but the meals come to {} tenge: {} tenge too much.",
    ),
    "kept_more": (
        "{}: {} теңге ұсталған, ал есептен шығарылғаны {} теңге: {} теңге артық.",
        "{}: удержано {} тенге, а снято с учёта {} тенге: лишнее — {} тенге.",
        "{}: {} tenge recovered, but {} tenge were taken back: {} tenge too much.",
    ),
    "payment_nameless": (
        "Журналдың {} орнындағы төлем қай айға қанша екенін соңғы тиынына дейін айтпайды.",
        "Платёж на месте {} в журнале не говорит до последнего тиына, за какой месяц сколько.",
        "The payment at place {} in the log does not say, to the last tiyn, how much is for which month.",
    ),
    "plan_counted": (
        "Жол бөліктері: {}, қайта есептелген ықтимал жөндеу реті: {}.",
        "Участков дорог: {}, пересчитано возможных порядков ремонта: {}.",
        "{} stretches of road, {} possible courses of repair recounted.",
    ),
    "plan_worth": (
        "Жоспардың құны: {}. Бұл шарттармен ешбір жоспар {} санынан аса алмайды: алшақтық көп дегенде {} %.",
        "Ценность плана: {}. При этих условиях ни один план не даёт больше {}: недобрано не больше {} %.",
        "The plan is worth {}. Under these terms no plan is worth more than {}: at most {} % of it is missed.",
    ),
    "plan_not_proved": (
        "Бұл осы деректермен жоспардың қаншалық жақсы екенін дәлелдейді. Жол күйінің дұрыс өлшенгенін дәлелдемейді.",
        "Это доказывает, насколько хорош план при этих данных. Что состояние дорог измерено верно, это не доказывает.",
        "This proves how good the plan is for these figures. It does not prove that the roads were measured rightly.",
    ),
    "plan_twice": ("бір жол екі рет аталған", "дорога названа дважды", "a road is named twice"),
    "plan_stranger": (
        "{}: жоспарда бар, жолдар тізімінде жоқ",
        "{}: есть в плане, но нет в списке дорог",
        "{}: in the plan, but not among the roads",
    ),
    "plan_unlawful": (
        "{}: таңдалған жөндеу шарттарға сай емес (күйі, кепілдігі не жылы)",
        "{}: выбранный ремонт не допускается условиями (состояние, гарантия или год)",
        "{}: the chosen repair is not lawful (condition, guarantee or year)",
    ),
    "plan_promise_broken": (
        "{}: уәде етілген жөндеу мүмкін емес",
        "{}: обещанный ремонт невозможен",
        "{}: the repair committed to is not possible",
    ),
    "plan_limit": (
        "{}: есептелгені {}, шегі {}",
        "{}: насчитано {}, предел {}",
        "{}: recounted {}, the limit is {}",
    ),
    "plan_value": (
        "құны {} деп жазылған, есептелгені {}",
        "заявлена ценность {}, насчитано {}",
        "the value is said to be {}, recounted {}",
    ),
    "plan_negative_price": ("теріс баға", "отрицательная цена", "a price is negative"),
    "plan_bound": (
        "шегі құнынан төмен: бағалар ештеңе дәлелдемейді",
        "граница ниже ценности: цены ничего не доказывают",
        "the bound lies below the value: the prices prove nothing",
    ),
    "plan_named_twice": ("{}: екі рет аталған", "{}: названо дважды", "{}: named twice"),
    "plan_figure": ("{}: {} болуы мүмкін емес", "{}: {} быть не может", "{}: {} cannot be"),
    "plan_hash": ("Құжаттың SHA-256 ізі: {}", "SHA-256 документа: {}", "SHA-256 of the document: {}"),
    "plan_no_log": (
        "Осы құжаттың бекітілгені тексерілген жоқ: журнал папкасын беріңіз (--log).",
        "Утверждён ли этот документ, не проверено: дайте папку журнала (--log).",
        "Whether this document was adopted was not checked: give the folder of the log with --log.",
    ),
    "plan_adopted": (
        "Дәл осы құжаттың бекітілгені журналдың {} орнында тұр ({}).",
        "Утверждение именно этого документа стоит в журнале на месте {} ({}).",
        "The adoption of this very document stands in the log at place {} ({}).",
    ),
    "plan_not_adopted": (
        "Журналда бұл құжаттың бекітілгені жоқ: құжат басқа не әлі мөрленбеген.",
        "Утверждения этого документа в журнале нет: документ другой или ещё не запечатан.",
        "The log holds no adoption of this document: it is another one, or not sealed yet.",
    ),
    "plan_others": (
        "Журналда басқа құжаттар да бекітілген, орындары: {}. Қайсысы күшінде екенін бағдарламаның беті айтады.",
        "В журнале утверждены и другие документы, места: {}. Какой действует, говорит страница программы.",
        "Other documents were adopted too, at places {}: the page of the programme says which is in force.",
    ),
    "bringing": ("Файлдар: {}.", "Файлов: {}.", "Files to bring: {}."),
    "brought": (
        "{} файл әкелінді: {}. Енді тексеріңіз (log).",
        "Принесено файлов: {}, папка {}. Теперь проверьте её (log).",
        "Brought {} files into {}. Now check them (log).",
    ),
    "not_proved": (
        "Бұл жарияланғанның мөрленген жазба екенін дәлелдейді. Тамақ шынымен желінгенін дәлелдемейді.",
        "Это доказывает, что опубликовано именно запечатанное. Что еда была съедена, это не доказывает.",
        "This proves that what was published is what was sealed. It does not prove that a meal was eaten.",
    ),
    "sound": ("Дұрыс.", "Верно.", "Sound."),
    "faults": ("Дұрыс емес. Табылған қате: {}.", "Неверно. Найдено ошибок: {}.", "Not sound. Faults found: {}."),
    "unreadable": ("Оқылмайды: {}", "Не читается: {}", "Cannot be read: {}"),
}
ORDER = ("kk", "ru", "en")


def say(language: str, word: str, *slots: object) -> str:
    return WORDS[word][ORDER.index(language)].format(*slots)
