"""Django's PostgreSQL engine with a pool of ours; Django looks for its wrapper in `base`."""
