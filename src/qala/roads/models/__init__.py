"""The nouns of roads."""

from qala.roads.models.carriageway import Carriageway, Layer
from qala.roads.models.dated import DatedFields, DatedQuerySet, PlacedFields
from qala.roads.models.defect import Defect
from qala.roads.models.holding import Holding, Paper, RoadPhoto
from qala.roads.models.passport import Inventory, Passport
from qala.roads.models.survey import Distress, Rating, SampleDraw, SampleUnit, Survey, WearFit
from qala.roads.models.things import BuriedLine, Element, Structure

__all__ = [
    "BuriedLine",
    "Carriageway",
    "DatedFields",
    "DatedQuerySet",
    "Defect",
    "Distress",
    "Element",
    "Holding",
    "Inventory",
    "Layer",
    "Paper",
    "Passport",
    "PlacedFields",
    "Rating",
    "RoadPhoto",
    "SampleDraw",
    "SampleUnit",
    "Structure",
    "Survey",
    "WearFit",
]
