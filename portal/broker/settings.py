"""Django settings of the stand-in. Values from outside come through `environment`; there is no debug mode."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF

from portal.broker import environment

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
DKFDS = PROJECT / "requirements" / "node_modules" / "dkfds" / "dist"

BROKER = environment.read(os.environ)
SECRET_KEY = BROKER.secret_key
DEBUG = False
ALLOWED_HOSTS = [urlsplit(BROKER.issuer).hostname, "127.0.0.1", "localhost", "[::1]"]
ROOT_URLCONF = "portal.broker.urls"
WSGI_APPLICATION = "portal.broker.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.idp.oidc",
    "portal.broker",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.broker.language.LanguageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Before allauth's own templates of the same names (idp/oidc/error.html, logout.html).
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "portal.broker.language.switch",
            ],
        },
    }
]

DATABASES = {"default": environ.Env.db_url_config(BROKER.database_url)}
DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Authorization codes live in the cache, and every worker process must see them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "broker_cache",
        # A full cache throws out any third of its entries, codes still to be exchanged among them.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

# The portal runs on the same host name, and cookies do not know ports: every name here is our own.
SESSION_COOKIE_NAME = "standin_session"
CSRF_COOKIE_NAME = "standin_csrf"
SESSION_COOKIE_AGE = 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BROKER.issuer.startswith("https://")
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.broker.views.pages.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        # The answer to the login form is a redirect to the client, which browsers hold against form-action.
        "form-action": [SELF, *environment.origins(BROKER.clients)],
    }
}

LANGUAGE_CODE = "da"
LANGUAGES = [("da", "Dansk"), ("en", "English")]
LOCALE_PATHS = [PROJECT / "portal" / "locale" / "broker"]
USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"

STATIC_URL = "/static/"
STATICFILES_DIRS = [
    (f"dkfds/{kind}", DKFDS / kind) for kind in ("css", "fonts", "img") if (DKFDS / kind).is_dir()
]
WHITENOISE_USE_FINDERS = True

AUTH_USER_MODEL = "broker.Login"
LOGIN_URL = "account_login"
# Nobody has a password here; only the clients' long random secrets are stored through a hasher.
PASSWORD_HASHERS = ["portal.broker.clients.ClientSecretHasher"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

IDP_OIDC_ADAPTER = "portal.broker.adapter.Adapter"
IDP_OIDC_PRIVATE_KEYS = BROKER.private_keys
IDP_OIDC_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]
IDP_OIDC_ID_TOKEN_EXPIRES_IN = 5 * 60
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 5 * 60
IDP_OIDC_REFRESH_TOKEN_EXPIRES_IN = 5 * 60
IDP_OIDC_AUTHORIZATION_CODE_EXPIRES_IN = 60
IDP_OIDC_JWKS_CACHE_CONTROL = 5 * 60
IDP_OIDC_RP_INITIATED_LOGOUT_ASKS_FOR_OP_LOGOUT = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Django's own handlers speak only in debug mode or by mail.
    "loggers": {"django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
}
