"""The nouns of school meals."""

from qala.meals.models.codes import Allergy, PhoneKey, SpentNonce
from qala.meals.models.entitlement import EntitlementList, ListLine, Pause, Proof, Voucher
from qala.meals.models.money import (
    Dispute,
    Flag,
    FlaggedMeal,
    Invoice,
    InvoiceLine,
    MonthHold,
    PaidLine,
    Payment,
    Recovery,
    Timesheet,
)
from qala.meals.models.norms import AgeBand, Contract, Kitchen, PublicDay, Setting, Tariff, TariffOffer
from qala.meals.models.serving import (
    EnrolmentCode,
    How,
    Meal,
    Outcome,
    Provisional,
    Reversal,
    Service,
    ServiceEvent,
    Terminal,
)
from qala.meals.models.table import MenuDay, Rating

__all__ = [
    "AgeBand",
    "Allergy",
    "Contract",
    "Dispute",
    "EnrolmentCode",
    "EntitlementList",
    "Flag",
    "FlaggedMeal",
    "How",
    "Invoice",
    "InvoiceLine",
    "Kitchen",
    "ListLine",
    "Meal",
    "MenuDay",
    "MonthHold",
    "Outcome",
    "PaidLine",
    "Pause",
    "Payment",
    "PhoneKey",
    "Proof",
    "Provisional",
    "PublicDay",
    "Rating",
    "Recovery",
    "Reversal",
    "Service",
    "ServiceEvent",
    "Setting",
    "SpentNonce",
    "Tariff",
    "TariffOffer",
    "Terminal",
    "Timesheet",
    "Voucher",
]
