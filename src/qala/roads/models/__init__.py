"""The nouns of roads."""

from qala.roads.models.carriageway import Carriageway, Layer
from qala.roads.models.curves import CurveFile
from qala.roads.models.cut import Compaction, Cut, CutConflict, CutStep
from qala.roads.models.dated import DatedFields, DatedQuerySet, PlacedFields
from qala.roads.models.defect import Defect
from qala.roads.models.ground import Ground
from qala.roads.models.holding import Holding, Paper, RoadPhoto
from qala.roads.models.passport import Inventory, Passport, StreetCount
from qala.roads.models.survey import Distress, Rating, SampleDraw, SampleUnit, Survey, WearFit
from qala.roads.models.things import BuriedLine, Element, Structure
from qala.roads.models.warranty import Claim, Hazard, Warranty
from qala.roads.models.works import (
    Evidence,
    LineAnswer,
    Lot,
    PriceChange,
    RoadNorm,
    Sample,
    Wait,
    Works,
    WorksStep,
)

__all__ = [
    "BuriedLine",
    "Carriageway",
    "Claim",
    "Compaction",
    "CurveFile",
    "Cut",
    "CutConflict",
    "CutStep",
    "DatedFields",
    "DatedQuerySet",
    "Defect",
    "Distress",
    "Element",
    "Evidence",
    "Ground",
    "Hazard",
    "Holding",
    "Inventory",
    "Layer",
    "LineAnswer",
    "Lot",
    "Paper",
    "Passport",
    "PlacedFields",
    "PriceChange",
    "Rating",
    "RoadNorm",
    "RoadPhoto",
    "Sample",
    "SampleDraw",
    "SampleUnit",
    "StreetCount",
    "Structure",
    "Survey",
    "Wait",
    "Warranty",
    "WearFit",
    "Works",
    "WorksStep",
]
