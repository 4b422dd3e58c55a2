"""What every test shares: a database where it is the application, cloned from a migrated template."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.utils import translation
from hypothesis import settings

from qala.config.testing import database_environment, django_db_setup

__all__ = ["database_environment", "django_db_setup"]



@pytest.fixture(autouse=True)
def the_citys_own_language() -> Iterator[None]:
    """Each test begins in Kazakh: the language of an earlier request stays with its thread otherwise."""
    translation.activate(django_settings.LANGUAGE_CODE)
    yield
    translation.deactivate()


# Two busy cores are no reason to fail; the build machine tries the same examples each time, a soak thousands anew.
settings.register_profile("house", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.register_profile("soak", deadline=None, max_examples=3_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "house"))
