"""Choosing one column in every group under shared limits, and proving how good the choice is. No Django, no roads."""
