"""System checks: what must be true of the machine and the database before the portal serves anybody."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.staticfiles)
def design_system_is_there(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if (settings.NODE_MODULES / "dkfds" / "dist").is_dir() or settings.IS_PRODUCTION:
        return []
    return [
        Error("The design system is not fetched.", hint="Run: python3 manage.py assets", id="portal.E001")
    ]
