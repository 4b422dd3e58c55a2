"""The smallest city: one app with one ordinary table and one append-only, to test the tests' own database."""
