"""The journal of lists, vouchers, prices, months and payments in three languages."""

from qala.kernel.translated import Translated

SENTENCES = {
    "meals.entitlementlist.formed": Translated(
        kk="Тегін ас тізімі құрылды.",
        ru="Составлен список на бесплатное питание.",
        en="A list for free meals was formed.",
    ),
    "meals.listline.removed": Translated(
        kk="Бала тізімнен себебі жазылып шығарылды.",
        ru="Ребёнок выведен из списка, причина записана.",
        en="A child was taken off the list, with the reason.",
    ),
    "meals.listline.put_back": Translated(
        kk="Бала тізімге қайтарылды.",
        ru="Ребёнок возвращён в список.",
        en="A child was put back on the list.",
    ),
    "meals.calendar.renewed": Translated(
        kk="Мереке күндерінің тізімі жаңартылды.",
        ru="Обновлён список праздничных дней.",
        en="The list of public holidays was renewed.",
    ),
    "meals.entitlementlist.approved": Translated(
        kk="Директор тізімді бекітті.",
        ru="Директор утвердил список.",
        en="The director approved the list.",
    ),
    "meals.entitlementlist.checked": Translated(
        kk="Тізім тіркелімдермен салыстырылды.",
        ru="Список сверен с реестрами.",
        en="The list was compared with the registers.",
    ),
    "meals.entitlementlist.returned": Translated(
        kk="Тізім түзетуге қайтарылды.",
        ru="Список возвращён на исправление.",
        en="The list was sent back.",
    ),
    "meals.entitlementlist.enforced": Translated(
        kk="Тізім күшіне енді.",
        ru="Список вступил в силу.",
        en="The list came into force.",
    ),
    "meals.proofs.written": Translated(
        kk="Санаттар туралы мәлімет жазылды.",
        ru="Записаны сведения о категориях.",
        en="Proofs of categories were written down.",
    ),
    "meals.settings.written": Translated(
        kk="Тамақтанудың сандары жаңа күннен жазылды.",
        ru="Числа питания записаны с нового дня.",
        en="Numbers of the meals were written down from a new day.",
    ),
    "meals.bands.written": Translated(
        kk="Жас топтары жаңа күннен жазылды.",
        ru="Возрастные группы записаны с нового дня.",
        en="Age bands were written down from a new day.",
    ),
    "meals.vouchers.notified": Translated(
        kk="Ата-аналарға хабар берілді.",
        ru="Родители извещены.",
        en="Parents were told.",
    ),
    "meals.voucher.agreed": Translated(
        kk="Ата-ана келісім берді.",
        ru="Родитель дал согласие.",
        en="A parent agreed.",
    ),
    "meals.vouchers.agreed_on_paper": Translated(
        kk="Қағаз келісімдер жазылды.",
        ru="Записаны согласия на бумаге.",
        en="Consents on paper were written down.",
    ),
    "meals.voucher.activated": Translated(
        kk="Ваучер қосылды.",
        ru="Ваучер действует.",
        en="A voucher became active.",
    ),
    "meals.vouchers.activated": Translated(
        kk="Ваучерлер қосылды.",
        ru="Ваучеры действуют.",
        en="Vouchers became active.",
    ),
    "meals.voucher.suspended": Translated(
        kk="Ваучер уақытша тоқтатылды.",
        ru="Ваучер приостановлен.",
        en="A voucher was suspended.",
    ),
    "meals.voucher.resumed": Translated(
        kk="Ваучер қайта қосылды.",
        ru="Ваучер возобновлён.",
        en="A voucher was resumed.",
    ),
    "meals.voucher.transferred": Translated(
        kk="Ваучер баламен бірге жаңа мектепке көшті.",
        ru="Ваучер перешёл с ребёнком в новую школу.",
        en="A voucher followed its child to a new school.",
    ),
    "meals.voucher.revoked": Translated(
        kk="Ваучер себебі жазылып жабылды.",
        ru="Ваучер закрыт, причина записана.",
        en="A voucher was ended, with the reason.",
    ),
    "meals.vouchers.expired": Translated(
        kk="Оқу жылының ваучерлері аяқталды.",
        ru="Ваучеры учебного года закончились.",
        en="The school year's vouchers ended.",
    ),
    "meals.programme.opened": Translated(
        kk="Бағдарламаның шоттары ашылды.",
        ru="Открыты счета программы.",
        en="The programme's accounts were opened.",
    ),
    "meals.programme.given": Translated(
        kk="Бағдарламаға ақша бөлінді.",
        ru="Программе выделены деньги.",
        en="The programme was given money.",
    ),
    "meals.contract.signed": Translated(
        kk="Жеткізушімен шарт жазылды.",
        ru="Записан договор с поставщиком.",
        en="A contract with a supplier was written down.",
    ),
    "meals.founder.written": Translated(
        kk="Жеткізушінің құрылтайшысы тізілімнен жазылды.",
        ru="Учредитель поставщика записан из реестра.",
        en="A founder of a supplier was written down from a register.",
    ),
    "meals.founder.ended": Translated(
        kk="Жеткізушінің құрылтайшысы енді құрылтайшы емес.",
        ru="Учредитель вышел из состава учредителей поставщика.",
        en="A founder of a supplier is one no more.",
    ),
    "meals.contract.released": Translated(
        kk="Келісімшартқа артық бекітілген ақша бағдарламаға қайтты.",
        ru="Лишние деньги с договора вернулись в программу.",
        en="Money a contract does not need went back to the programme.",
    ),
    "meals.contracts.released": Translated(
        kk="Соңғы айы біткен келісімшарттардың қалған ақшасы бағдарламаға қайтты.",
        ru="Остаток договоров, чей последний месяц окончен, вернулся в программу.",
        en="What was left of contracts behind their last month went back to the programme.",
    ),
    "meals.contract.funded": Translated(
        kk="Шартқа ақша бекітілді.",
        ru="На договор закреплены деньги.",
        en="Money was committed to a contract.",
    ),
    "meals.tariff.offered": Translated(
        kk="Бір тарап баға ұсынды.",
        ru="Одна сторона предложила цену.",
        en="One party named a price.",
    ),
    "meals.tariff.set": Translated(
        kk="Екінші тарап бағаға келісті.",
        ru="Другая сторона согласилась с ценой.",
        en="The other party agreed to the price.",
    ),
    "meals.month.opened": Translated(
        kk="Айға ақша брондалды.",
        ru="На месяц зарезервированы деньги.",
        en="Money was held for the month.",
    ),
    "meals.month.closed": Translated(
        kk="Ай жабылып, жұмсалмағаны бюджетке қайтты.",
        ru="Месяц закрыт, неизрасходованное вернулось в бюджет.",
        en="The month was closed and the rest went back to the budget.",
    ),
    "meals.timesheet.signed": Translated(
        kk="Мектеп табельге қол қойды.",
        ru="Школа подписала табель.",
        en="The school signed the timesheet.",
    ),
    "meals.timesheet.shown": Translated(
        kk="Табель ата-аналарға көрсетілді.",
        ru="Табель показан родителям.",
        en="The timesheet was shown to parents.",
    ),
    "meals.timesheet.finished": Translated(
        kk="Табель түпкілікті болды.",
        ru="Табель стал окончательным.",
        en="The timesheet became final.",
    ),
    "meals.timesheets.finished": Translated(
        kk="Табельдер түпкілікті болды.",
        ru="Табели стали окончательными.",
        en="Timesheets became final.",
    ),
    "meals.meal.reversed": Translated(
        kk="Есептелген ас кері қайтарылды.",
        ru="Учтённое питание сторнировано.",
        en="A counted meal was taken back.",
    ),
    "meals.dispute.opened": Translated(
        kk="Бір жолға дау айтылды, ақшасы бөлек қойылды.",
        ru="Одна строка оспорена, её деньги отложены.",
        en="One line was contested and its money set aside.",
    ),
    "meals.dispute.decided": Translated(
        kk="Дау шешілді.",
        ru="Спор решён.",
        en="A dispute was decided.",
    ),
    "meals.dispute.withdrawn": Translated(
        kk="Дауды ашқан адам қайтарып алды.",
        ru="Спор отозван тем, кто его начал.",
        en="A dispute was withdrawn by who opened it.",
    ),
    "meals.invoice.drawn": Translated(
        kk="Шот берілген астан құралды.",
        ru="Счёт составлен по выданному питанию.",
        en="An invoice was drawn from the meals.",
    ),
    "meals.invoice.sent": Translated(
        kk="Жеткізуші шотты жіберді.",
        ru="Поставщик отправил счёт.",
        en="The supplier sent the invoice.",
    ),
    "meals.invoice.matched": Translated(
        kk="Шот ақша кітабымен тең шықты.",
        ru="Счёт сошёлся с книгой денег.",
        en="The invoice agreed with the books.",
    ),
    "meals.invoice.approved": Translated(
        kk="Шот бекітілді.",
        ru="Счёт утверждён.",
        en="The invoice was approved.",
    ),
    "meals.payment.instructed": Translated(
        kk="Банкке төлем тапсырылды.",
        ru="Платёж передан в банк.",
        en="The bank was told to pay.",
    ),
    "meals.payment.made": Translated(
        kk="Төлем өтті.",
        ru="Платёж прошёл.",
        en="The payment was made.",
    ),
    "meals.provisional.confirmed": Translated(
        kk="Сеніммен берілген ас расталды.",
        ru="Питание, выданное под честное слово, подтверждено.",
        en="A service on trust was confirmed.",
    ),
    "meals.provisional.rejected": Translated(
        kk="Сеніммен берілген ас есептелмеді.",
        ru="Питание, выданное под честное слово, не засчитано.",
        en="A service on trust was not counted.",
    ),
    "meals.provisionals.lapsed": Translated(
        kk="Мерзімінде қаралмағаны шығынға жазылды.",
        ru="Не рассмотренное в срок отнесено на потери.",
        en="What nobody looked at in time went to the loss account.",
    ),
    "meals.flags.raised": Translated(
        kk="Айдың сандары сұрақ тудырды.",
        ru="Числа месяца вызвали вопросы.",
        en="The month's numbers asked questions.",
    ),
    "meals.flag.explained": Translated(
        kk="Мектеп сұраққа түсінік берді.",
        ru="Школа дала пояснение к вопросу.",
        en="The school explained a question.",
    ),
    "meals.flag.answered": Translated(
        kk="Сұраққа жауап берілді.",
        ru="На вопрос дан ответ.",
        en="A question was answered.",
    ),
}
