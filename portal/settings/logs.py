"""Structured logs with the request id, and never a CPR number, token or secret."""

import re
from typing import Any

import structlog

# Ten digits that begin like a date (substitute numbers too: day + 60), with or without a hyphen.
CPR = re.compile(r"(?<!\d)((?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])(?:0[1-9]|1[0-2])\d{2})-?\d{4}(?!\d)")
TOKEN = re.compile(r"(?i)(bearer\s+|(?:code|token|secret|password|state|nonce)[=:]\s*\"?)[^\s\"&,}]{6,}")
JWT = re.compile(r"eyJ[\w-]{10,}\.[\w-]{5,}\.[\w-]*")
SECRET_KEYS = re.compile(r"(?i)cpr|secret|token|password|code_verifier|authorization|cookie")


def clean(text: str) -> str:
    """The text without CPR numbers, tokens and secrets."""
    text = JWT.sub("[token]", text)
    text = TOKEN.sub(lambda found: found.group(1) + "[…]", text)
    return CPR.sub(lambda found: found.group(1)[:4] + "**-****", text)


def _cleaned(value: Any, key: str = "") -> Any:
    if SECRET_KEYS.search(key):
        return "[…]"
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {k: _cleaned(v, str(k)) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(v) for v in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return clean(repr(value))  # a request writes its whole address, code and state included


def scrub(logger: Any, method: str, event: dict[str, Any]) -> dict[str, Any]:
    """structlog processor, last before rendering."""
    return {key: _cleaned(value, key) for key, value in event.items()}


def logging_config(*, as_json: bool, level: str) -> dict[str, Any]:
    """Everything, Django's and the libraries' lines too, through the same scrubbing processors."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    renderer = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [*shared, structlog.stdlib.ExtraAdder()],
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, scrub, renderer],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            name: {"level": "WARNING"}
            for name in (
                "weasyprint",
                "fontTools",
                "urllib3",
                "kombu",
                "celery.redirected",
                "django.security.csrf",
            )
        },
    }
