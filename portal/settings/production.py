"""Production starts only when every setting is safe; otherwise it says which is not, and why."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

DEVELOPMENT_SECRET = "development-only-secret-key-that-no-production-process-accepts"  # noqa: S105
DEVELOPMENT_CPR_KEY = "dev:ZGV2ZWxvcG1lbnQtb25seS1jcHIta2V5LTMyYnl0ZXM="
DEVELOPMENT_INDEX_KEY = "ZGV2ZWxvcG1lbnQtb25seS1pbmRleC1rZXktMzJieXQ="

REQUIRED = ("SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "DATABASE_URL", "REDIS_URL", "CPR_KEYS", "BLIND_INDEX_KEY",
            "OIDC_OP_ISSUER", "OIDC_RP_CLIENT_ID", "OIDC_RP_CLIENT_SECRET", "EMAIL_HOST", "DEFAULT_FROM_EMAIL",
            "MAIL_DOMAIN", "SUPPORT_PHONE", "SUPPORT_EMAIL", "AUTHORITY_NAME", "BEHIND_TLS_PROXY")  # fmt: skip


def refuse_unsafe(settings: dict[str, Any]) -> None:
    """Raise ImproperlyConfigured with one line per fault."""
    faults = list(unsafe(settings, settings["env"].ENVIRON))
    if faults:
        raise ImproperlyConfigured("The portal does not start in production:\n- " + "\n- ".join(faults))


def unsafe(settings: dict[str, Any], environment: Any) -> list[str]:
    """The faults, one sentence each."""
    faults = [f"{name} is not set." for name in REQUIRED if not environment.get(name)]
    checks = [
        (settings["DEBUG"], "DEBUG is on."),
        (len(settings["SECRET_KEY"]) < 50 or settings["SECRET_KEY"] == DEVELOPMENT_SECRET,
         "SECRET_KEY needs at least 50 random characters of its own."),
        ("*" in settings["ALLOWED_HOSTS"], "ALLOWED_HOSTS must name the hosts, not *."),
        (not settings["BASE_URL"].startswith("https://"), "BASE_URL must be an https address."),
        (not settings["OIDC_OP_ISSUER"].startswith("https://"), "OIDC_OP_ISSUER must be an https address."),
        (DEVELOPMENT_CPR_KEY in settings["CPR_KEYS"], "CPR_KEYS holds the development key."),
        (settings["BLIND_INDEX_KEY"] == DEVELOPMENT_INDEX_KEY, "BLIND_INDEX_KEY is the development key."),
        (settings["FETCH_FROM_LOOPBACK"], "FETCH_FROM_LOOPBACK lets the portal talk to itself."),
        (settings["DEVELOPMENT_MAILBOX"], "DEVELOPMENT_MAILBOX shows everybody's mail."),
        (settings["ALLOW_SUBSTITUTE_CPR"], "ALLOW_SUBSTITUTE_CPR accepts numbers that belong to nobody."),
        (settings["EMAIL_BACKEND"] != "django.core.mail.backends.smtp.EmailBackend",
         "EMAIL_BACKEND must be SMTP (django.core.mail.backends.smtp.EmailBackend)."),
        (not settings["EMAIL_USE_TLS"], "EMAIL_USE_TLS is off."),
    ]  # fmt: skip
    return faults + [sentence for broken, sentence in checks if broken]
