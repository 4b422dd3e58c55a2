"""The parts of this city, lowest floor first. A new part is one line here and its floor in the map."""

PARTS = [
    "qala.kernel",
    "qala.journal",
    "qala.ui",
    "qala.people",
    "qala.ledger",
    "qala.places",
    "qala.planning",
    "qala.roster",
    "qala.meals",
    "qala.proposals",
    "qala.roads",
]

# Installed by the demo's settings only; production refuses it.
DEMO = "qala.demo"
