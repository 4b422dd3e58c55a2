"""The public's checker: it proves what a city published with Python's standard library and nothing of the city's."""
