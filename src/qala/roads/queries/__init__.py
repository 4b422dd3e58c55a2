"""Questions about roads."""
