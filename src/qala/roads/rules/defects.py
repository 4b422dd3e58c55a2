"""A defect from report to repair: a candidate until somebody of the road office has seen it."""

from qala.kernel.workflow import Workflow
from qala.roads.rules.work_words import DEFECT_WORDS

WORKFLOW = Workflow(
    "defect",
    rows=[
        ("candidate", "confirm", "confirmed"),
        ("candidate", "reject", "rejected"),
        ("confirmed", "mend", "mended"),
    ],
    start="candidate",
    words=DEFECT_WORDS,
)
KINDS = {"pothole": "pothole", "road_surface": ""}  # category of a proposal → distress, where it names one
