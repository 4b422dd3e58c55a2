"""The card of `roster`: who is at school."""

from django.apps import AppConfig

from qala.kernel.cards import Card
from qala.kernel.translated import Translated
from qala.roster.sentences import SENTENCES


class RosterConfig(AppConfig):
    name = "qala.roster"
    label = "roster"
    card = Card(
        slug="roster",
        title=Translated(kk="Мектептер", ru="Школы", en="Schools"),
        journal_sentences=SENTENCES,
        objects=(
            "roster.school",
            "roster.schoolyear",
            "roster.schoolclass",
            "roster.enrolment",
            "roster.pupilcard",
            "roster.schoolday",
            "roster.attendance",
        ),
    )
