"""Pages of the journal: an object's history with its receipts, and the log anyone may check."""
