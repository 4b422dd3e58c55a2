"""What an account can be. The kind says where money stands on its way; only `held` has rules of its own."""

from qala.kernel.translated import Translated

HELD = "held"
"""Money behind open holds. Only a hold puts money there, only its draws, its close and its releases take it out."""

KINDS: dict[str, Translated] = {
    "treasury": Translated(kk="Қазына", ru="Казна", en="Treasury"),
    "programme": Translated(kk="Бағдарлама", ru="Программа", en="Programme"),
    "commitment": Translated(kk="Шарт міндеттемесі", ru="Обязательство по договору", en="Commitment of a contract"),
    HELD: Translated(kk="Брондалған ақша", ru="Зарезервировано", en="Held"),
    "payable": Translated(kk="Төленуге тиіс", ru="К оплате", en="Payable"),
    "paid": Translated(kk="Төленген", ru="Оплачено", en="Paid"),
    "disputed": Translated(kk="Даулы", ru="Оспаривается", en="Disputed"),
    "loss": Translated(kk="Шығын", ru="Потери", en="Loss"),
    "income": Translated(kk="Кіріс", ru="Поступления", en="Income"),
    "wallet": Translated(kk="Әмиян", ru="Кошелёк", en="Wallet"),
}

BUDGETS = ("programme", "commitment")
"""What was given and not yet passed on. Never below zero, in any city: nobody commits what was not given."""
