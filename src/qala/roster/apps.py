"""The card of `roster`: who is at school."""

from django.apps import AppConfig

from qala.kernel.cards import Card, MenuLine
from qala.kernel.translated import Translated
from qala.roster.sentences import SENTENCES

STAFF = ("school_director", "social_pedagogue", "class_teacher")


class RosterConfig(AppConfig):
    name = "qala.roster"
    label = "roster"
    card = Card(
        slug="roster",
        title=Translated(kk="Мектептер", ru="Школы", en="Schools"),
        address="/schools/",
        menu=(
            MenuLine(
                Translated(kk="Мектеп", ru="Школа", en="School"),
                "roster:schools",
                (*STAFF, "education_department", "administrator", "auditor"),
            ),
        ),
        journal_sentences=SENTENCES,
        cabinet="qala.roster.queries.desk.cabinet",
        keeps="qala.roster.queries.pupils.at_school",
        loaders={"roster": "qala.roster.loaders.load"},
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
