"""What every test shares: a database where it is the application, cloned from a migrated template."""

from qala.config.testing import database_environment, django_db_setup

__all__ = ["database_environment", "django_db_setup"]
