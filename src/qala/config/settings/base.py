"""What every installation shares. Secrets and addresses come from the environment, never from here."""

import os
from pathlib import Path

from qala.config.database.urls import database_settings
from qala.config.modules import PARTS
from qala.config.settings import signin
from qala.config.settings.outbox import *  # noqa: F403 - the names letters read
from qala.config.settings.secret import secret_key

ROOT = Path(__file__).resolve().parents[4]
VAR = Path(os.environ.get("QALA_VAR", ROOT / "var")).resolve()
SHARED = Path(os.environ.get("QALA_SHARED", ROOT.parent / "shared")).resolve()

SECRET_KEY = secret_key(os.environ, VAR)
# Placards outlive sign-ins: their key is its own, older ones stay readable after a rotation.
PLACARD_KEYS = [key for key in os.environ.get("QALA_PLACARD_KEYS", "").split(",") if key] or [SECRET_KEY]
DEBUG = False
ALLOWED_HOSTS = os.environ.get("QALA_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
PUBLIC_URL = os.environ.get("QALA_URL", "http://localhost:8000")
# Under this name other programs know the city in Open311; one city, so they may leave it out.
OPEN311_JURISDICTION = os.environ.get("QALA_JURISDICTION", "shymkent.kz")
# The transparency log (docs/parts/journal.md): its public folder, and its private key, which only the job reads.
LOG_DIR = Path(os.environ.get("QALA_LOG_DIR", VAR / "log"))
LOG_ORIGIN = os.environ.get("QALA_LOG_ORIGIN", f"{OPEN311_JURISDICTION}/log")
LOG_KEY_FILE = Path(os.environ.get("QALA_LOG_KEY_FILE", VAR / "keys" / "log.key"))
LOG_KEY_MADE_HERE = "QALA_LOG_KEY_FILE" not in os.environ
LOG_WITNESSES_FILE = Path(os.environ.get("QALA_LOG_WITNESSES_FILE", VAR / "witnesses"))
# The city's keys for codes and rosters of the canteens (docs/parts/meals-terminal.md).
CODE_KEY_FILE = Path(os.environ.get("QALA_CODE_KEY_FILE", VAR / "keys" / "codes.key"))
CODE_KEY_MADE_HERE = "QALA_CODE_KEY_FILE" not in os.environ
CITY_NAME = {"kk": "Шымкент", "ru": "Шымкент", "en": "Shymkent"}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "qala.config",
    *PARTS,
    *signin.SIGNIN_APPS,
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "qala.config.middleware.PatienceMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "qala.ui.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "qala.ui.middleware.KeepsWords",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "qala.people.middleware.PersonMiddleware",
    "qala.config.middleware.RefusalMiddleware",
    *signin.SIGNIN_MIDDLEWARE,
]

ROOT_URLCONF = "qala.config.urls"
WSGI_APPLICATION = "qala.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "qala.ui.context.page",
            ],
            "builtins": ["qala.ui.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "qala.ui.forms.Renderer"

DATABASES = database_settings(os.environ, VAR)
DATABASE_ROUTERS: list[str] = []
# A page waits so long for one answer of a database that took the question and fell silent.
DATABASE_PATIENCE_S = 15.0
# Off behind a pooler that hands sessions round between transactions (`kernel.prepared`).
PREPARED_STATEMENTS = os.environ.get("QALA_PREPARED", "1") != "0"
# What seldom changes and every message asks for is read anew after so many seconds (`kernel.kept`).
KEPT_S = 1.0
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

LANGUAGE_CODE = "kk"
LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
FORMAT_MODULE_PATH = ["qala.ui.formats"]
TIME_ZONE = "Asia/Almaty"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [path for path in [VAR / "assets"] if path.is_dir()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Photos lie outside every public folder; a view hands them out after asking a policy.
MEDIA_ROOT = VAR / "media"

# One upload may hold three photos straight from a phone's camera.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "qala.config.uploads.FormsInMemory",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
PHOTO_MAX_BYTES = 15 * 1024 * 1024
# What a resident's camera sent is kept apart for so many days, in case an officer must prepare it anew.
PHOTO_ORIGINAL_DAYS = 30

SECURE_CONTENT_TYPE_NOSNIFF = True
CSRF_FAILURE_VIEW = "qala.ui.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

EMAIL_HOST = os.environ.get("QALA_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("QALA_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("QALA_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("QALA_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("QALA_SMTP_TLS", "") == "1"
DEFAULT_FROM_EMAIL = os.environ.get("QALA_MAIL_FROM", "qala@localhost")

PROCRASTINATE_ON_APP_READY = None

globals().update(signin.SIGNIN_SETTINGS)
# Searches that may be left out state how long they are waited for; this many times longer. Tests wait for everything.
QUERY_PATIENCE = 1
QALA_STAFF_SECOND_FACTOR = signin.QALA_STAFF_SECOND_FACTOR
QALA_IDENTITY_KEYS = signin.QALA_IDENTITY_KEYS
ADMIN_ADDRESS = signin.ADMIN_ADDRESS
