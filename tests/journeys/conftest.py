import os

from tests.journeys.browser import browser
from tests.journeys.live import portal

# Playwright keeps an event loop in this thread; the ORM is used between its steps, never inside them.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

__all__ = ["browser", "portal"]
