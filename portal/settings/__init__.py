"""Every setting of the portal, each from one environment variable with a default for a machine of one's own.

`PORTAL_ENV=production` takes no default that is unsafe: `portal.settings.production` lists what is missing and the
process does not start.
"""

from pathlib import Path
from typing import Any

import environ
from django.utils.translation import gettext_lazy as _

from portal.core.runtime import places
from portal.settings import production
from portal.settings.celery import *  # noqa: F403 - Celery's own settings, same namespace
from portal.settings.logs import logging_config
from portal.settings.security import *  # noqa: F403 - headers, cookies, policies

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent.parent

ENVIRONMENT = env.str("PORTAL_ENV", "development")
IS_PRODUCTION = ENVIRONMENT == "production"
DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", production.DEVELOPMENT_SECRET)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
BASE_URL = env.str("BASE_URL", "http://127.0.0.1:8000")
# "on", or the moment (ISO 8601) at which it is expected to be over: every address then answers 503 and says so.
MAINTENANCE = env.str("MAINTENANCE", "")
DEVELOPMENT_MAILBOX = env.bool("DEVELOPMENT_MAILBOX", not IS_PRODUCTION)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "portal.core",
    "portal.web",
    "portal.agreements",
    "identities",
    "rights",
    "mandates",
    "migration_flow",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "mozilla_django_oidc",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "guardian",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "csp",
    "pgtrigger",
    "django_structlog",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.web.middleware.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.web.closed.MaintenanceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.web.language.LanguageMiddleware",
    "portal.core.requests.RequestLimitsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "portal.web.middleware.SessionLimitsMiddleware",
    "portal.web.typed.TypedMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.web.errors.WordsMiddleware",
    "portal.web.limits.LimitsMiddleware",
    "portal.core.middleware.OrganisationMiddleware",
    "portal.web.middleware.EnteringMiddleware",
    "portal.web.middleware.LastUsedMiddleware",
    "portal.core.middleware.RulesMiddleware",
    "portal.web.support.middleware.LookUpMiddleware",
    "portal.core.middleware.ReadOnlyGetMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
AUTH_USER_MODEL = "core.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ACTOR_FOR = "portal.web.auth.actor_for"
SERVICE_ACTOR = "rights.queries.service_actor"
LEGACY_RIGHTS = "migration_flow.queries.legacy_decision"
LEGACY_NUMBER = "migration_flow.queries.legacy_number"
MUST_MOVE = "migration_flow.queries.must_move_first"
# Whether a waiting mail is sent, or its receiver reads it in the portal only.
IS_MAILED = "portal.web.notifications.queries.is_mailed"
FIRST = "migration_flow.queries.gate.where_to_first"
WORK_APP = "portal.celery.app"


TIME_ZONE = "Europe/Copenhagen"


def _database(url: str, default: str) -> dict[str, Any]:
    found = env.db_url(url, default)
    options = {"connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3,
               **found.get("OPTIONS", {})}  # fmt: skip
    # CURRENT_DATE in SQL is the day of those who work with the portal, not UTC's: a right ends at their midnight.
    return {**found, "TIME_ZONE": TIME_ZONE, "CONN_MAX_AGE": env.int("DATABASE_CONN_MAX_AGE", 600), "CONN_HEALTH_CHECKS": True,
            "OPTIONS": options}  # fmt: skip


DATABASES = {
    "default": _database("DATABASE_URL", places.database_url(places.APP_ROLE)),
    # The role that owns the tables: `migrate --database owner` and the grants; never used by pages or workers.
    "owner": _database("OWNER_DATABASE_URL", places.database_url(places.OWNER_ROLE)),
}

REDIS_URL = env.str("REDIS_URL", places.redis_url())
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "portal.core.templatetags.ui",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "portal.web.templatetags.forms_of",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.web.shell.shell",
                "portal.web.typed.form_owner",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

LANGUAGE_CODE = "da"
LANGUAGES = [("da", _("Dansk")), ("en", _("Engelsk"))]
USE_I18N = USE_TZ = True
ROOMS = ("core", "web", "agreements", "identities", "rights", "mandates", "migration_flow")
LOCALE_PATHS = [BASE_DIR / "portal" / "locale" / room for room in ROOMS]
FORMAT_MODULE_PATH = ["portal.core.formats"]

NODE_MODULES = BASE_DIR / "requirements" / "node_modules"
_DKFDS = NODE_MODULES / "dkfds" / "dist"
STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", str(places.var_dir() / "static"))
STATICFILES_DIRS = [
    BASE_DIR / "static",
    *((f"dkfds/{d}", str(_DKFDS / d)) for d in ("css", "js", "img", "fonts")),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env.str("STATICFILES_STORAGE", "django.contrib.staticfiles.storage.StaticFilesStorage")
    },
}
# Outside production a file is looked up when it is asked for, so that a changed one is seen at once.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = not IS_PRODUCTION
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("ttf", "eot", "woff", "woff2", "map", "png", "gz", "txt")

EMAIL_BACKEND = env.str("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = env.str("EMAIL_FILE_PATH", str(places.var_dir() / "mail"))
EMAIL_HOST = env.str("EMAIL_HOST", "localhost")
EMAIL_PORT = env.int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", IS_PRODUCTION)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Erhvervsadgang <noreply@erhvervsadgang.example>")
MAIL_DOMAIN = env.str("MAIL_DOMAIN", "erhvervsadgang.example")

# CPR numbers at rest: "id:base64 of 32 bytes", the first encrypts, all decrypt (see core.crypto).
CPR_KEYS = env.list("CPR_KEYS", default=[production.DEVELOPMENT_CPR_KEY])
BLIND_INDEX_KEY = env.str("BLIND_INDEX_KEY", production.DEVELOPMENT_INDEX_KEY)
ALLOW_SUBSTITUTE_CPR = env.bool("ALLOW_SUBSTITUTE_CPR", not IS_PRODUCTION)
LEGACY_ENVIRONMENT = env.str("LEGACY_ENVIRONMENT", "PROD" if IS_PRODUCTION else "TEST")
# Where packages from the legacy system are put for support to import; every worker reads the same folder.
LEGACY_INBOX = env.str("LEGACY_INBOX", str(places.var_dir() / "leveringer"))

SUPPORT_PHONE = env.str("SUPPORT_PHONE", "70 00 00 00")
SUPPORT_EMAIL = env.str("SUPPORT_EMAIL", "support@erhvervsadgang.example")
AUTHORITY_NAME = env.str("AUTHORITY_NAME", "Erhvervsadgang")
WAS_URL = env.str("WAS_URL", "")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["portal.core.service_clients.ServiceClientAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["portal.core.service_clients.NamesItsPermission"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["portal.core.strict_json.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "portal.core.problems.problem",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Erhvervsadgang",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}
SERVICE_TOKEN_SECONDS = env.int("SERVICE_TOKEN_SECONDS", 300)

LOGGING = logging_config(as_json=env.bool("LOG_JSON", IS_PRODUCTION), level=env.str("LOG_LEVEL", "INFO"))
LOGGING_CONFIG = "logging.config.dictConfig"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

from portal.settings.login import *  # noqa: E402,F403 - login, after BASE_URL and the environment are known

if IS_PRODUCTION:
    production.refuse_unsafe(globals())
