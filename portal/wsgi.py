import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()

import portal.urls  # noqa: E402,F401 - read before the workers are forked, so that no visitor waits for it
