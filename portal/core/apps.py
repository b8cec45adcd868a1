from django.apps import AppConfig
from django.conf import settings
from django.utils.module_loading import import_string


class CoreConfig(AppConfig):
    name = "portal.core"
    label = "core"
    verbose_name = "Fundament"

    def ready(self) -> None:
        from portal.core import checks, openapi  # noqa: F401 - both register themselves

        import_string(settings.WORK_APP)  # so that every process that wakes workers knows the broker
