"""The journal of lists, vouchers, prices, months and payments in three languages."""

from qala.kernel.translated import Translated as T

SENTENCES = {
    "meals.entitlementlist.formed": T(
        kk="Тегін ас тізімі құрылды.",
        ru="Составлен список на бесплатное питание.",
        en="A list for free meals was formed.",
    ),
    "meals.listline.removed": T(
        kk="Бала тізімнен себебі жазылып шығарылды.",
        ru="Ребёнок выведен из списка, причина записана.",
        en="A child was taken off the list, with the reason.",
    ),
    "meals.entitlementlist.approved": T(
        kk="Директор тізімді бекітті.",
        ru="Директор утвердил список.",
        en="The director approved the list.",
    ),
    "meals.entitlementlist.checked": T(
        kk="Тізім тіркелімдермен салыстырылды.",
        ru="Список сверен с реестрами.",
        en="The list was compared with the registers.",
    ),
    "meals.entitlementlist.returned": T(
        kk="Тізім түзетуге қайтарылды.",
        ru="Список возвращён на исправление.",
        en="The list was sent back.",
    ),
    "meals.entitlementlist.enforced": T(
        kk="Тізім күшіне енді.",
        ru="Список вступил в силу.",
        en="The list came into force.",
    ),
    "meals.proofs.written": T(
        kk="Санаттар туралы мәлімет жазылды.",
        ru="Записаны сведения о категориях.",
        en="Proofs of categories were written down.",
    ),
    "meals.vouchers.notified": T(
        kk="Ата-аналарға хабар берілді.",
        ru="Родители извещены.",
        en="Parents were told.",
    ),
    "meals.voucher.agreed": T(
        kk="Ата-ана келісім берді.",
        ru="Родитель дал согласие.",
        en="A parent agreed.",
    ),
    "meals.vouchers.agreed_on_paper": T(
        kk="Қағаз келісімдер жазылды.",
        ru="Записаны согласия на бумаге.",
        en="Consents on paper were written down.",
    ),
    "meals.voucher.activated": T(
        kk="Ваучер қосылды.",
        ru="Ваучер действует.",
        en="A voucher became active.",
    ),
    "meals.vouchers.activated": T(
        kk="Ваучерлер қосылды.",
        ru="Ваучеры действуют.",
        en="Vouchers became active.",
    ),
    "meals.voucher.suspended": T(
        kk="Ваучер уақытша тоқтатылды.",
        ru="Ваучер приостановлен.",
        en="A voucher was suspended.",
    ),
    "meals.voucher.resumed": T(
        kk="Ваучер қайта қосылды.",
        ru="Ваучер возобновлён.",
        en="A voucher was resumed.",
    ),
    "meals.voucher.transferred": T(
        kk="Ваучер баламен бірге жаңа мектепке көшті.",
        ru="Ваучер перешёл с ребёнком в новую школу.",
        en="A voucher followed its child to a new school.",
    ),
    "meals.voucher.revoked": T(
        kk="Ваучер себебі жазылып жабылды.",
        ru="Ваучер закрыт, причина записана.",
        en="A voucher was ended, with the reason.",
    ),
    "meals.vouchers.expired": T(
        kk="Оқу жылының ваучерлері аяқталды.",
        ru="Ваучеры учебного года закончились.",
        en="The school year's vouchers ended.",
    ),
    "meals.programme.opened": T(
        kk="Бағдарламаның шоттары ашылды.",
        ru="Открыты счета программы.",
        en="The programme's accounts were opened.",
    ),
    "meals.programme.given": T(
        kk="Бағдарламаға ақша бөлінді.",
        ru="Программе выделены деньги.",
        en="The programme was given money.",
    ),
    "meals.contract.signed": T(
        kk="Жеткізушімен шарт жазылды.",
        ru="Записан договор с поставщиком.",
        en="A contract with a supplier was written down.",
    ),
    "meals.contract.funded": T(
        kk="Шартқа ақша бекітілді.",
        ru="На договор закреплены деньги.",
        en="Money was committed to a contract.",
    ),
    "meals.tariff.offered": T(
        kk="Бір тарап баға ұсынды.",
        ru="Одна сторона предложила цену.",
        en="One party named a price.",
    ),
    "meals.tariff.set": T(
        kk="Екінші тарап бағаға келісті.",
        ru="Другая сторона согласилась с ценой.",
        en="The other party agreed to the price.",
    ),
    "meals.month.opened": T(
        kk="Айға ақша брондалды.",
        ru="На месяц зарезервированы деньги.",
        en="Money was held for the month.",
    ),
    "meals.month.closed": T(
        kk="Ай жабылып, жұмсалмағаны бюджетке қайтты.",
        ru="Месяц закрыт, неизрасходованное вернулось в бюджет.",
        en="The month was closed and the rest went back to the budget.",
    ),
    "meals.timesheet.signed": T(
        kk="Мектеп табельге қол қойды.",
        ru="Школа подписала табель.",
        en="The school signed the timesheet.",
    ),
    "meals.timesheet.shown": T(
        kk="Табель ата-аналарға көрсетілді.",
        ru="Табель показан родителям.",
        en="The timesheet was shown to parents.",
    ),
    "meals.timesheet.finished": T(
        kk="Табель түпкілікті болды.",
        ru="Табель стал окончательным.",
        en="The timesheet became final.",
    ),
    "meals.timesheets.finished": T(
        kk="Табельдер түпкілікті болды.",
        ru="Табели стали окончательными.",
        en="Timesheets became final.",
    ),
    "meals.meal.reversed": T(
        kk="Есептелген ас кері қайтарылды.",
        ru="Учтённое питание сторнировано.",
        en="A counted meal was taken back.",
    ),
    "meals.dispute.opened": T(
        kk="Бір жолға дау айтылды, ақшасы бөлек қойылды.",
        ru="Одна строка оспорена, её деньги отложены.",
        en="One line was contested and its money set aside.",
    ),
    "meals.dispute.decided": T(
        kk="Дау шешілді.",
        ru="Спор решён.",
        en="A dispute was decided.",
    ),
    "meals.dispute.withdrawn": T(
        kk="Дауды ашқан адам қайтарып алды.",
        ru="Спор отозван тем, кто его начал.",
        en="A dispute was withdrawn by who opened it.",
    ),
    "meals.invoice.drawn": T(
        kk="Шот берілген астан құралды.",
        ru="Счёт составлен по выданному питанию.",
        en="An invoice was drawn from the meals.",
    ),
    "meals.invoice.sent": T(
        kk="Жеткізуші шотты жіберді.",
        ru="Поставщик отправил счёт.",
        en="The supplier sent the invoice.",
    ),
    "meals.invoice.matched": T(
        kk="Шот ақша кітабымен тең шықты.",
        ru="Счёт сошёлся с книгой денег.",
        en="The invoice agreed with the books.",
    ),
    "meals.invoice.approved": T(
        kk="Шот бекітілді.",
        ru="Счёт утверждён.",
        en="The invoice was approved.",
    ),
    "meals.payment.instructed": T(
        kk="Банкке төлем тапсырылды.",
        ru="Платёж передан в банк.",
        en="The bank was told to pay.",
    ),
    "meals.payment.made": T(
        kk="Төлем өтті.",
        ru="Платёж прошёл.",
        en="The payment was made.",
    ),
    "meals.provisional.confirmed": T(
        kk="Сеніммен берілген ас расталды.",
        ru="Питание, выданное под честное слово, подтверждено.",
        en="A service on trust was confirmed.",
    ),
    "meals.provisional.rejected": T(
        kk="Сеніммен берілген ас есептелмеді.",
        ru="Питание, выданное под честное слово, не засчитано.",
        en="A service on trust was not counted.",
    ),
    "meals.provisionals.lapsed": T(
        kk="Мерзімінде қаралмағаны шығынға жазылды.",
        ru="Не рассмотренное в срок отнесено на потери.",
        en="What nobody looked at in time went to the loss account.",
    ),
    "meals.flags.raised": T(
        kk="Айдың сандары сұрақ тудырды.",
        ru="Числа месяца вызвали вопросы.",
        en="The month's numbers asked questions.",
    ),
    "meals.flag.explained": T(
        kk="Мектеп сұраққа түсінік берді.",
        ru="Школа дала пояснение к вопросу.",
        en="The school explained a question.",
    ),
    "meals.flag.answered": T(
        kk="Сұраққа жауап берілді.",
        ru="На вопрос дан ответ.",
        en="A question was answered.",
    ),
}
