from portal.web.cases.models import Case, CaseFile, Message
from portal.web.login.models import LastLogin
from portal.web.notifications.models import MailChoice, Seen
from portal.web.oversight.models import LookUpReview
from portal.web.support.models import SupportAccess

__all__ = ["Case", "CaseFile", "LastLogin", "LookUpReview", "MailChoice", "Message", "Seen", "SupportAccess"]
