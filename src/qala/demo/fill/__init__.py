"""The invented city moves in: the plan becomes rows through each part's own doors."""

from qala.demo.fill.city import Filled, fill

__all__ = ["Filled", "fill"]
