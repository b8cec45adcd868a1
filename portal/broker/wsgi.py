"""`gunicorn portal.broker.wsgi`: the stand-in, with the clients of its environment."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "portal.broker.settings"
application = get_wsgi_application()

from portal.broker import clients, logins  # noqa: E402 - models exist from here on

clients.synchronise()
logins.sweep()
