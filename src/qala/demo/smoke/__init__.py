"""A walk through the running demo over HTTP: every role's main pages, each journey from word to proof."""

from qala.demo.smoke.walk import Walk, walk

__all__ = ["Walk", "walk"]
