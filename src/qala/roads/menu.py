"""The menu lines of `roads`: public ones first, then the desks, each for its offices."""

from qala.kernel.cards import MenuLine

MENU: tuple[MenuLine, ...] = ()
