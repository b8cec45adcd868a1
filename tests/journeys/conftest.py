from tests.journeys.browser import browser
from tests.journeys.live import portal

__all__ = ["browser", "portal"]
