from portal.web.login.models import LastLogin

__all__ = ["LastLogin"]
