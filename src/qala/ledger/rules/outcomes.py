"""What came of a call: how many were written, which were known already, which were refused and why."""

from dataclasses import dataclass, field
from uuid import UUID

from qala.kernel.translated import Translated

REASONS: dict[str, Translated] = {
    "key_reused": Translated(
        kk="Бұл кілтпен бұрын басқа қозғалыс жазылған.",
        ru="Под этим ключом уже записано другое движение денег.",
        en="This key was used before for another movement of money.",
    ),
    "unknown_account": Translated(kk="Мұндай шот жоқ.", ru="Такого счёта нет.", en="There is no such account."),
    "accounts_differ": Translated(
        kk="Ақша екі бөлек шоттың арасында жүруі керек.",
        ru="Деньги должны идти между двумя разными счетами.",
        en="Money must move between two different accounts.",
    ),
    "one_currency": Translated(
        kk="Екі шоттың валютасы бірдей болуы керек.",
        ru="У обоих счетов должна быть одна валюта.",
        en="Both accounts must keep the same currency.",
    ),
    "amount_above_zero": Translated(
        kk="Сома нөлден көп болуы керек.", ru="Сумма должна быть больше нуля.", en="The amount must be above zero."
    ),
    "amount_within_reason": Translated(
        kk="Бір қозғалыс үшін сома тым үлкен.",
        ru="Для одного движения сумма слишком велика.",
        en="The amount is too large for one movement.",
    ),
    "times_of_this_century": Translated(
        kk="Сағат дұрыс емес: бұл күн біздің ғасырда жоқ.",
        ru="Часы сбились: такого дня в нашем веке нет.",
        en="The clock is wrong: there is no such day in our century.",
    ),
    "held_money_moves_by_holds": Translated(
        kk="Брондалған ақша тек өз броны арқылы жүреді.",
        ru="Зарезервированные деньги движутся только через свой резерв.",
        en="Held money moves only through its hold.",
    ),
    "unknown_hold": Translated(kk="Мұндай брон жоқ.", ru="Такого резерва нет.", en="There is no such hold."),
    "hold_is_closed": Translated(kk="Бұл брон жабылған.", ru="Этот резерв закрыт.", en="This hold is closed."),
    "hold_is_exhausted": Translated(
        kk="Бронда қалған ақша жетпейді.", ru="В резерве осталось меньше.", en="The hold has not enough left."
    ),
    "floor_is_kept": Translated(
        kk="Шотта ақша жетпейді.", ru="На счёте недостаточно денег.", en="The account has not enough money."
    ),
    "day_is_open": Translated(
        kk="Бұл есеп күні жабылған немесе әлі келген жоқ.",
        ru="Этот учётный день закрыт или ещё не наступил.",
        en="This accounting day is closed or has not come yet.",
    ),
    "days_close_in_order": Translated(
        kk="Күндер ретімен жабылады: өтіп кеткені, әлі жабылмағаны ғана.",
        ru="Дни закрываются по порядку: только прошедший и ещё не закрытый.",
        en="Days close in order: only one that is over and not closed yet.",
    ),
    "unknown_original": Translated(
        kk="Қайтарылатын қозғалыс табылмады.",
        ru="Движение, которое хотят отменить, не найдено.",
        en="There is no such transfer to reverse.",
    ),
    "reversed_once": Translated(
        kk="Бұл қозғалыс бұрын қайтарылған.", ru="Это движение уже отменено.", en="This transfer is reversed already."
    ),
    "reversal_is_exact": Translated(
        kk="Тек жай қозғалыс пен броннан алынған сома қайтарылады. Қайтарудың өзі қайтарылмайды.",
        ru="Отменяют только простое движение или списание с резерва, но не саму отмену.",
        en="Only a plain transfer or a draw can be reversed, and never a reversal.",
    ),
    "closed_hold_stays_empty": Translated(
        kk="Жабық бронға қайтқан ақша сол сәтте иесіне қайтуы керек.",
        ru="То, что вернулось в закрытый резерв, сразу идёт дальше, тем же событием.",
        en="What returns to a closed hold must be released in the same event.",
    ),
    "event_stands_together": Translated(
        kk="Осы оқиғаның басқа қозғалысы қабылданбады.",
        ru="Другое движение этого события не принято.",
        en="Another movement of the same event was refused.",
    ),
    "order_is_whole": Translated(
        kk="Тапсырыс толық емес немесе артық дерегі бар.",
        ru="В поручении чего-то не хватает или есть лишнее.",
        en="The order leaves out what its kind needs, or says more.",
    ),
    "busy": Translated(
        kk="Дәл осы ақшаны қазір көп адам қозғап жатыр. Қайта жіберіңіз.",
        ru="Эти деньги сейчас двигают слишком многие. Отправьте ещё раз.",
        en="Too many others move the same money at this moment. Send it again.",
    ),
}
"""Every refusal by its code, told to people."""


def reason(code: str) -> str:
    """The sentence for a code in the reader's language; a fact of the database without one is an incomplete order."""
    return REASONS.get(code, REASONS["order_is_whole"]).in_language()


@dataclass(frozen=True, slots=True)
class Refused:
    """One order that was not carried out."""

    key: UUID
    code: str

    @property
    def reason(self) -> str:
        """The sentence for people."""
        return reason(self.code)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one call. ``written`` and ``repeated`` hold keys; together they are what now stands."""

    written: tuple[UUID, ...] = ()
    repeated: tuple[UUID, ...] = ()
    refused: tuple[Refused, ...] = field(default=())
    tiyn: int = 0
