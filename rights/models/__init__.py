from rights.models.catalogue import ITSystem, ITSystemPermission, Right, ServiceClient
from rights.models.grants import Grant, RightRequest, RightRequestLine
from rights.models.groups import ClientGroup, ClientGroupMember, Group, GroupMember, SubjectName
from rights.models.powers import Assignment, DecisionLog, Power

__all__ = [
    "Assignment",
    "ClientGroup",
    "ClientGroupMember",
    "DecisionLog",
    "Grant",
    "Group",
    "GroupMember",
    "ITSystem",
    "ITSystemPermission",
    "Power",
    "Right",
    "RightRequest",
    "RightRequestLine",
    "ServiceClient",
    "SubjectName",
]
