from portal.web.login.models import LastLogin
from portal.web.support.models import SupportAccess

__all__ = ["LastLogin", "SupportAccess"]
