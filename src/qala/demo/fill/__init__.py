"""The invented city moves in: the plan becomes rows through each part's own doors, all or nothing."""

from qala.demo.fill.city import Filled, fill

__all__ = ["Filled", "fill"]
