from portal.agreements.actions.conclude import conclude
from portal.agreements.actions.prepare import name_administrator, present, start_connection
from portal.agreements.actions.settings import change_settings, set_up
from portal.agreements.actions.sign import sign

__all__ = [
    "change_settings",
    "conclude",
    "name_administrator",
    "present",
    "set_up",
    "sign",
    "start_connection",
]
