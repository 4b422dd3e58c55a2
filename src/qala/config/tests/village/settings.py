import os
from pathlib import Path

from qala.config.database import database_settings

SECRET_KEY = "nothing is signed here"
INSTALLED_APPS = ["procrastinate.contrib.django", "qala.config.tests.village"]
DATABASES = database_settings(os.environ, Path(os.environ["QALA_VAR"]))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
