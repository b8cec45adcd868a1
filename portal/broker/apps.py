"""The stand-in as a Django app."""

from django.apps import AppConfig


class BrokerConfig(AppConfig):
    """Personas, their logins, and the keys that sign."""

    name = "portal.broker"
    label = "broker"
