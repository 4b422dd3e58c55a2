"""The menu lines of school meals: everybody's page, a parent's, and the desks."""

from qala.kernel.cards import MenuLine
from qala.kernel.translated import Translated

MENU = (
    MenuLine(Translated(kk="Мектеп асы", ru="Школьное питание", en="School meals"), "meals:overview"),
)
