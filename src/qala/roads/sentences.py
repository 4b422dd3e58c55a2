"""How the journal tells what was done with roads. A file per noun; this one joins them."""

from qala.kernel.translated import Translated
from qala.roads.sentences_condition import CONDITION
from qala.roads.sentences_register import REGISTER

SENTENCES: dict[str, Translated] = {**REGISTER, **CONDITION}
