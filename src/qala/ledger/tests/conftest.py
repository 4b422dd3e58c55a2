from qala.people.tests.conftest import browser_of

__all__ = ["browser_of"]
