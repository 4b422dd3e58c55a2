"""Settings: `base` is shared, `demo` shows the synthetic city, `production` is what a city runs, `test` tests."""
