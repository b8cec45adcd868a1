"""Everything the front hall notes in the trail, gathered for the closed vocabulary."""

from portal.web.cases.events import CaseEvent
from portal.web.history.events import HistoryEvent
from portal.web.login.events import LoginEvent
from portal.web.notifications.events import NotificationEvent
from portal.web.oversight.events import OversightEvent
from portal.web.staff.events import StaffEvent
from portal.web.succession.events import SuccessionEvent
from portal.web.support.events import SupportEvent

__all__ = [
    "CaseEvent",
    "HistoryEvent",
    "LoginEvent",
    "NotificationEvent",
    "OversightEvent",
    "StaffEvent",
    "SuccessionEvent",
    "SupportEvent",
]
