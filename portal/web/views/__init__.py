from portal.web.views.documents import DocumentFile
from portal.web.views.front import (
    Accessibility,
    FrontPage,
    Gallery,
    Help,
    Picker,
    Privacy,
    change_language,
    was,
)
from portal.web.views.health import health
from portal.web.views.jobs import JobPage, JobPart
from portal.web.views.mailbox import Mailbox, MailboxLetter
from portal.web.views.overview import Overview
from portal.web.views.settings import Settings

__all__ = ["Accessibility", "DocumentFile", "FrontPage", "Gallery", "Help", "JobPage", "JobPart",
           "Mailbox", "MailboxLetter", "Overview", "Picker", "Privacy", "Settings", "change_language", "health",
           "was"]  # fmt: skip
