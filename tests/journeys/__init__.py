"""Whole stories in a real browser at 360 px, against a live server."""
