"""How the journal tells what was done with roads. A file per noun; this one joins them."""

from qala.kernel.translated import Translated
from qala.roads.sentences_condition import CONDITION
from qala.roads.sentences_register import REGISTER
from qala.roads.sentences_works import WORKS

SENTENCES: dict[str, Translated] = {**REGISTER, **CONDITION, **WORKS}
