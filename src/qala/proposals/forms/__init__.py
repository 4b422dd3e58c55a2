"""What people type, as clean values: one file per desk or page."""
