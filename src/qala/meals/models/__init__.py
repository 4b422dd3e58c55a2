"""The nouns of school meals."""

from qala.meals.models.codes import Allergy, PhoneKey, SpentNonce
from qala.meals.models.entitlement import Appeal, EntitlementList, ListLine, Pause, Proof, Voucher
from qala.meals.models.founders import Founder
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
from qala.meals.models.paper import PaperSheet, PaperTick
from qala.meals.models.pictures import MonthPicture
from qala.meals.models.readers import Reader, ReaderDay, ReaderMark
from qala.meals.models.serving import (
    DoubleServing,
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
from qala.meals.models.table import Leftover, MenuDay, Rating

__all__ = [
    "AgeBand",
    "Allergy",
    "Appeal",
    "Contract",
    "Dispute",
    "DoubleServing",
    "EnrolmentCode",
    "EntitlementList",
    "Flag",
    "FlaggedMeal",
    "Founder",
    "How",
    "Invoice",
    "InvoiceLine",
    "Kitchen",
    "Leftover",
    "ListLine",
    "Meal",
    "MenuDay",
    "MonthHold",
    "MonthPicture",
    "Outcome",
    "PaidLine",
    "PaperSheet",
    "PaperTick",
    "Pause",
    "Payment",
    "PhoneKey",
    "Proof",
    "Provisional",
    "PublicDay",
    "Rating",
    "Reader",
    "ReaderDay",
    "ReaderMark",
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
