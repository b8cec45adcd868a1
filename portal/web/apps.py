from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "portal.web"
    label = "web"
    verbose_name = "Fronthal"

    def ready(self) -> None:
        from portal.web.login import sessions  # noqa: F401 - notes every session that begins or ends
        from portal.web.staff import traces  # noqa: F401 - what staff do with their own accounts
