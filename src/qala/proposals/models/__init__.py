"""The nouns of `proposals`."""

from qala.proposals.models.budgets import Fingerprint, Tally
from qala.proposals.models.calendar_key import CalendarKey
from qala.proposals.models.category import Category, Topic
from qala.proposals.models.georeport import ApiKey, ApiUse, Arrival
from qala.proposals.models.letters import Letter, TelegramChat
from qala.proposals.models.meeting import Meeting, Registration
from qala.proposals.models.norm import Norm
from qala.proposals.models.photo import Photo
from qala.proposals.models.placard import DeadScan, Placard, PlacardKind, PlacardTally
from qala.proposals.models.process import (
    Assignment,
    Decision,
    Extension,
    Link,
    Pause,
    Plan,
    Remark,
    Step,
    Verdict,
)
from qala.proposals.models.proposal import (
    OPEN_STATES,
    Author,
    Channel,
    Identity,
    Incident,
    Proposal,
    Statement,
    Track,
    Visibility,
    numbered,
)
from qala.proposals.models.reply import Reply, ReplyTemplate
from qala.proposals.models.routing import RoutingRow, RoutingTable
from qala.proposals.models.voices import Correction, Subscription, Support
from qala.proposals.models.works import Evidence, WorksOrder

__all__ = [
    "OPEN_STATES",
    "ApiKey",
    "ApiUse",
    "Arrival",
    "Assignment",
    "Author",
    "CalendarKey",
    "Category",
    "Channel",
    "Correction",
    "DeadScan",
    "Decision",
    "Evidence",
    "Extension",
    "Fingerprint",
    "Identity",
    "Incident",
    "Letter",
    "Link",
    "Meeting",
    "Norm",
    "Pause",
    "Photo",
    "Placard",
    "PlacardKind",
    "PlacardTally",
    "Plan",
    "Proposal",
    "Registration",
    "Remark",
    "Reply",
    "ReplyTemplate",
    "RoutingRow",
    "RoutingTable",
    "Statement",
    "Step",
    "Subscription",
    "Support",
    "Tally",
    "TelegramChat",
    "Topic",
    "Track",
    "Verdict",
    "Visibility",
    "WorksOrder",
    "numbered",
]
